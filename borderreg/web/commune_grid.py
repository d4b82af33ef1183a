"""The grid of a kept workbook: cells as plain inputs, problems in place, checked again when it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.grid_rows import RENAMED, Clash, GridRow
from borderreg.domain.problems import Problem, ProblemCode
from borderreg.services.import_editing import PER_PAGE, GridPage, Saved, read_grid, save_grid
from borderreg.services.import_grids import GridHead, grid_head
from borderreg.web import drafts
from borderreg.web.commune_base import bp
from borderreg.web.commune_import import address_of
from borderreg.web.components import Pager
from borderreg.web.forms.imports import typed_rows
from borderreg.web.security import actor, requires
from borderreg.web.words import language

ALWAYS = (Column.NAME, Column.BIRTH, Column.PERSONAL_ID)
"""Who it is; the other columns are shown where something is wrong with them, or on request."""
NARROW = frozenset({Column.BIRTH, Column.SEX, Column.VALID_FROM, Column.VALID_TO, Column.DOCUMENT_EXPIRES})
WIDE = frozenset({Column.EMPLOYER, Column.NAME, Column.GATES})


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of the grid: its name, text, problems, and what another person wrote meanwhile."""

    name: str
    label: str
    text: str
    problems: tuple[Problem, ...]
    clash: Clash | None
    width: str

    @property
    def wrong(self) -> bool:
        """Tell whether the cell keeps its row out."""
        return self.clash is not None or any(item.is_error for item in self.problems)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the grid as it is shown; `other` is who the register knows by the row's number."""

    row: int
    name: str
    version: int
    wrong: bool
    cells: tuple[Cell, ...]
    other: str
    decision: str


@bp.route("/import/<uuid:grid_id>/<any(wrong, all):view>/<int:page>", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def import_grid(grid_id: UUID, view: str, page: int) -> ResponseReturnValue:
    """Show a page of a grid, only the rows with errors or all; save what is typed and check it again."""
    head = grid_head(db.session(), actor=actor(), grid_id=grid_id)
    if head.status != "ready":
        return redirect(address_of(head))
    clashes: tuple[Clash, ...] = ()
    if request.method == "POST":
        saved: Saved = write(
            save_grid, actor=actor(), grid_id=grid_id, typed=typed_rows(request.form), at=g.at
        )
        if not saved.clashes:
            _tell(saved)
            return _after(saved.head, view, page)
        clashes = saved.clashes
    clashing = sorted({clash.row for clash in clashes})
    act: dict[str, Any] = {"grid_id": grid_id, "only_wrong": view == "wrong", "page": page, "rows": clashing}
    shown: GridPage = write(read_grid, actor=actor(), at=g.at, **act)
    html = _render(shown, view, clashes, drafts.take() if not clashes else None)
    return html, 409 if clashes else 200


def _render(shown: GridPage, view: str, clashes: tuple[Clash, ...], draft: Mapping[str, str] | None) -> str:
    columns = _columns(shown.rows, clashes, everything=request.args.get("columns") == "all")
    return render_template(
        "commune/import_grid.html",
        page=shown,
        head=shown.head,
        view=view,
        columns=[(column, COLUMNS[column].label(language())) for column in columns],
        lines=[_line(row, columns, clashes, draft or {}) for row in shown.rows],
        everything=len(columns) == len(COLUMNS),
        pager=Pager(shown.page, PER_PAGE, shown.total),
        clashes=clashes,
    )


def _columns(rows: Iterable[GridRow], clashes: Iterable[Clash], *, everything: bool) -> tuple[Column, ...]:
    """Return the columns to show: who it is, and each in which something is wrong."""
    wrong = {item.column for row in rows for item in (*row.problems, *row.beside) if item.is_error}
    wrong |= {clash.column for clash in clashes}
    return tuple(column for column in COLUMNS if everything or column in ALWAYS or column.value in wrong)


def _line(
    row: GridRow, columns: Iterable[Column], clashes: Iterable[Clash], draft: Mapping[str, str]
) -> Line:
    mine = {clash.column: clash for clash in clashes if clash.row == row.row}
    asked = next((item for item in row.beside if item.code is ProblemCode.NUMBER_OF_OTHER), None)
    return Line(
        row=row.row,
        name=row.shows(Column.NAME) or _("dòng %(row)s", row=row.row),
        version=_version(row, draft),
        wrong=row.wrong,
        cells=tuple(_cell(row, column, mine.get(column.value), draft) for column in columns),
        other=asked.params.get("name", "") if asked else "",
        decision=draft.get(f"d{row.row}", "") or (RENAMED if row.decision == RENAMED else ""),
    )


def _version(row: GridRow, draft: Mapping[str, str]) -> int:
    """Return the version that the texts belong to: an older one when a draft was typed on it."""
    text = draft.get(f"v{row.row}", "")
    return min(int(text), row.version) if text.isascii() and text.isdigit() else row.version


def _cell(row: GridRow, column: Column, clash: Clash | None, draft: Mapping[str, str]) -> Cell:
    name = f"r{row.row}-{column.value}"
    return Cell(
        name=name,
        label=_("%(column)s, dòng %(row)s", column=COLUMNS[column].label(language()), row=row.row),
        text=draft.get(name, row.shows(column)),
        problems=tuple(item for item in (*row.problems, *row.beside) if item.column == column.value),
        clash=clash,
        width="narrow" if column in NARROW else "wide" if column in WIDE else "usual",
    )


def _tell(saved: Saved) -> None:
    head = saved.head
    if not saved.changed and not saved.dropped:
        flash(_("Không có ô nào thay đổi."), "warning")
        return
    words = [ngettext("Đã lưu %(num)s dòng.", "Đã lưu %(num)s dòng.", saved.changed)] if saved.changed else []
    if saved.dropped:
        words.append(ngettext("Đã bỏ %(num)s dòng.", "Đã bỏ %(num)s dòng.", saved.dropped))
    if head.wrong:
        words.append(ngettext("Còn %(num)s dòng có lỗi.", "Còn %(num)s dòng có lỗi.", head.wrong))
    elif head.left:
        words.append(_("Không còn dòng nào có lỗi."))
    flash(" ".join(words), "success")


def _after(head: GridHead, view: str, page: int) -> ResponseReturnValue:
    if head.status != "ready" or (view == "wrong" and not head.wrong):
        return redirect(address_of(head))
    columns = request.args.get("columns")
    return redirect(url_for("commune.import_grid", grid_id=head.id, view=view, page=page, columns=columns))
