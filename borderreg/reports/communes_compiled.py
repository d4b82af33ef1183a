"""What the communes reported in a period, added up, and beside the crossing log with the differences."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.frozen_reports import ReportMeasure, ReportRow, ReportTable
from borderreg.domain.month_words import FIGURES, Nature
from borderreg.domain.periods import Period
from borderreg.domain.reasons import Text
from borderreg.models import MonthReport

Compiled = Callable[..., ReportTable]
COMPARED = ("departures", "departed", "returns", "returned", "learnt", "refused")
BY_FIGURE = Text("Nội dung", "Figure", "内容")
UNIT = Text("theo từng nội dung", "as each figure says", "按各项")
TITLE = Text("Tổng hợp báo cáo của xã, phường", "The communes' reports added up", "乡坊报告汇总")
DIFFERENCES = Text(
    "Báo cáo của xã, phường so với sổ cửa khẩu", "Communes' reports beside the log", "乡坊报告与口岸记录对照"
)


def standing_reports(session: Session, *, period: Period, known_at: datetime) -> list[dict[str, Any]]:
    """Return what the reports of the windows that end in a period say, of each the newest version known."""
    query = (
        select(MonthReport.organisation_id, MonthReport.period, MonthReport.content)
        .where(MonthReport.last_day.between(period.first, period.last), MonthReport.sent_at <= known_at)
        .order_by(MonthReport.correction)
    )
    standing: dict[tuple[UUID, str], str] = {(row[0], row[1]): row[2] for row in session.execute(query)}
    return [json.loads(content) for content in standing.values()]


def compiled_figures(
    session: Session, *, period: Period, known_at: datetime, log: Mapping[str, int]
) -> ReportTable:
    """Add up what the communes reported; what is counted at a window's end is taken from the last window."""
    del log
    reports = standing_reports(session, period=period, known_at=known_at)
    newest = {
        report["commune"]: max(r["month"] for r in reports if r["commune"] == report["commune"])
        for report in reports
    }
    main: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for report in reports:
        said = {**report["figures"], **report["typed"]}
        last = report["month"] == newest[report["commune"]]
        main.update({code: n for code, n in said.items() if last or not _is_stock(code)})
        late.update(report["late"])
    rows = tuple(ReportRow(code, _label(code), (main[code], late[code])) for code in FIGURES)
    measures = (
        ReportMeasure("reported", Text("Trong kỳ", "In the period", "本期"), UNIT),
        ReportMeasure("late", Text("Kỳ trước chuyển sang", "Carried over", "上期转入"), UNIT),
    )
    return ReportTable("communes.figures", TITLE, BY_FIGURE, measures, rows)


def compared_with_log(
    session: Session, *, period: Period, known_at: datetime, log: Mapping[str, int]
) -> ReportTable:
    """Set the communes' sums beside the log's counts of the same period, with the difference."""
    reported: Counter[str] = Counter()
    for report in standing_reports(session, period=period, known_at=known_at):
        reported.update({code: report["figures"].get(code, 0) for code in COMPARED})
        reported.update({code: report["late"].get(code, 0) for code in COMPARED})
    rows = tuple(
        ReportRow(code, _label(code), (reported[code], log[code], reported[code] - log[code]))
        for code in COMPARED
    )
    measures = (
        ReportMeasure("reported", Text("Xã, phường báo cáo", "Reported by communes", "乡坊上报"), UNIT),
        ReportMeasure("log", Text("Sổ cửa khẩu", "The gates' log", "口岸记录"), UNIT),
        ReportMeasure("difference", Text("Chênh lệch", "Difference", "差额"), UNIT),
    )
    return ReportTable("communes.compared", DIFFERENCES, BY_FIGURE, measures, rows)


def reporting_communes(
    session: Session, *, period: Period, known_at: datetime, log: Mapping[str, int]
) -> ReportTable:
    """Count the reports that stand behind the sums, window by window."""
    del log
    months = Counter(
        report["month"] for report in standing_reports(session, period=period, known_at=known_at)
    )
    rows = tuple(ReportRow(month, Text(month, month, month), (months[month],)) for month in sorted(months))
    return ReportTable(
        "communes.sent",
        Text("Báo cáo đã nhận của xã, phường", "Reports received from communes", "已收乡坊报告"),
        Text("Tháng", "Month", "月份"),
        (
            ReportMeasure(
                "reports", Text("Số báo cáo", "Reports", "报告数"), Text("báo cáo", "reports", "份")
            ),
        ),
        rows,
        (sum(months.values()),),
    )


COMMUNE_TABLES: tuple[Compiled, ...] = (reporting_communes, compiled_figures, compared_with_log)


def _is_stock(code: str) -> bool:
    return code in FIGURES and FIGURES[code].nature is Nature.STOCK


def _label(code: str) -> Text:
    words = FIGURES[code]
    return Text(*(f"{label} ({unit})" for label, unit in zip(words.label, words.unit, strict=True)))
