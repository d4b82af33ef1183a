"""What was typed and not saved: encrypted, for its writer only, back in the form when it is opened again.

A form is kept when its session ended in the middle of it, and by itself while it is typed (autosave.mjs).
"""

from urllib.parse import urlsplit

from flask import current_app, flash, g, request, session
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms import Form

from borderreg.db import db, write
from borderreg.domain.access import Actor
from borderreg.domain.errors import BadInput
from borderreg.services import form_drafts
from borderreg.services.form_drafts import OFFERED
from borderreg.web.components import local_date, local_time

WAITING = "drafts"  # in the signed cookie: addresses of forms that have a draft, so that others ask nothing
ADDRESS = "draft_form"  # the field by which a script says whose fields it sends
AUTOSAVED = "draft_kept"  # the field of forms that keep themselves
NEVER_KEPT = ("csrf_token", "password", "passkey", "card", "mrz", ADDRESS, AUTOSAVED)
"""Parts of names of fields that no draft holds: secrets, and raw texts of cards with parents' names."""
QUESTIONS = frozenset({"search"})
"""Pages that save nothing: what was looked for is no draft."""


def keep(writer: Actor) -> None:
    """Store the fields of this request's form for its writer: sent by a script, or by an expired session."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name for word in NEVER_KEPT)
    ]
    if fields and writer.user_id is not None and request.blueprint not in QUESTIONS:
        form = _address_of_form()
        write(form_drafts.keep_draft, user_id=writer.user_id, form=form, fields=fields, at=g.at)


def _address_of_form() -> str:
    """Return the path of the form whose fields are sent; BadInput when a script names none of ours."""
    named = request.form.get(ADDRESS)
    if named is None:
        return request.path
    if not named.startswith("/") or not _can_be_shown(named):
        raise BadInput("form")
    return named


def keep_sent() -> None:
    """Store what a script sent and remember in the browser's cookie that the form waits."""
    keep(g.actor)
    address = _address_of_form()
    waiting = [path for path in session.get(WAITING, ()) if path != address]
    session[WAITING] = [address, *waiting][:OFFERED]


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
    return True


def take(path: str | None = None) -> MultiDict[str, str] | None:
    """Return the kept fields of a form's address (this page's by default); they stay until it is saved."""
    address = path or request.path
    if request.method != "GET" or g.actor is None or address not in session.get(WAITING, ()):
        return None
    draft = form_drafts.read_draft(db.session(), user_id=g.actor.user_id, form=address, at=g.at)
    if draft is None or not draft.fields:
        return None
    g.draft = address
    when = f"{local_time(draft.saved_at)} {local_date(draft.saved_at)}"
    flash(
        _("Biểu mẫu này chưa được ghi. Những gì bạn đã nhập lúc %(when)s vẫn còn đây.", when=when), "warning"
    )
    return MultiDict(draft.fields)


def forget(address: str) -> None:
    """Forget the draft of a form of this user."""
    write(form_drafts.forget_draft, user_id=g.actor.user_id, form=address)
    session[WAITING] = [path for path in session.get(WAITING, ()) if path != address]


def forget_saved(response: Response) -> Response:
    """Forget the draft of a form once it was sent and taken (after the request)."""
    taken = g.get("csrf_valid", False) and request.method == "POST" and response.status_code < 400
    known = g.get("actor") is not None
    if taken and known and (request.path in session.get(WAITING, ()) or request.form.get(AUTOSAVED)):
        forget(request.path)
    return response


def discard() -> str:
    """Forget the draft that the form names, and return where its form is."""
    address = _address_of_form()
    forget(address)
    return address


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
