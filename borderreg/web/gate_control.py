"""Reconciling missed returns with a workbook of the border guard's own system: compared, then written."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.control_rows import Finding
from borderreg.domain.errors import BadInput, Conflict
from borderreg.services import control_imports, devices
from borderreg.services.disk import disk_is_nearly_full
from borderreg.services.workbooks import MAX_BYTES, FileRefused
from borderreg.web.components import local_number
from borderreg.web.security import actor, requires
from borderreg.web.words import language

bp = Blueprint("control", __name__, url_prefix="/gate/control")

SHOWN_AT_MOST = 500
FINDINGS: dict[Finding, Any] = {
    Finding.MISSED: _l("lượt về chưa ghi: sẽ ghi"),
    Finding.KNOWN: _l("đã ghi"),
    Finding.OTHER_TIME: _l("đã về, ghi giờ khác"),
    Finding.NO_DEPARTURE: _l("về nhưng không có lượt đi"),
    Finding.UNSEEN_DEPARTURE: _l("đi nhưng chưa ghi ở đây"),
    Finding.NOT_FOUND: _l("không có trong danh sách nào"),
    Finding.UNREADABLE: _l("dòng không đọc được"),
}
COLUMNS_MISSING = _l("Tệp không có dòng tiêu đề với số giấy tờ, thời gian và chiều.")


class ControlForm(FlaskForm):
    """A workbook and the gate that it is of."""

    gate = SelectField(_l("Cửa khẩu"), [InputRequired(_l("Hãy chọn cửa khẩu."))])
    file = FileField(
        _l("Tệp xuất từ hệ thống kiểm soát (.xlsx hoặc .csv)"), [FileRequired(_l("Hãy chọn tệp."))]
    )


@bp.route("", methods=["GET", "POST"])
@requires(Permission.EVENT_IMPORT)
def index() -> ResponseReturnValue:
    """Take a workbook and compare it; nothing is written yet."""
    form, status = ControlForm(), 200
    gates = devices.gates_of(db.session(), actor=actor())
    form.gate.choices = [SelectChoice(gate.code, gate.name_vi) for gate in gates]
    if form.validate_on_submit():
        if _disk_full():
            form.file.errors = [str(_("Máy chủ sắp hết chỗ lưu nên tạm thời không nhận tệp."))]
            status = 503
        else:
            import_id = _upload(form)
            if import_id is not None:
                return redirect(url_for("control.show", control_id=import_id))
    page = render_template("gate/control/index.html", form=form, megabytes=MAX_BYTES // 2**20)
    return page, 422 if form.errors and status == 200 else status


def _upload(form: ControlForm) -> UUID | None:
    upload = form.file.data
    try:
        sheet, sha256 = control_imports.read_control_file(
            actor=actor(), filename=upload.filename or "", data=upload.read()
        )
    except FileRefused as refused:
        form.file.errors = [refused.text(language())]
        return None
    except BadInput:
        form.file.errors = [str(COLUMNS_MISSING)]
        return None
    facts: dict[str, Any] = {"gate_code": form.gate.data, "sheet": sheet, "sha256": sha256}
    import_id: UUID = write(control_imports.keep_control, actor=actor(), at=g.at, **facts)
    return import_id


@bp.get("/<uuid:control_id>")
@requires(Permission.EVENT_IMPORT)
def show(control_id: UUID) -> ResponseReturnValue:
    """Show what each row means here."""
    found = control_imports.compare(db.session(), actor=actor(), import_id=control_id)
    order = list(FINDINGS)
    rows = sorted(found.rows, key=lambda one: (order.index(one.finding), one.row.at))
    return render_template(
        "gate/control/show.html",
        found=found,
        rows=rows[:SHOWN_AT_MOST],
        hidden=max(0, len(rows) - SHOWN_AT_MOST),
        FINDINGS=FINDINGS,
    )


@bp.post("/<uuid:control_id>/write")
@requires(Permission.EVENT_IMPORT)
def write_missed(control_id: UUID) -> ResponseReturnValue:
    """Write the returns that are missing."""
    try:
        written = write(control_imports.write_missed, actor=actor(), import_id=control_id, at=g.at)
    except Conflict:
        flash(_("Tệp này đã được xử lý trước đó."), "warning")
    else:
        flash(_("Đã ghi %(n)s lượt về.", n=local_number(written)), "success")
    return redirect(url_for("control.show", control_id=control_id))


@bp.post("/<uuid:control_id>/discard")
@requires(Permission.EVENT_IMPORT)
def discard(control_id: UUID) -> ResponseReturnValue:
    """Throw the rows away."""
    write(control_imports.discard, actor=actor(), import_id=control_id, at=g.at)
    flash(_("Đã bỏ tệp này, không ghi gì."), "success")
    return redirect(url_for("control.index"))


def _disk_full() -> bool:
    config = current_app.config["BORDERREG"]
    return disk_is_nearly_full(config.instance, stop_at=config.uploads_stop_at)
