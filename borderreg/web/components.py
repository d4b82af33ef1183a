"""What every template may use: component helpers and filters for dates and numbers."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from flask import Flask, request, url_for
from flask_babel import format_date, format_decimal
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from borderreg.web.charts import bar_geometry, line_geometry
from borderreg.web.words import ROLE_WORDS, SEX_WORDS, TAGS, flag_of, language, reason_of, tag_of, verdict_of

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"), ("zh", "中文"))
NOTHING = "–"
DATE_PATTERNS = {"vi": "dd/MM/yyyy", "en": "dd/MM/yyyy", "zh": "yyyy-MM-dd"}


@dataclass(frozen=True, slots=True)
class Pager:
    """A page of a longer list: its number from 1, rows on a page, and rows in all."""

    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Return the number of the first row shown, 0 when there is none."""
        return 0 if not self.total else (self.page - 1) * self.per_page + 1

    @property
    def last(self) -> int:
        """Return the number of the last row shown."""
        return min(self.page * self.per_page, self.total)

    def near(self) -> list[int | None]:
        """Return the page numbers to offer: ends, neighbours, and None for a gap."""
        wanted = sorted({1, self.pages, *range(self.page - 1, self.page + 2)} & set(range(1, self.pages + 1)))
        shown: list[int | None] = []
        for number in wanted:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def anchor(text: object) -> str:
    """Make an id from words: lower case, no accents, hyphens; words in other scripts become a checksum."""
    folded = unicodedata.normalize("NFD", str(text).lower().replace("đ", "d"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if slug and not re.search(r"[^\W\x00-\x7f]", plain):
        return slug
    return f"{slug}-x{crc32(plain.encode()):08x}".lstrip("-")


def current_url(**changes: object) -> str:
    """Return the address of this page with some query values changed; None takes a value out."""
    query: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    kept = {key: value for key, value in query.items() if value is not None}
    return url_for(request.endpoint or "static", **{**(request.view_args or {}), **kept})


def current_path() -> str:
    """Return path and query of this page, to come back to."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def local_date(value: date | datetime | None) -> str:
    """Write a date as the reader's language writes it; an instant is taken to Vietnam first."""
    if value is None:
        return NOTHING
    day = value.astimezone(LOCAL_ZONE).date() if isinstance(value, datetime) else value
    return str(format_date(day, DATE_PATTERNS.get(language(), DATE_PATTERNS["vi"])))


def local_time(value: datetime | None) -> str:
    """Write the time of day of an instant in Vietnam, to the minute."""
    return NOTHING if value is None else value.astimezone(LOCAL_ZONE).strftime("%H:%M")


def local_datetime(value: datetime | None) -> str:
    """Write an instant as time and date in Vietnam."""
    return NOTHING if value is None else f"{local_time(value)} {local_date(value)}"


def local_number(value: float | None) -> str:
    """Write a number with the reader's separators."""
    return NOTHING if value is None else str(format_decimal(value))


def masked(last: object, hidden: int = 8) -> str:
    """Write a number of which only the last characters may be seen."""
    return f"{'•' * hidden}{last}"


def cell_value(row: object, key: str, index: int) -> Any:
    """Take a column's value out of a row: mapping, object with attributes, or list in column order."""
    if isinstance(row, Mapping):
        return row.get(key)
    if type(row) in (list, tuple):
        return row[index]  # type: ignore[index]  # a plain sequence, as just asked
    return getattr(row, key, None)


def cell_text(value: Any, kind: str) -> Any:
    """Write a value by the kind of its column; Markup passes, nothing becomes a dash."""
    if value is None or value == "":
        return NOTHING
    writer = CELL_WRITERS.get(kind)
    return writer(value) if writer and not isinstance(value, str) else value


CELL_WRITERS: dict[str, Any] = {
    "number": local_number,
    "date": local_date,
    "datetime": local_datetime,
    "time": local_time,
}


def endpoint_url(endpoint: str, app: Flask, **values: Any) -> str | None:
    """Return the address of an endpoint, or None while nobody has built it."""
    return url_for(endpoint, **values) if endpoint in app.view_functions else None


def init_components(app: Flask) -> None:
    """Give the application's templates the component helpers, filters and GOV.UK macros."""
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("borderreg"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    filters = (local_date, local_time, local_datetime, local_number, masked, anchor)
    env.filters.update({function.__name__: function for function in filters})
    helpers = (
        anchor,
        current_url,
        current_path,
        cell_value,
        cell_text,
        tag_of,
        verdict_of,
        reason_of,
        flag_of,
    )
    env.globals.update({function.__name__: function for function in helpers})
    env.globals.update(
        bar_geometry=bar_geometry,
        line_geometry=line_geometry,
        endpoint_url=lambda endpoint, **values: endpoint_url(endpoint, app, **values),
        language=language,
        LANGUAGES=LANGUAGES,
        ROLE_WORDS=ROLE_WORDS,
        SEX_WORDS=SEX_WORDS,
        TAGS=TAGS,
    )
