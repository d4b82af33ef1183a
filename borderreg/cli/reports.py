"""Reports: which there are, one of them as JSON or as a file, and the freezing of one under a number."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from borderreg.cli.frame import Group
from borderreg.cli.lists import WRITABLE
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.documents.report_files import (
    ProvincePaper,
    as_table,
    report_csv,
    report_docx,
    report_pdf,
    report_xlsx,
)
from borderreg.documents.tables import Table
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput
from borderreg.domain.frozen_reports import ReportTable, content_of, read_content, sealed, tables_of
from borderreg.domain.periods import Period, current_period, local_day, parse_period
from borderreg.reports import report_named, reports_for
from borderreg.reports.periodic import SLUG, TITLE, question_table, question_tables
from borderreg.reports.questions import Asked
from borderreg.reports.scope import scope_of
from borderreg.services.exports import record_export
from borderreg.services.provincial_reports import (
    count_report,
    freeze_report,
    frozen_report,
    record_report_file,
    recount_report,
    report_paper,
)

WRITERS: dict[str, Callable[[Sequence[ReportTable]], bytes]] = {"csv": report_csv, "xlsx": report_xlsx}
PAPERS: dict[str, Callable[[ProvincePaper], bytes]] = {"pdf": report_pdf, "docx": report_docx}
"""Official papers: of frozen reports only, so that what is handed out has a number."""
PERIODS = "2026-11, 2026-11/15, 2026-Q4, 2026-H2 or 2026; the running one when left out."
LATE_DATA = "Số liệu về sau khi chốt báo cáo."


@click.group(cls=Group)
def report() -> None:
    """Reports that the acting user may run."""


@report.command("list")
@pass_state
def list_command(state: State) -> None:
    """List the reports by slug and title."""
    found = [
        {"slug": question.slug, "title": question.title.vi, "permission": question.permission.value}
        for question in reports_for(state.actor)
    ]
    if state.actor.may(Permission.REPORT_FREEZE):
        found.append({"slug": SLUG, "title": TITLE.vi, "permission": Permission.REPORT_FREEZE.value})
    show(state, {"reports": found})


@report.command()
@click.argument("slug")
@click.option("--period", help=PERIODS)
@click.option("--number", type=click.IntRange(min=0), help="A frozen version: 0 the first, then corrections.")
@click.option("--by", help="Only by this dimension; a file of csv holds one table.")
@click.option(
    "--format", "kind", type=click.Choice(["json", *WRITERS, *PAPERS]), default="json", show_default=True
)
@click.option("-o", "--output", type=WRITABLE, help="The file; needed for all but json.")
@click.pass_context
@pass_state
def run(
    state: State,
    ctx: click.Context,
    slug: str,
    period: str | None,
    number: int | None,
    by: str | None,
    kind: str,
    output: Path | None,
) -> None:
    """Count a report's figures as they stand now, or a frozen version again as it was known then."""
    days = _period(period, local_day(state.at))
    if number is not None:
        ctx.exit(_run_frozen(state, slug, days, number, kind, output))
    if kind in PAPERS:
        raise BadInput("Văn bản chỉ lập từ báo cáo đã chốt: thêm --number.", code="number")
    if slug == SLUG:
        counted = state.read(count_report, actor=state.actor, slug=slug, period=days, at=state.at)
        tables: Sequence[ReportTable] = counted.tables
    else:
        tables = state.read(_tables, slug, _asked(state, slug, days), by)
    if kind != "json":
        _export(state, slug, tables, kind, output)
    digest = sealed(content_of(slug, days, tables))[1]
    show(state, _document(slug, days, None, digest, tables))


def _run_frozen(state: State, slug: str, days: Period, number: int, kind: str, output: Path | None) -> int:
    """Show a frozen version; exit status 1 when the log no longer gives the same hash."""
    found = state.read(frozen_report, actor=state.actor, slug=slug, period=days, number=number)
    tables = tables_of(read_content(found.content))
    if kind != "json":
        paper = state.read(report_paper, actor=state.actor, report=found)
        body = PAPERS[kind](paper) if kind in PAPERS else WRITERS[kind](tables)
        state.write(record_report_file, actor=state.actor, report=found, file_format=kind, at=state.at)
        _named(output).write_bytes(body)
    again = state.read(recount_report, actor=state.actor, report=found)
    differences = [asdict(one) for one in again.differences]
    show(state, _document(slug, days, number, again.digest, tables) | {"differences": differences})
    return 0 if again.holds else 1


@report.command()
@click.argument("slug")
@click.option("--period", help=PERIODS)
@click.option("--reason", default=LATE_DATA, help="Why a correction is made.")
@pass_state
def freeze(state: State, slug: str, period: str | None, reason: str) -> None:
    """Freeze a report under the next number: 0 for the first, then corrections."""
    days = _period(period, local_day(state.at))
    counted = state.read(count_report, actor=state.actor, slug=slug, period=days, at=state.at)
    made = state.write(freeze_report, actor=state.actor, counted=counted, reason=reason, at=state.at)
    show(state, _document(slug, days, made.number, made.content_hash, counted.tables))


def _asked(state: State, slug: str, days: Period) -> Asked:
    return Asked(
        scope=scope_of(state.actor, permission=report_named(slug).permission), at=state.at, period=days
    )


def _period(slug: str | None, today: date) -> Period:
    try:
        return parse_period(slug) if slug else current_period(today)
    except ValueError:
        raise BadInput(f"Không có kỳ báo cáo {slug}.", code="period") from None


def _tables(session: Session, slug: str, asked: Asked, by: str | None) -> tuple[ReportTable, ...]:
    question = report_named(slug)
    if by:
        return (question_table(session, question, asked, by),)
    return question_tables(session, question, asked)


def _document(
    slug: str, days: Period, number: int | None, digest: bytes, tables: Sequence[ReportTable]
) -> dict[str, Any]:
    told = [_told(as_table(table)) for table in tables]
    return {"slug": slug, "period": days.slug, "number": number, "sha256": digest.hex(), "tables": told}


def _told(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [{"key": column.key, "label": column.label} for column in table.columns],
        "rows": [list(row) for row in table.rows],
    }


def _export(state: State, slug: str, tables: Sequence[ReportTable], kind: str, output: Path | None) -> None:
    path = _named(output)
    state.write(
        record_export,
        actor=state.actor,
        slug=slug,
        what="figures",
        file_format=kind,
        rows=sum(len(table.rows) for table in tables),
        where={},
        at=state.at,
    )
    path.write_bytes(WRITERS[kind](tables))


def _named(output: Path | None) -> Path:
    if output is None:
        raise BadInput("Thiếu -o TỆP.", code="output")
    return output
