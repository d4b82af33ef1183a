"""Files between a desk and phones on a closed network: enrolment, packs, keys, and events not sent."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError, Conflict, NotFound, Refused
from borderreg.services import devices
from borderreg.services.gate_files import enrol_from_file, invite_file, own_device, pack_file
from borderreg.services.key_use import published_key_list
from borderreg.web.security import actor, requires

bp = Blueprint("gate_files", __name__, url_prefix="/gate/files")

PROBLEMS: dict[str, Any] = {
    "unsent_file": _l("Đây không phải tệp lượt chưa gửi của máy quét."),
    "unsent_signature": _l("Tệp không mang chữ ký của máy quét đã ghi. Hãy lưu lại tệp từ máy đó."),
    "unknown_device": _l("Tệp này của một máy không thuộc các cửa khẩu của đơn vị."),
    "enrol_file": _l("Đây không phải tệp xin ghép của máy quét."),
    "invite_not_valid": _l("Lời mời đã dùng hoặc quá 15 phút. Hãy tải tệp mời mới."),
    "device_key_not_valid": _l("Khoá trong tệp không đọc được. Hãy làm lại từ tệp mời."),
    "device_revoked": _l("Máy này đã bị thu hồi."),
    "no_exchange_key": _l("Máy này được ghép trước khi có gói dữ liệu bằng tệp. Hãy ghép lại máy."),
    "no_issuing_key": _l("Chưa có khoá để ký gói dữ liệu. Hãy báo quản trị viên."),
}
RESULTS: tuple[tuple[str, Any], ...] = (
    ("stored", _l("Lượt mới được ghi")),
    ("duplicate", _l("Lượt đã có từ trước")),
    ("conflict", _l("Lượt trùng số nhưng khác nội dung, giữ lượt đầu")),
    ("invalid", _l("Lượt không đọc được")),
)


class BroughtForm(FlaskForm):
    """A file that a phone saved."""

    file = FileField(_l("Tệp từ máy quét (.json)"), [FileRequired(_l("Hãy chọn tệp."))])


@bp.get("")
@requires(Permission.DEVICE_INVITE)
def index() -> ResponseReturnValue:
    """Show what can be carried to and from a phone without a network."""
    return _page(BroughtForm(formdata=None))


def _page(form: BroughtForm, status: int = 200) -> ResponseReturnValue:
    lines = devices.list_devices(db.session(), actor=actor())
    standing = [line for line in lines if line.revoked_at is None]
    gates = devices.gates_of(db.session(), actor=actor())
    may_import = actor().may(Permission.EVENT_IMPORT)
    page = render_template(
        "gate/files/index.html", form=form, devices=standing, gates=gates, may_import=may_import
    )
    return page, status


@bp.post("/invite")
@requires(Permission.DEVICE_INVITE)
def invite() -> ResponseReturnValue:
    """Invite one device by a file."""
    made = write(invite_file, actor=actor(), gate_code=request.form.get("gate", ""), at=g.at)
    return _saved(made, f"borderreg-moi-{made['gate']}.json")


@bp.post("/enrol")
@requires(Permission.DEVICE_INVITE)
def enrol() -> ResponseReturnValue:
    """Enrol the device whose request was brought, and give the answer that only it can open."""
    form = BroughtForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        answer = write(enrol_from_file, actor=actor(), text=form.file.data.read(), at=g.at)
    except BadInput as error:
        form.file.errors = [_words(error)]
        return _page(form, 422)
    return _saved(answer, "borderreg-ghep.json")


@bp.post("/pack/<uuid:device_id>")
@requires(Permission.DEVICE_INVITE)
def pack(device_id: UUID) -> ResponseReturnValue:
    """Give a whole pack that only this device can open."""
    device = own_device(db.engine, db.session(), actor=actor(), device_id=device_id, at=g.at)
    try:
        made = write(pack_file, actor=actor(), device=device, at=g.at)
    except (Conflict, Refused) as error:
        flash(_words(error), "error")
        return redirect(url_for("gate_files.index"))
    return _saved(made, f"borderreg-goi-{device.gate.code}.json")


@bp.get("/keys")
@requires(Permission.DEVICE_INVITE)
def keys() -> ResponseReturnValue:
    """Give the signed key list as a file."""
    return _saved(published_key_list(db.session()), "borderreg-khoa.json")


@bp.route("/unsent", methods=["GET", "POST"])
@requires(Permission.EVENT_IMPORT)
def unsent() -> ResponseReturnValue:
    """Store what a phone could not send, from the file that it saved; bringing it twice is harmless."""
    form, counts = BroughtForm(), None
    if form.validate_on_submit():
        take = current_app.extensions["borderreg_import_unsent"]
        try:
            answers = take(db.engine, actor=actor(), text=form.file.data.read(), at=g.at)
            counts = Counter(answer["result"] for answer in answers)
        except (BadInput, NotFound) as error:
            form.file.errors = [_words(error)]
    page = render_template("gate/files/unsent.html", form=form, counts=counts, RESULTS=RESULTS)
    return page, 422 if form.errors else 200


def _words(error: BorderregError) -> str:
    return str(PROBLEMS.get(error.code, error))


def _saved(document: dict[str, Any], name: str) -> Response:
    response = Response(json.dumps(document, ensure_ascii=False), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
