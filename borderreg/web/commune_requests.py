"""Requests of the province on the commune's side: a table filled row by row, kept, and sent by the chief."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.ad_hoc import WRONG, read_rows, show_cell
from borderreg.domain.errors import BorderregError, Conflict, NotFound, NotPermitted
from borderreg.domain.periods import local_day
from borderreg.services.report_requests import RequestPage, read_request, save_rows, send_answer
from borderreg.web import drafts
from borderreg.web.commune_pledges import bp
from borderreg.web.month_base import words_of
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

__all__ = ["bp"]
SPARE_ROWS = 3
MOST_SPARE = 20


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@requires(Permission.MONTH_WRITE)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Show the table that the province asks for; keep what was typed, with its wrong cells named."""
    page = read_request(db.session(), actor=actor(), request_id=request_id)
    if request.method == "GET":
        kept = drafts.take()
        if kept is None:
            return _page(
                page, [[show_cell(c, x) for c, x in zip(page.columns, row, strict=True)] for row in page.rows]
            )
        return _page(page, _typed(page, kept))
    typed = _typed(page, request.form)
    if "more" in request.form:
        return _page(page, typed, spare=10)
    try:
        rows, wrong = read_rows(page.columns, typed)
        if wrong:
            return _page(page, typed, wrong={(one.row, one.column) for one in wrong}), 422
        facts: dict[str, Any] = {"request_id": request_id, "version": _version(), "rows": rows}
        write(save_rows, actor=actor(), at=g.at, **facts)
    except BorderregError as error:
        return _page(page, typed, error=words_of(error)), 409 if isinstance(error, Conflict) else 422
    flash(_("Đã lưu bảng. Lãnh đạo đơn vị gửi khi đã đủ."), "success")
    return redirect(url_for("commune_month.answer", request_id=request_id))


def _typed(page: RequestPage, form: object) -> list[list[str]]:
    """Return the cells as typed, empty rows left out: cells of one column come as one list."""
    columns = [form.getlist(f"c{number}") for number in range(len(page.columns))]  # type: ignore[attr-defined]
    rows = [list(cells) for cells in zip(*columns, strict=False)]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _page(
    page: RequestPage,
    rows: list[list[str]],
    *,
    wrong: set[tuple[int, int]] | None = None,
    error: str = "",
    spare: int = SPARE_ROWS,
) -> str:
    problems = [
        _(
            "Dòng %(row)s, cột %(column)s: %(problem)s.",
            row=row + 1,
            column=page.columns[column].label,
            problem=in_language(WRONG[page.columns[column].kind]),
        )
        for row, column in sorted(wrong or ())
    ]
    frozen = page.answer is not None or page.closed
    blank = [] if frozen else [[""] * len(page.columns) for _number in range(spare)]
    return render_template(
        "commune/month/answer.html",
        page=page,
        rows=rows + blank,
        filled=len(rows),
        wrong=wrong or set(),
        problems=[*problems, error] if error else problems,
        frozen=frozen,
        days=(page.due_on - local_day(g.at)).days,
        may_send=actor().may(Permission.MONTH_SEND),
    )


@bp.post("/requests/<uuid:request_id>/send")
@requires(Permission.MONTH_SEND)
@fresh
def send_request(request_id: UUID) -> ResponseReturnValue:
    """Freeze the kept rows and send them."""
    try:
        write(send_answer, actor=actor(), request_id=request_id, version=_version(), at=g.at)
    except (NotFound, NotPermitted):
        raise
    except BorderregError as error:
        flash(words_of(error), "error")
    else:
        flash(_("Đã gửi báo cáo lên tỉnh."), "success")
    return redirect(url_for("commune_month.answer", request_id=request_id))
