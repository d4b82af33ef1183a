"""Figures and their rows as tables of the reader's language, for files."""

from typing import Any

from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.reasons import Text
from borderreg.reports.questions import Figures, RowColumn, Rows
from borderreg.web.words import in_language, tag_of

KINDS = {"date": ColumnKind.DATE, "datetime": ColumnKind.DATETIME, "number": ColumnKind.INTEGER}
TAG_KINDS = {"state": "journey", "event": "event"}


def figures_table(answer: Figures) -> Table:
    """Return groups and counts with the totals as the last row; people and crossings are named apart."""
    question = answer.question
    heads = (f"{in_language(m.label)} ({in_language(m.unit)})" for m in question.measures)
    counts = zip(question.measures, heads, strict=True)
    columns = (
        Column(answer.by.key, in_language(answer.by.label)),
        *(Column(measure.key, head, ColumnKind.INTEGER) for measure, head in counts),
    )
    rows: list[tuple[Cell, ...]] = [(in_language(row.label), *row.counts) for row in answer.rows]
    total: tuple[Cell, ...] = (in_language(Text("Tổng số", "Total", "合计")), *answer.totals)
    return Table(in_language(question.title), columns, [*rows, total])


def rows_table(found: Rows) -> Table:
    """Return the masked rows behind a figure."""
    question = found.question
    columns = tuple(
        Column(c.key, in_language(c.label), KINDS.get(c.kind, ColumnKind.TEXT)) for c in question.columns
    )
    rows = [tuple(cell(line.values, column) for column in question.columns) for line in found.lines]
    return Table(in_language(question.title), columns, rows)


def cell(values: Any, column: RowColumn) -> Cell:
    """Return a row's value as words of the reader's language or as a typed value."""
    value = values.get(column.key)
    if isinstance(value, Text):
        return in_language(value)
    if column.kind in TAG_KINDS and value is not None:
        return str(tag_of(TAG_KINDS[column.kind], value).word)
    return value  # type: ignore[no-any-return]  # dates, instants, numbers and texts as they are
