"""Decisions about likenesses as pages write them: what is open, reasons to choose from, what was decided."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from wtforms import SelectChoice

from borderreg.db import db
from borderreg.domain.blockers import Likeness
from borderreg.domain.likeness import OTHER, PRESETS, presets_of
from borderreg.services.duplicates import decisions_of_list
from borderreg.services.review import Review
from borderreg.web.forms.acts import DecisionForm
from borderreg.web.security import actor
from borderreg.web.words import in_language, language


def offer_decisions(form: DecisionForm, review: Review, names: dict[int, str]) -> None:
    """Give a form the likenesses that wait, what must be decided first, and the reasons that fit them."""
    waiting: dict[str, Likeness] = {}
    for _entry, item in sorted(review.likenesses, key=lambda pair: not pair[1].must_decide):
        if item.is_open:
            waiting.setdefault(item.key, item)
    form.keys.choices = [SelectChoice(key, _words(item, names)) for key, item in waiting.items()]
    codes = presets_of(item.kind for item in waiting.values())
    form.preset.choices = [SelectChoice(code, in_language(PRESETS[code])) for code in codes]


def _words(item: Likeness, names: dict[int, str]) -> str:
    row = item.problem.row
    named = f"{row} ({names[row]})" if row in names else str(row or "")
    text = item.problem.text(language())
    if item.must_decide:
        return str(_("Dòng %(row)s: %(text)s", row=named, text=text))
    return str(_("Dòng %(row)s (nên xem): %(text)s", row=named, text=text))


def reason_words(preset: str | None, reason: str) -> str:
    """Write why something was decided: the preset reason, and what was written beside it."""
    known = in_language(PRESETS[preset]) if preset in PRESETS and preset != OTHER else ""
    return "; ".join(part for part in (known, reason) if part)


def decided_lines(list_id: UUID) -> list[dict[str, Any]]:
    """Return what was decided about a list's people: it stays on the page when the list is certified."""
    return [
        {
            "row": line.row,
            "name": line.name,
            "text": line.problem.text(language()) if line.problem else "",
            "reason": reason_words(line.preset, line.reason),
            "by": line.decided_by,
            "at": line.decided_at,
            "earlier": line.earlier,
        }
        for line in decisions_of_list(db.session(), actor=actor(), list_id=list_id)
    ]
