"""Import a workbook: upload, confirm the columns, read and keep in pieces that a restart does not undo."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import COLUMNS
from borderreg.domain.errors import BadInput, BorderregError, Conflict, Refused
from borderreg.domain.list_columns import FILLABLE
from borderreg.models import new_id
from borderreg.services.disk import disk_is_nearly_full
from borderreg.services.import_columns import ColumnsPage, choose_columns, read_columns
from borderreg.services.import_grids import (
    GridHead,
    discard_grid,
    grid_head,
    keep_grid,
    open_grids,
    read_sheet,
)
from borderreg.services.import_keeping import begin_keeping, keep_piece
from borderreg.services.import_reading import next_piece, store_piece
from borderreg.services.list_reading import read_list
from borderreg.services.workbooks import MAX_BYTES, ROW_LIMIT, FileRefused
from borderreg.web import drafts
from borderreg.web.commune_base import bp, words_of
from borderreg.web.components import local_number
from borderreg.web.forms.imports import ImportForm
from borderreg.web.list_view import EDITABLE
from borderreg.web.security import actor, requires
from borderreg.web.words import language

PIECES_AT_ONCE = 4
"""Pieces that one request without JavaScript does; most files need no second one."""
JSON = "application/json"


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def import_list() -> ResponseReturnValue:
    """Take a workbook for a new draft, or for the open one of `?list=`, and keep its rows as a grid."""
    form = ImportForm()
    target = _target()
    status = 200
    if request.method == "POST" and _disk_full():
        form.file.errors = [_disk_words()]
        status = 503
    elif form.validate_on_submit():
        head = _upload(form, target)
        if head is not None:
            return redirect(address_of(_onward(head)))
    if not form.key.data:
        form.key.data = str(new_id())
    waiting = [head for head in open_grids(db.session(), actor=actor()) if head.left or not head.kept]
    page = render_template(
        "commune/import.html",
        form=form,
        target=target,
        waiting=waiting,
        limits={"megabytes": MAX_BYTES // 2**20, "rows": ROW_LIMIT},
    )
    return page, status if status != 200 or not form.errors else 422


@bp.route("/import/<uuid:grid_id>/columns", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def import_columns(grid_id: UUID) -> ResponseReturnValue:
    """Show what the columns of a file are taken for, and read it once they are confirmed."""
    head = grid_head(db.session(), actor=actor(), grid_id=grid_id)
    if head.status != "columns":
        return redirect(address_of(head))
    sent = request.form if request.method == "POST" else drafts.take()
    problems: list[str] = []
    if request.method == "POST":
        try:
            columns, fills = _chosen(request.form)
            act: dict[str, Any] = {"grid_id": grid_id, "columns": columns, "fills": fills}
            return redirect(address_of(_onward(write(choose_columns, actor=actor(), at=g.at, **act))))
        except Refused as refused:
            problems = [item.text(language()) for item in refused.problems]
    page = write(read_columns, actor=actor(), grid_id=grid_id, at=g.at)
    html = render_template(
        "commune/import_columns.html",
        page=page,
        choices=[(column.value, info.label(language())) for column, info in COLUMNS.items()],
        chosen=_chosen_now(page, sent),
        fills=_fills_now(page, sent),
        problems=problems,
    )
    return html, 422 if problems else 200


@bp.route("/import/<uuid:grid_id>/progress", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def import_progress(grid_id: UUID) -> ResponseReturnValue:
    """Show how far a file is; each POST does the next piece, whoever sends it and after whatever restart."""
    by_script = request.accept_mimetypes.best == JSON
    head = grid_head(db.session(), actor=actor(), grid_id=grid_id)
    if request.method == "POST":
        head = _onward(head, pieces=1 if by_script else PIECES_AT_ONCE)
    working = head.status in ("reading", "keeping")
    if by_script:
        return _progress(head, None if working else address_of(head))
    if request.method == "POST" or not working:
        return redirect(address_of(head))
    return render_template("commune/import_progress.html", head=head, words=_progress_words(head))


@bp.post("/import/<uuid:grid_id>/keep")
@requires(Permission.LIST_EDIT)
def keep_import(grid_id: UUID) -> ResponseReturnValue:
    """Put the good rows of a grid into a draft: the one named in the form, or a new one."""
    own = grid_head(db.session(), actor=actor(), grid_id=grid_id).list_id
    target = request.form.get("list", str(own or ""))
    try:
        list_id = UUID(target) if target else None
    except ValueError as error:
        raise BadInput("list") from error
    try:
        head = _onward(write(begin_keeping, actor=actor(), grid_id=grid_id, list_id=list_id, at=g.at))
    except (Conflict, Refused) as error:
        flash(_refusal(error), "error")
        return redirect(address_of(grid_head(db.session(), actor=actor(), grid_id=grid_id)))
    if head.status not in ("ready", "finished") or head.list_id is None:
        return redirect(address_of(head))
    kept = ngettext("Đã đưa %(num)s người vào bản nháp.", "Đã đưa %(num)s người vào bản nháp.", head.kept)
    flash(kept, "success")
    return redirect(url_for("commune.show_list", list_id=head.list_id))


@bp.post("/import/<uuid:grid_id>/discard")
@requires(Permission.LIST_EDIT)
def discard_import(grid_id: UUID) -> ResponseReturnValue:
    """Throw away what is left of a grid."""
    head = grid_head(db.session(), actor=actor(), grid_id=grid_id)
    write(discard_grid, actor=actor(), grid_id=grid_id, at=g.at)
    flash(_("Đã bỏ các dòng còn lại của tệp."), "success")
    back = url_for("commune.import_list")
    return redirect(url_for("commune.show_list", list_id=head.list_id) if head.list_id else back)


def address_of(head: GridHead) -> str:
    """Return the page on which a grid goes on."""
    if head.status == "columns":
        return url_for("commune.import_columns", grid_id=head.id)
    if head.status in ("reading", "keeping"):
        return url_for("commune.import_progress", grid_id=head.id)
    if head.status == "ready":
        view = "wrong" if head.wrong else "all"
        return url_for("commune.import_grid", grid_id=head.id, view=view, page=1)
    if head.list_id is not None:
        return url_for("commune.show_list", list_id=head.list_id)
    return url_for("commune.import_list")


def _onward(head: GridHead, *, pieces: int = PIECES_AT_ONCE) -> GridHead:
    """Do the next pieces of a grid that is being read or kept."""
    for _piece in range(pieces):
        if head.status == "reading":
            piece = next_piece(db.session(), actor=actor(), grid_id=head.id, at=g.at)
            if piece is None:
                return grid_head(db.session(), actor=actor(), grid_id=head.id)
            head = write(store_piece, actor=actor(), grid_id=head.id, piece=piece, at=g.at)
        elif head.status == "keeping":
            head = write(keep_piece, actor=actor(), grid_id=head.id, at=g.at)
    return head


def _upload(form: ImportForm, target: Any) -> GridHead | None:
    upload = form.file.data
    try:
        read = read_sheet(db.session(), actor=actor(), filename=upload.filename or "", data=upload.read())
        list_id = target.id if target else None
        act: dict[str, Any] = {"read": read, "key": form.upload_key(), "list_id": list_id}
        head: GridHead = write(keep_grid, actor=actor(), at=g.at, **act)
        if head.created_at < g.at and head.status != "discarded":
            flash(_("Tệp này đã được nhập trước đó. Dưới đây là các dòng đã đọc."), "warning")
        return head
    except FileRefused as refused:
        form.file.errors = [refused.text(language())]
    except Refused as refused:
        form.file.errors = [item.text(language()) for item in refused.problems]
    except Conflict as error:
        form.file.errors = [words_of(error)]
    return None


def _disk_full() -> bool:
    config = current_app.config["BORDERREG"]
    return disk_is_nearly_full(config.instance, stop_at=config.uploads_stop_at)


def _disk_words() -> str:
    return str(
        _(
            "Máy chủ sắp hết chỗ lưu nên tạm thời không nhận tệp; các việc khác vẫn làm được. "
            "Hãy báo quản trị hệ thống, hoặc nhập từng người."
        )
    )


def _refusal(error: BorderregError) -> str:
    if error.code == "nothing_good":
        return str(_("Chưa có dòng nào đúng để đưa vào danh sách. Hãy sửa các ô có lỗi trước."))
    return words_of(error)


def _chosen(form: Any) -> tuple[dict[int, str], dict[str, str]]:
    columns = {
        int(name[1:]): code
        for name, code in form.items()
        if name[:1] == "c" and name[1:].isascii() and name[1:].isdigit() and len(name) < 6
    }
    return columns, {column.value: form.get(f"fill-{column.value}", "") for column in FILLABLE}


def _chosen_now(page: ColumnsPage, sent: Any) -> dict[int, str]:
    """Return the code chosen for each column: what was sent, else the guess."""
    guessed = {item.index: item.column.value if item.column else "" for item in page.columns}
    return guessed if sent is None else {**guessed, **_chosen(sent)[0]}


def _fills_now(page: ColumnsPage, sent: Any) -> list[tuple[str, str, str]]:
    """Return the columns that one value may fill for everybody: code, name, what was typed."""
    typed = {} if sent is None else _chosen(sent)[1]
    absent = [column for column in FILLABLE if column not in {item.column for item in page.columns}]
    labels = [(column.value, COLUMNS[column].label(language())) for column in absent]
    return [(code, label, typed.get(code, page.fills.get(code, ""))) for code, label in labels]


def _progress(head: GridHead, onward: str | None) -> Response:
    return jsonify(
        status=head.status, done=head.done, total=head.total, words=_progress_words(head), next=onward
    )


def _progress_words(head: GridHead) -> str:
    return str(_("%(done)s trên %(total)s", done=local_number(head.done), total=local_number(head.total)))


def _target() -> Any:
    """Return the open draft to import into, named in the address, or None for a new one."""
    text = request.args.get("list")
    if not text:
        return None
    try:
        list_id = UUID(text)
    except ValueError as error:
        raise BadInput("list") from error
    page = read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
    if page.head.status not in EDITABLE:
        raise Conflict("not editable", code="not_editable")
    return page.head
