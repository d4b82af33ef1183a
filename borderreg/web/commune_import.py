"""Import a workbook: good rows become a draft, every problem is named by row and column."""

from typing import Any
from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict
from borderreg.services.imports import ImportResult, import_rows, read_file
from borderreg.services.list_reading import read_list
from borderreg.services.workbooks import MAX_BYTES, ROW_LIMIT, FileRefused
from borderreg.web.commune_base import bp, words_of
from borderreg.web.commune_lists import EDITABLE, problem_lines
from borderreg.web.forms.acts import ImportForm
from borderreg.web.security import actor, requires
from borderreg.web.words import language


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def import_list() -> ResponseReturnValue:
    """Take a workbook, keep its good rows as a draft (or in the one of `?list=`), show the problems."""
    form = ImportForm()
    target = _target()
    if form.validate_on_submit():
        result = _import(form, target)
        if result is not None:
            return _result(result)
    limits = {"megabytes": MAX_BYTES // 2**20, "rows": ROW_LIMIT}
    page = render_template("commune/import.html", form=form, target=target, limits=limits)
    return page, 422 if form.errors else 200


def _import(form: ImportForm, target: Any) -> ImportResult | None:
    upload = form.file.data
    try:
        read = read_file(
            db.session(),
            actor=actor(),
            filename=upload.filename or "",
            data=upload.read(),
            at=g.at,
        )
        list_id = target.id if target else None
        return write(import_rows, actor=actor(), read=read, list_id=list_id, at=g.at)
    except FileRefused as refused:
        form.file.errors = [refused.text(language())]
    except Conflict as error:
        form.file.errors = [words_of(error)]
    return None


def _result(result: ImportResult) -> ResponseReturnValue:
    """Show what was kept and what was not, what must be corrected first; nothing kept is an error."""
    lines = sorted(problem_lines(result.problems), key=lambda line: line["severity"] != "error")
    page = render_template("commune/imported.html", result=result, problems=lines)
    return page, 200 if result.imported else 422


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
