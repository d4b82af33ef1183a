"""Who was certified in a period: entries, and the different people in them, whatever became of them later."""

from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.periods import end_of_day, start_of_day
from borderreg.domain.reasons import Text
from borderreg.models import Employer, Entry, Organisation, WorkList
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns
from borderreg.reports.counted import person_columns
from borderreg.reports.entries import certified
from borderreg.reports.questions import ENTRIES, PEOPLE, Asked, Measure, Question, RowColumn


def _registered(_session: Session, asked: Asked) -> Select[Any]:
    first, end = start_of_day(asked.period.first), end_of_day(asked.period.last)
    query = (
        select(
            Entry.worker_id.label("person"),
            Entry.worker_id,
            *entry_columns(),
            *person_columns(literal(asked.period.last.year)),
            WorkList.certified_at.label("moment"),
            Entry.valid_to,
        )
        .select_from(Entry)
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(Employer, Employer.id == Entry.employer_id)
        .where(certified(asked), WorkList.certified_at >= first, WorkList.certified_at < end)
    )
    return query if asked.known_at is None else query.where(WorkList.certified_at <= asked.known_at)


REGISTERED = Question(
    slug="registered",
    title=Text("Đăng ký, xác nhận trong kỳ", "Certified in the period", "本期确认"),
    about=Text(
        "Người được ghi vào danh sách đã xác nhận trong kỳ, kể cả khi sau đó rút hay thu hồi.",
        "People on lists certified in the period, withdrawn or revoked later ones included.",
        "本期已确认名单中的人员，含之后撤回或撤销者。",
    ),
    permission=Permission.FIGURES_READ,
    source=_registered,
    measures=(
        Measure("entries", Text("Lượt xác nhận", "Entries certified", "确认人次"), ENTRIES),
        Measure(
            "people", Text("Người được xác nhận", "People certified", "已确认人数"), PEOPLE, persons=True
        ),
    ),
    dimensions=d.PARTICULARS,
    columns=(
        *d.PERSON_COLUMNS,
        d.EMPLOYER_COLUMN,
        d.COUNTY_COLUMN,
        RowColumn("moment", Text("Xác nhận lúc", "Certified at", "确认时间"), "datetime"),
        d.VALID_TO_COLUMN,
    ),
    has_period=True,
    newest_first=True,
)
