"""The gate's own pages at a desk: the day's log, devices, invitations; scanning is the device's page."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from borderreg.db import db, write
from borderreg.documents.link_qr import link_svg
from borderreg.domain.access import Permission
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import FLAGS, REASONS, Flag, Reason
from borderreg.reports.gate_log import GateLogRow, gate_log
from borderreg.services import devices
from borderreg.web.components import Pager
from borderreg.web.query import asked_day, asked_page
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language

bp = Blueprint("gate", __name__, url_prefix="/gate")

PER_PAGE = 50
KINDS = ("departure", "return", "attempt", "annulment", "hand_over", "paper_departure", "paper_return")


@bp.get("")
@requires(Permission.GATE_READ)
def home() -> ResponseReturnValue:
    """Show today at the post's gates and how to go on."""
    today = gate_log(db.session(), actor=actor(), day=local_day(g.at), per_page=10)
    return render_template("gate/home.html", log=today, kinds=KINDS, texts=_texts(today.rows))


@bp.get("/log")
@requires(Permission.GATE_READ)
def log() -> ResponseReturnValue:
    """Show a day's events, page by page."""
    day = asked_day()
    page = asked_page()
    found = gate_log(db.session(), actor=actor(), day=day, page=page, per_page=PER_PAGE)
    pager = Pager(page, PER_PAGE, found.total)
    texts = _texts(found.rows)
    return render_template("gate/log.html", log=found, kinds=KINDS, pager=pager, texts=texts)


def _texts(rows: tuple[GateLogRow, ...]) -> dict[str, str]:
    """Return the words of the reasons and flags in the rows, in the reader's language."""
    codes = {code for row in rows for code in (*row.reasons, *row.flags)}
    words = {}
    for code in codes:
        if code in set(Reason):
            words[code] = in_language(REASONS[Reason(code)].label)
        elif code in set(Flag):
            words[code] = in_language(FLAGS[Flag(code)])
    return words


@bp.get("/devices")
@requires(Permission.DEVICE_READ)
def list_devices() -> ResponseReturnValue:
    """List the devices of the post's gates."""
    lines = devices.list_devices(db.session(), actor=actor())
    gates = devices.gates_of(db.session(), actor=actor())
    return render_template(
        "gate/devices.html",
        devices=lines,
        gates=gates,
        may_invite=actor().may(Permission.DEVICE_INVITE),
        may_revoke=actor().may(Permission.DEVICE_REVOKE),
    )


@bp.post("/devices/invite")
@requires(Permission.DEVICE_INVITE)
def invite() -> ResponseReturnValue:
    """Make an invitation and show its code once; it is not stored and not shown again."""
    made = write(devices.invite_device, actor=actor(), gate_code=request.form.get("gate", ""), at=g.at)
    address = url_for("gate_app.shell", _external=True, _anchor=f"enrol={made.token}")
    picture = Markup(link_svg(address, label=_("Mã mời thiết bị")))  # noqa: S704 (drawn by us)
    names = {gate.code: gate.name_vi for gate in devices.gates_of(db.session(), actor=actor())}
    return render_template(
        "gate/invite.html", invite=made, gate_name=names[made.gate_code], address=address, picture=picture
    )


@bp.post("/devices/<uuid:device_id>/revoke")
@requires(Permission.DEVICE_REVOKE)
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Revoke a device at once."""
    lost = request.form.get("lost") == "1"
    write(devices.revoke_device, actor=actor(), device_id=device_id, lost=lost, at=g.at)
    flash(_("Đã thu hồi thiết bị. Nó sẽ tự xoá dữ liệu khi có mạng."), "success")
    return redirect(url_for("gate.list_devices"))
