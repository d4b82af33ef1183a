"""Answers on standard output: one JSON document, or lines for a person; everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from borderreg.domain.errors import BorderregError, Refused

if TYPE_CHECKING:
    from borderreg.cli.state import State

Document = Mapping[str, Any]
BLANK = "–"


def show(state: "State", document: Document) -> None:
    """Print an answer: as JSON when asked, else its values and its lists as tables."""
    if state.as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    scalars = {key: value for key, value in document.items() if not isinstance(value, list | dict)}
    width = max(map(len, scalars), default=0)
    for key, value in scalars.items():
        click.echo(f"{key:<{width}}  {_text(value)}")
    for key, value in document.items():
        if isinstance(value, dict):
            click.echo(f"{key}: " + ", ".join(f"{name} {_text(part)}" for name, part in value.items()))
        elif isinstance(value, list) and value:
            click.echo(f"\n{key}:" if scalars else f"{key}:")
            _show_rows(value)


def _show_rows(rows: Sequence[Any]) -> None:
    if not isinstance(rows[0], Mapping):
        for row in rows:
            click.echo(f"  {_text(row)}")
        return
    columns = list(rows[0])
    cells = [[_text(row.get(column)) for column in columns] for row in rows]
    widths = [max(len(line[n]) for line in (columns, *cells)) for n in range(len(columns))]
    for line in (columns, *cells):
        padded = (f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
        click.echo("  " + "  ".join(padded).rstrip())


def _text(value: Any) -> str:
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return "có" if value else "không"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def show_refusal(state: "State", error: BorderregError) -> None:
    """Say why nothing was done: with every problem that the error carries."""
    problems = problem_documents(error.problems) if isinstance(error, Refused) else []
    message = str(error) or error.code
    if state.as_json:
        show(state, {"error": error.code, "message": message, "problems": problems})
    click.echo(message if message == error.code else f"{message} ({error.code})", err=True)
    if not state.as_json:
        for item in problems:
            place = f"dòng {item['row']}: " if item.get("row") else ""
            click.echo(f"  {place}{item['message']} ({item['code']})", err=True)


def problem_documents(problems: Iterable[Any]) -> list[dict[str, Any]]:
    """Return problems as they are printed: row, column, code, message."""
    return [item.as_dict() if hasattr(item, "as_dict") else _plain(item) for item in problems]


def _plain(item: Any) -> dict[str, Any]:
    return {
        "row": getattr(item, "row", None),
        "column": getattr(item, "column", None),
        "code": str(getattr(item, "code", item)),
        "message": str(getattr(item, "message", item)),
    }


def on_terminal() -> bool:
    """Say whether a person watches: progress bars and pictures are for people only."""
    return sys.stderr.isatty() and sys.stdout.isatty()
