"""The duties of a commune's first page, in one table: what waits, for whom, and where it is done.

A new duty is one entry: its words, who sees it, the source that counts it, and the page that one click opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.lists import ListStatus
from borderreg.domain.monthly import ReportState
from borderreg.domain.periods import local_day
from borderreg.reports.reporting import MonthDuty, month_duty
from borderreg.services.correction_queue import corrections_waiting
from borderreg.services.import_grids import open_grids
from borderreg.services.monthly_reports import calendar_of
from borderreg.services.register_picks import open_questions
from borderreg.services.work_queue import (
    CommuneWork,
    Waiting,
    commune_work,
    new_notices,
    overdue_people,
    papers_to_renew,
)

LISTS, PEOPLE = _l("danh sách"), _l("người")
FILES, NOTICES, REPORTS, QUESTIONS = _l("tệp"), _l("thông báo"), _l("báo cáo"), _l("câu hỏi")
REPORT_SOON_DAYS = 10


@dataclass(frozen=True)
class Desk:
    """Who looks at the first page, when, and the lists that wait there (read once for all duties)."""

    session: Session
    actor: Actor
    at: datetime
    work: CommuneWork

    @cached_property
    def month(self) -> MonthDuty:
        """Return what the month asks of the commune; read once."""
        calendar = calendar_of(self.session)
        return month_duty(self.session, actor=self.actor, calendar=calendar, at=self.at)

    @property
    def chief(self) -> bool:
        """Say whether the person certifies."""
        return self.actor.may(Permission.LIST_CERTIFY)


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of work: `tone` as the figures have it; `seen` says who has it on the page."""

    code: str
    title: Any
    unit: Any
    tone: str
    source: Callable[[Desk], Waiting]
    page: Callable[[Waiting], str]
    seen: Callable[[Desk], bool] = lambda _desk: True


@dataclass(frozen=True, slots=True)
class Due:
    """A duty with what waits of it; days since the oldest began to wait, days until the first is due."""

    duty: Duty
    waiting: Waiting
    waited: int | None
    left: int | None
    href: str


def _lists(status: ListStatus) -> Callable[[Desk], Waiting]:
    return lambda desk: desk.work.open[status]


def _page(endpoint: str, **values: Any) -> Callable[[Waiting], str]:
    return lambda _waiting: url_for(endpoint, **values)


def _grids(desk: Desk) -> Waiting:
    grids = open_grids(desk.session, actor=desk.actor)
    return Waiting(len(grids), since=min((grid.created_at for grid in grids), default=None))


def _month(desk: Desk) -> Waiting:
    duty = desk.month
    waits = duty.state is not ReportState.SENT and duty.days_left <= REPORT_SOON_DAYS
    return Waiting(int(waits), until=duty.window.due)


def _requests(desk: Desk) -> Waiting:
    asked = desk.month.requests
    return Waiting(len(asked), until=min((one.due_on for one in asked), default=None))


DUTIES: tuple[Duty, ...] = (
    Duty(
        "to_certify",
        _l("Chờ bạn xác nhận"),
        LISTS,
        "attention",
        _lists(ListStatus.SUBMITTED),
        _page("commune.lists", status="submitted"),
        seen=lambda desk: desk.chief,
    ),
    Duty(
        "returned",
        _l("Bị trả lại để hoàn thiện"),
        LISTS,
        "attention",
        _lists(ListStatus.RETURNED),
        _page("commune.lists", status="returned"),
    ),
    Duty(
        "corrections",
        _l("Lãnh đạo đề nghị sửa, chờ bạn đồng ý"),
        _l("đề nghị"),
        "attention",
        lambda desk: corrections_waiting(desk.session, actor=desk.actor),
        _page("commune.lists", status="submitted"),
    ),
    Duty(
        "overdue",
        _l("Quá hạn chưa về: hỏi thăm gia đình"),
        PEOPLE,
        "attention",
        lambda desk: overdue_people(desk.session, actor=desk.actor, at=desk.at),
        _page("province.rows", slug="overdue"),
    ),
    Duty(
        "month",
        _l("Báo cáo tháng chưa gửi"),
        REPORTS,
        "attention",
        _month,
        _page("commune_month.home"),
    ),
    Duty(
        "requests",
        _l("Tỉnh yêu cầu báo cáo đột xuất"),
        REPORTS,
        "attention",
        _requests,
        _page("commune_month.home"),
    ),
    Duty(
        "questions",
        _l("Sở hỏi lại về nơi làm việc đã đề xuất"),
        QUESTIONS,
        "attention",
        lambda desk: Waiting(len(open_questions(desk.session, actor=desk.actor))),
        _page("registers.questions"),
    ),
    Duty(
        "notices",
        _l("Xã khác có danh sách cùng người với xã ta"),
        NOTICES,
        "neutral",
        lambda desk: new_notices(desk.session, actor=desk.actor),
        _page("commune.notices"),
    ),
    Duty(
        "grids",
        _l("Tệp đã tải lên còn dòng phải sửa"),
        FILES,
        "neutral",
        _grids,
        _page("commune.import_list"),
    ),
    Duty(
        "draft",
        _l("Bản nháp đang làm"),
        LISTS,
        "neutral",
        _lists(ListStatus.DRAFT),
        _page("commune.lists", status="draft"),
    ),
    Duty(
        "submitted",
        _l("Đã gửi, chờ lãnh đạo xác nhận"),
        LISTS,
        "neutral",
        _lists(ListStatus.SUBMITTED),
        _page("commune.lists", status="submitted"),
        seen=lambda desk: not desk.chief,
    ),
    Duty(
        "ending",
        _l("Sắp hết hiệu lực trong hai tuần"),
        LISTS,
        "neutral",
        lambda desk: desk.work.ending,
        _page("commune.lists", status="in_force"),
    ),
    Duty(
        "papers",
        _l("Giấy tờ sắp hết hạn trong lúc còn cần"),
        PEOPLE,
        "neutral",
        lambda desk: papers_to_renew(desk.session, actor=desk.actor, at=desk.at),
        _page("commune.expiring"),
    ),
)


def due_now(session: Session, *, actor: Actor, at: datetime) -> tuple[CommuneWork, tuple[Due, ...]]:
    """Return the lists that wait and the duties of which something waits, in the table's order."""
    desk = Desk(session, actor, at, commune_work(session, actor=actor, at=at))
    found = ((duty, duty.source(desk)) for duty in DUTIES if duty.seen(desk))
    return desk.work, tuple(_due(duty, waiting, local_day(at)) for duty, waiting in found if waiting.count)


def _due(duty: Duty, waiting: Waiting, day: date) -> Due:
    return Due(
        duty,
        waiting,
        waited=None if waiting.since is None else max(0, (day - _day(waiting.since)).days),
        left=None if waiting.until is None else (waiting.until - day).days,
        href=duty.page(waiting),
    )


def _day(moment: date | datetime) -> date:
    return local_day(moment) if isinstance(moment, datetime) else moment
