"""The forms of an import: the file, and the rows of a grid as its page sends them."""

import re
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from borderreg.domain.columns import COLUMNS
from borderreg.models import new_id
from borderreg.services.import_editing import Typed

CELL = re.compile(r"r([1-9][0-9]{0,6})-([a-z_]{1,30})", re.ASCII)
ROW = re.compile(r"v([1-9][0-9]{0,6})", re.ASCII)


class ImportForm(FlaskForm):
    """A workbook to import; `key` makes two sendings of one form one import."""

    file = FileField(_l("Tệp danh sách (.xlsx hoặc .csv)"), [FileRequired(_l("Hãy chọn tệp danh sách."))])
    key = HiddenField()

    def upload_key(self) -> UUID:
        """Return the key of this form, a fresh one when the browser sent none."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return new_id()


def typed_rows(form: MultiDict[str, str]) -> dict[int, Typed]:
    """Read what a grid sends: `v12` (version of row 12), `r12-name`, `d12` (decision), `x12` (drop)."""
    cells: dict[int, dict[str, str]] = {}
    for name in form:
        match = CELL.fullmatch(name)
        if match and match[2] in COLUMNS:
            cells.setdefault(int(match[1]), {})[match[2]] = form[name]
    rows = [int(match[1]) for name in form if (match := ROW.fullmatch(name))]
    return {
        row: Typed(
            version=_version(form[f"v{row}"]),
            cells=cells.get(row, {}),
            decision=form.get(f"d{row}", ""),
            drop=bool(form.get(f"x{row}")),
        )
        for row in rows
    }


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
