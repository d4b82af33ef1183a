"""Reports: which there are, and one of them as JSON or as a file."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import rfc8785
from sqlalchemy.orm import Session

from borderreg.cli.frame import Group
from borderreg.cli.lists import WRITABLE
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.documents.sheets import as_csv, as_xlsx
from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import Period, current_period, local_day, parse_period
from borderreg.reports import report_named, reports_for
from borderreg.reports.asking import figures
from borderreg.reports.questions import Asked, Question
from borderreg.reports.scope import scope_of
from borderreg.services.exports import record_export

WRITERS: dict[str, Callable[[Table], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


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
    show(state, {"reports": found})


@report.command()
@click.argument("slug")
@click.option(
    "--period", help="2026-11, 2026-11/15, 2026-Q4, 2026-H2 or 2026; the running one when left out."
)
@click.option("--by", help="Only by this dimension; a file holds one table.")
@click.option("--format", "kind", type=click.Choice(["json", *WRITERS]), default="json", show_default=True)
@click.option("-o", "--output", type=WRITABLE, help="The file of csv or xlsx.")
@pass_state
def run(state: State, slug: str, period: str | None, by: str | None, kind: str, output: Path | None) -> None:
    """Count a report's figures as they stand now, by each of its dimensions."""
    question, days = report_named(slug), _period(period, local_day(state.at))
    asked = Asked(scope=scope_of(state.actor, permission=question.permission), at=state.at, period=days)
    tables = state.read(_tables, question, asked, by)
    if kind != "json":
        _write(state, slug, tables[0], kind, output)
    told = [_document(table) for table in tables]
    digest = hashlib.sha256(rfc8785.dumps(told)).hexdigest()
    show(state, {"slug": slug, "period": days.slug, "number": None, "sha256": digest, "tables": told})


def _period(slug: str | None, today: date) -> Period:
    try:
        return parse_period(slug) if slug else current_period(today)
    except ValueError:
        raise BadInput(f"Không có kỳ báo cáo {slug}.", code="period") from None


def _tables(session: Session, question: Question, asked: Asked, by: str | None) -> list[Table]:
    keys = [by] if by else [dimension.key for dimension in question.dimensions]
    return [_table(session, question, asked, key) for key in keys]


def _table(session: Session, question: Question, asked: Asked, by: str) -> Table:
    answer = figures(session, question, asked=asked, by=by)
    measures = tuple(
        Column(measure.key, f"{measure.label.vi} ({measure.unit.vi})", ColumnKind.INTEGER)
        for measure in question.measures
    )
    rows: list[tuple[Cell, ...]] = [(row.label.vi, *row.counts) for row in answer.rows]
    return Table(
        question.title.vi,
        (Column(answer.by.key, answer.by.label.vi), *measures),
        [*rows, ("Tổng số", *answer.totals)],
    )


def _document(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [{"key": column.key, "label": column.label} for column in table.columns],
        "rows": [[_plain(cell) for cell in row] for row in table.rows],
    }


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def _write(state: State, slug: str, table: Table, kind: str, output: Path | None) -> None:
    if output is None:
        raise BadInput("Thiếu -o TỆP.", code="output")
    rows = list(table.rows)
    state.write(
        record_export,
        actor=state.actor,
        slug=slug,
        what="figures",
        file_format=kind,
        rows=len(rows),
        where={},
        at=state.at,
    )
    output.write_bytes(WRITERS[kind](table))
