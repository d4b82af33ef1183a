"""Filters that name counties and gates in the reader's language, from the registers of the day."""

from flask import Flask, g

from borderreg.db import db
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Text
from borderreg.reports.names import Names
from borderreg.web.words import in_language


def init_place_names(app: Flask) -> None:
    """Give the templates the filters; each register is read at most once in a request."""
    app.jinja_env.filters.update(county_name=county_name, gate_name=gate_name)


def county_name(text: str | None) -> str:
    """Name the county stored as a code or as its Vietnamese name; an unknown text stays as written."""
    return _named("county", text)


def gate_name(text: str | None) -> str:
    """Name the gate of a code or of a Vietnamese name; an unknown text stays as written."""
    return _named("gate", text)


def _named(register: str, text: str | None) -> str:
    if not text:
        return ""
    found = _register(register).get(text)
    return in_language(found) if found else text


def _register(register: str) -> dict[str, Text]:
    if "place_names" not in g:
        g.place_names = {}
    if register not in g.place_names:
        names = Names(db.session(), local_day(g.at)).register(register)
        g.place_names[register] = {**{text.vi: text for text in names.values()}, **names}
    return g.place_names[register]  # type: ignore[no-any-return]  # what was just put there
