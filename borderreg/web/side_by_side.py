"""Two people changed the same record: what each wrote, beside each other, to choose field by field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.names import normalise_text
from borderreg.web.forms.rows import PersonForm
from borderreg.web.words import language

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people see differently, and whose value is proposed: that of who changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    proposed: str


def remember(form: PersonForm, cells: Mapping[str, object]) -> None:
    """Note in a form what was stored when it was opened."""
    form.was.data = json.dumps(_texts(form, cells), ensure_ascii=False)


def is_untouched(form: PersonForm, theirs: Mapping[str, object]) -> bool:
    """Tell whether what is stored now is what the form showed when it was opened."""
    return _was(form) == _texts(form, theirs)


def conflict_page(
    form: PersonForm, theirs: Mapping[str, object], *, version: int, title: str, back: str
) -> ResponseReturnValue:
    """Show both versions; the form that is sent back is the record's own, on the version stored now."""
    now, was, mine = _texts(form, theirs), _was(form), _texts(form, form.cells())
    differences = [
        Difference(
            name=name,
            label=COLUMNS[Column(name)].label(language()),
            mine=mine[name],
            theirs=now[name],
            proposed=MINE if now[name] == was.get(name) else THEIRS,
        )
        for name in now
        if now[name] != mine[name]
    ]
    html = render_template(
        "commune/side_by_side.html",
        differences=differences,
        same={name: text for name, text in now.items() if text == mine[name]},
        was=json.dumps(now, ensure_ascii=False),
        version=version,
        heading=title,
        back=back,
    )
    return html, 409


def _texts(form: PersonForm, cells: Mapping[str, object]) -> dict[str, str]:
    return {name: normalise_text(str(cells.get(name) or "")) for name in form.columns()}


def _was(form: PersonForm) -> dict[str, str]:
    try:
        said = json.loads(form.was.data or "")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in said.items()} if isinstance(said, dict) else {}
