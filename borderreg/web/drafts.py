"""Keep what was typed when a session ended: encrypted, for its writer only, back in the form after log-in."""

from urllib.parse import urlsplit

from flask import current_app, flash, g, request, session
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms import Form

from borderreg.db import db, write
from borderreg.domain.access import Actor
from borderreg.services import form_drafts

WAITING = "drafts"  # in the signed cookie: addresses of forms that have a draft, so that others ask nothing
NEVER_KEPT = ("csrf_token", "password", "card", "mrz")  # a card names parents: no draft holds its text


def keep(writer: Actor) -> None:
    """Store the fields of this request's form for a user whose session has expired."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name for word in NEVER_KEPT)
    ]
    if fields and writer.user_id is not None:
        write(form_drafts.keep_draft, user_id=writer.user_id, form=request.path, fields=fields, at=g.at)


def announce(actor: Actor) -> None:
    """Note in the browser's cookie which forms of the user wait to be finished."""
    if actor.user_id is None:
        return
    waiting = form_drafts.waiting_forms(db.session(), user_id=actor.user_id, at=g.at)
    if waiting:
        session[WAITING] = list(waiting)


def restore_into(form: Form) -> bool:
    """Fill a form that is being shown with its writer's draft, if there is one, and say so."""
    saved = take()
    if saved is None:
        return False
    form.process(formdata=saved)
    flash(
        _("Biểu mẫu này chưa được ghi vì phiên làm việc đã hết hạn. Những gì bạn đã nhập vẫn còn đây."),
        "warning",
    )
    return True


def take(path: str | None = None) -> MultiDict[str, str] | None:
    """Return the kept fields of a form's address (this page's by default); they stay until it is saved."""
    address = path or request.path
    if request.method != "GET" or g.actor is None or address not in session.get(WAITING, ()):
        return None
    fields = form_drafts.read_draft(db.session(), user_id=g.actor.user_id, form=address, at=g.at)
    return MultiDict(fields) if fields else None


def forget_saved(response: Response) -> Response:
    """Forget the draft of a form once it was sent and taken (after the request)."""
    waiting = session.get(WAITING, ())
    taken = g.get("csrf_valid", False) and request.method == "POST" and response.status_code < 400
    if taken and g.get("actor") is not None and request.path in waiting:
        write(form_drafts.forget_draft, user_id=g.actor.user_id, form=request.path)
        session[WAITING] = [path for path in waiting if path != request.path]
    return response


def way_back() -> str | None:
    """Return where to go after log-in: this address, or the page whose form was sent to it."""
    if _can_be_shown(request.path):
        return request.full_path.rstrip("?") if request.method == "GET" else request.path
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # whatever the browser sent, it is no address
        return None
    if parts.netloc == request.host and _can_be_shown(parts.path):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return None


def _can_be_shown(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True
