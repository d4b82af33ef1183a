"""Guessing which column of the list a heading means, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.dates import parse_date
from borderreg.domain.list_cells import cell_text, is_blank
from borderreg.domain.list_headers import HEADINGS, heading_key, recognise_heading
from borderreg.domain.names import plain_text
from borderreg.domain.people import is_personal_id, parse_sex

NEEDED = (Column.NAME, Column.BIRTH, Column.PERSONAL_ID)
"""Without these a file names nobody: they must be chosen; any other column can be filled in later."""
FILLABLE = (
    Column.DOCUMENT_TYPE,
    Column.EMPLOYER,
    Column.COUNTY,
    Column.JOB,
    Column.VALID_FROM,
    Column.VALID_TO,
)
"""Columns that a file may lack because one value holds for everybody in it."""

# words of a heading (no case, no accents) → column; the first pattern that is found counts
_WORDS: tuple[tuple[str, Column], ...] = (
    (r"lien he.*(dien thoai|sdt|phone)|(dien thoai|sdt|phone).*(lien he|nguoi than)", Column.CONTACT_PHONE),
    (r"lien he|nguoi than|than nhan|next of kin|emergency|contact", Column.CONTACT_NAME),
    (r"het han|gia tri den|hieu luc den|expir", Column.DOCUMENT_EXPIRES),
    (r"loai (giay|ho chieu)|document type|passport type|kind of", Column.DOCUMENT_TYPE),
    (r"ho chieu|passport|thong hanh|border pass|so giay to|document (no|number)", Column.DOCUMENT_NUMBER),
    (r"cccd|can cuoc|dinh danh|cmnd|\bcmt\b|personal (id|no|number)", Column.PERSONAL_ID),
    (r"\b(id|identity) (no|number|card)", Column.PERSONAL_ID),
    (r"ngay sinh|nam sinh|thang nam sinh|birth|\bdob\b", Column.BIRTH),
    (r"gioi tinh|\bphai\b|nam nu|\bsex\b|gender", Column.SEX),
    (r"dien thoai|\bs?dt\b|di dong|phone|mobile", Column.PHONE),
    (r"cua khau|\bgate\b|checkpoint", Column.GATES),
    (r"tu ngay|ngay di|bat dau|xuat canh|\bfrom\b|start|departure", Column.VALID_FROM),
    (r"den ngay|ngay ve|ket thuc|\buntil\b|\bto\b|\bend\b|return", Column.VALID_TO),
    (r"don vi|cong ty|\bcty\b|nha may|chu su dung|employer|company", Column.EMPLOYER),
    (r"huyen|county|district", Column.COUNTY),
    (r"cong viec|nghe|viec lam|\bjob\b|\bwork\b|occupation", Column.JOB),
    (r"thon|ban lang|khoi|khu pho|thuong tru|dia chi|noi o|cho o|address|hamlet|village", Column.HAMLET),
    (r"ho ten|ho va ten|chu dem|^ten$|full name|\bname\b", Column.NAME),
)
_PATTERNS = tuple((re.compile(pattern), column) for pattern, column in _WORDS)
FEWEST_DIGITS = 9
"""Of a personal number in a number cell, which drops leading zeros."""
YOUNGEST = 2012
"""A column of dates before this year holds births, not expiries."""
_MOST = 0.6
"""Share of the filled samples that must look alike before contents say what a column is."""


def guess_columns(headings: Sequence[str], samples: Sequence[Sequence[object]]) -> tuple[Column | None, ...]:
    """Return what each column probably is: by known headings, then words, then contents.

    Each meaning is given once. `samples` are a few rows of raw cells in the order of the headings.
    """
    found: list[Column | None] = [None] * len(headings)
    for guess in (_known, _by_words):
        for index, heading in enumerate(headings):
            column = guess(heading)
            if found[index] is None and column is not None and column not in found:
                found[index] = column
    for index in range(len(headings)):
        column = _by_contents([row[index] for row in samples if index < len(row)])
        if found[index] is None and column is not None and column not in found:
            found[index] = column
    return tuple(found)


def is_template(headings: Sequence[str]) -> bool:
    """Tell whether the headings are this system's own, so that nothing is left to confirm."""
    own = {heading_key(text) for info in COLUMNS.values() for text in (info.vi, info.en, info.zh)}
    own |= {heading_key(column.value) for column in Column}
    keys = [heading_key(heading) for heading in headings if heading.strip()]
    known = {HEADINGS[key] for key in keys if key in own}
    return bool(keys) and all(key in own for key in keys) and set(NEEDED) <= known


def _known(heading: str) -> Column | None:
    return recognise_heading(heading)


def _by_words(heading: str) -> Column | None:
    text = " ".join(re.sub(r"[^a-z0-9]+", " ", plain_text(heading)).split())
    return next((column for pattern, column in _PATTERNS if pattern.search(text)), None) if text else None


def _is_number(text: str) -> bool:
    return len(text) >= FEWEST_DIGITS and is_personal_id(text.zfill(12))


def _is_passport(text: str) -> bool:
    return re.fullmatch(r"[A-Z][0-9]{7}", text) is not None


def _is_sex(text: str) -> bool:
    return parse_sex(text) is not None


_LOOKS = ((Column.PERSONAL_ID, _is_number), (Column.SEX, _is_sex), (Column.DOCUMENT_NUMBER, _is_passport))


def _by_contents(values: Sequence[object]) -> Column | None:
    texts = [cell_text(value) for value in values if not is_blank(value)]
    if len(texts) < 2:
        return None
    for column, looks_like in _LOOKS:
        if sum(looks_like(text) for text in texts) >= _MOST * len(texts):
            return column
    years = [day.year for value in values if (day := parse_date(value)) is not None]
    return Column.BIRTH if len(years) >= _MOST * len(texts) and max(years) < YOUNGEST else None
