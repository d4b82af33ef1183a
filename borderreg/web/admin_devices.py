"""The administrator's view of all devices: where they are, when they were last heard, and revoking one."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.services import devices
from borderreg.web.security import actor, fresh, requires

bp = Blueprint("admin_devices", __name__, url_prefix="/admin")


@bp.get("/devices")
@requires(Permission.DEVICE_READ)
def list_devices() -> ResponseReturnValue:
    """List every gate's devices."""
    lines = devices.list_devices(db.session(), actor=actor())
    gates = devices.gates_of(db.session(), actor=actor())
    return render_template("admin/devices.html", devices=lines, gates=gates)


@bp.post("/devices/<uuid:device_id>/revoke")
@requires(Permission.DEVICE_REVOKE)
@fresh
def revoke_device(device_id: UUID) -> ResponseReturnValue:
    """Revoke a device at once."""
    lost = request.form.get("lost") == "1"
    write(devices.revoke_device, actor=actor(), device_id=device_id, lost=lost, at=g.at)
    flash(_("Đã thu hồi thiết bị. Nó sẽ tự xoá dữ liệu khi có mạng."), "success")
    return redirect(url_for("admin_devices.list_devices"))
