"""The province's periodic report: every table of it is one entry here (domain notes, Reports).

All of it is counted as it was known at one instant, so that a frozen report can be counted again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from borderreg.domain.frozen_reports import ReportMeasure, ReportRow, ReportTable
from borderreg.domain.periods import Period, local_day
from borderreg.domain.reasons import Text
from borderreg.reports.asking import figures
from borderreg.reports.communes_compiled import COMMUNE_TABLES
from borderreg.reports.crossings import CROSSINGS
from borderreg.reports.gate_care import care_at_gates
from borderreg.reports.names import BAND_TEXTS, Names
from borderreg.reports.questions import PEOPLE, Asked, Question
from borderreg.reports.refusals import REFUSALS
from borderreg.reports.registered import REGISTERED
from borderreg.reports.scope import Scope
from borderreg.reports.stays import counts_by, stays

SLUG = "province"
TITLE = Text("Báo cáo của tỉnh", "Report of the province", "省级报告")


@dataclass(frozen=True, slots=True)
class Counting:
    """What every table is counted for: the period, and the instant as of which things are known."""

    period: Period
    known_at: datetime

    @property
    def day(self) -> date:
        """Return the day at whose end those abroad are counted: the last that has come."""
        return min(self.period.last, local_day(self.known_at))

    def asked(self) -> Asked:
        """Return the question to the whole province."""
        return Asked(scope=Scope(None), at=self.known_at, period=self.period, known_at=self.known_at)


Tables = Callable[[Session, Counting], tuple[ReportTable, ...]]


def _figures(question: Question, *by: str) -> Tables:
    def tables(session: Session, counting: Counting) -> tuple[ReportTable, ...]:
        return tuple(question_table(session, question, counting.asked(), key) for key in by)

    return tables


def question_table(session: Session, question: Question, asked: Asked, by: str) -> ReportTable:
    """Return a question's figures by one dimension as a table of a report."""
    answer = figures(session, question, asked=asked, by=by)
    return ReportTable(
        key=f"{question.slug}.{by}",
        title=question.title,
        by=answer.by.label,
        measures=tuple(ReportMeasure(one.key, one.label, one.unit) for one in question.measures),
        rows=tuple(ReportRow(row.key, row.label, row.counts) for row in answer.rows),
        totals=answer.totals,
    )


STAY_TITLE = Text("Còn ở nước ngoài cuối kỳ", "Still abroad at the end", "期末仍在境外")
OVERDUE_TITLE = Text(
    "Quá hạn cuối kỳ, cần hỏi thăm", "Overdue at the end, to be looked for", "期末逾期，需联系"
)
STAY_STATES = {
    "abroad": Text("Đang ở nước ngoài", "Abroad", "境外"),
    "contradictory": Text("Dữ liệu chưa khớp", "Contradictory", "数据不一致"),
}


def _stay_tables(session: Session, counting: Counting) -> tuple[ReportTable, ...]:
    found = stays(session, day=counting.day, known_at=counting.known_at)
    names = Names(session, counting.day)
    by_register = (
        (STAY_TITLE, "country", Text("Nước", "Country", "国家")),
        (STAY_TITLE, "county", Text("Huyện, thị", "County", "县、市")),
        (STAY_TITLE, "commune", Text("Xã, phường", "Commune", "乡、坊")),
    )
    by_state = _stay_table(
        "stays.state",
        STAY_TITLE,
        Text("Tình trạng", "State", "状态"),
        counts_by(found, "state"),
        STAY_STATES.get,
    )
    by_band = _stay_table(
        "stays.band",
        OVERDUE_TITLE,
        Text("Số ngày quá hạn", "Days overdue", "逾期天数"),
        counts_by(found, "band"),
        BAND_TEXTS.get,
    )
    named = (
        _stay_table(f"stays.{key}", title, label, counts_by(found, key), partial(names.of, key))
        for title, key, label in by_register
    )
    return (by_state, *named, by_band)


def _stay_table(
    key: str, title: Text, by: Text, counts: dict[str, int], name: Callable[[str], Text | None]
) -> ReportTable:
    order = sorted(counts, key=lambda code: (-counts[code], code))
    rows = tuple(ReportRow(code, name(code) or Text(code, code, code), (counts[code],)) for code in order)
    measure = ReportMeasure("people", Text("Số người", "People", "人数"), PEOPLE)
    return ReportTable(key, title, by, (measure,), rows, (sum(counts.values()),))


def _care(session: Session, counting: Counting) -> tuple[ReportTable, ...]:
    return (care_at_gates(session, period=counting.period, known_at=counting.known_at),)


def _communes(session: Session, counting: Counting) -> tuple[ReportTable, ...]:
    crossings = figures(session, CROSSINGS, asked=counting.asked(), by="gate").totals
    log = dict(zip((one.key for one in CROSSINGS.measures), crossings, strict=True))
    refused = figures(session, REFUSALS, asked=counting.asked(), by="gate").totals
    log["refused"] = dict(zip((one.key for one in REFUSALS.measures), refused, strict=True))["attempts"]
    return tuple(
        table(session, period=counting.period, known_at=counting.known_at, log=log)
        for table in COMMUNE_TABLES
    )


SECTIONS: tuple[Tables, ...] = (
    _figures(REGISTERED, "commune", "county", "sector", "sex", "age", "permit"),
    _figures(CROSSINGS, "gate", "commune", "county", "employer", "sector", "sex", "age", "permit"),
    _stay_tables,
    _figures(REFUSALS, "reason", "gate"),
    _care,
    _communes,
)
"""The report, section by section."""

FROM_THE_LOG: dict[str, Question] = {one.slug: one for one in (CROSSINGS, REFUSALS, REGISTERED)}
"""Reports that can be counted as they were known at an instant, and so be frozen on their own."""


def periodic_tables(
    session: Session, *, slug: str, period: Period, known_at: datetime
) -> tuple[ReportTable, ...]:
    """Count every table of a report that can be frozen; KeyError for any other."""
    counting = Counting(period, known_at)
    if slug == SLUG:
        return tuple(table for section in SECTIONS for table in section(session, counting))
    question = FROM_THE_LOG[slug]
    return question_tables(session, question, counting.asked())


def question_tables(session: Session, question: Question, asked: Asked) -> tuple[ReportTable, ...]:
    """Count a question by each dimension that its period is not too long for."""
    keys = [one.key for one in question.dimensions if one.longest is None or asked.period.days <= one.longest]
    return tuple(question_table(session, question, asked, key) for key in keys)


def freezable(slug: str) -> bool:
    """Say whether a report can be frozen."""
    return slug == SLUG or slug in FROM_THE_LOG
