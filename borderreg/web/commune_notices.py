"""What other communes' lists did about people of this commune's lists; read, and taken note of."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.services.notices import count_notices, mark_seen, read_notices
from borderreg.web.commune_base import bp
from borderreg.web.components import Pager
from borderreg.web.decisions import reason_words
from borderreg.web.query import asked_page
from borderreg.web.security import actor, requires

PER_PAGE = 50


@bp.get("/notices")
@requires(Permission.LIST_READ)
def notices() -> ResponseReturnValue:
    """List the notices of other communes, those that nobody has taken note of first in sight."""
    page = asked_page()
    total = count_notices(db.session(), actor=actor(), only_new=False)
    found = read_notices(db.session(), actor=actor(), at=g.at, only_new=False, page=page, per_page=PER_PAGE)
    why = {line.id: reason_words(line.preset, "") for line in found}
    pager = Pager(page, PER_PAGE, total)
    return render_template("commune/notices.html", notices=found, why=why, pager=pager)


@bp.post("/notices/<uuid:notice_id>/seen")
@requires(Permission.LIST_EDIT)
def see_notice(notice_id: UUID) -> ResponseReturnValue:
    """Take note of a notice; it stays in the list."""
    write(mark_seen, actor=actor(), notice_id=notice_id, at=g.at)
    flash(_("Đã ghi nhận thông báo."), "success")
    return redirect(url_for("commune.notices"))
