"""The site that passkeys are made for, as this request sees it, and the browser of a challenge."""

import hashlib
from typing import Any

from flask import current_app, g, request, session
from flask_babel import gettext as _

from borderreg.config import Config
from borderreg.crypto import new_token
from borderreg.db import db
from borderreg.domain.errors import Refused
from borderreg.domain.passkeys import RelyingParty, passkey_address, relying_party
from borderreg.services.passkey_keeping import has_passkey

BROWSER = "passkey_browser"  # in the encrypted cookie of forms: this browser before anybody is logged in
FIELD = "passkey_answer"


def _asked() -> dict[str, Any]:
    config: Config = current_app.config["BORDERREG"]
    return {"hosts": config.trusted_hosts, "https": config.https, "asked": request.host}


def find_site() -> RelyingParty | None:
    """Return the site for this request; None where passkeys do not work under this address."""
    return relying_party(**_asked())


def site() -> RelyingParty:
    """Return the site for this request; Refused `no_passkeys_here` under another address."""
    found = find_site()
    if found is None:
        raise Refused(wrong_address(), code="no_passkeys_here")
    return found


def wrong_address() -> str:
    """Say under which address passkeys work, for somebody who came by another one."""
    address = passkey_address(**_asked())
    if address is None:
        return str(_("Máy chủ này chưa có tên miền với HTTPS nên chưa dùng được khoá truy cập."))
    return str(_("Khoá truy cập chỉ dùng được khi mở hệ thống bằng địa chỉ %(address)s.", address=address))


def browser() -> bytes:
    """Return what a challenge is bound to: the hash of the log-in, or of this browser before one."""
    if g.session is not None:
        return hashlib.sha256(b"session\0" + g.session.id.bytes).digest()
    if BROWSER not in session:
        session[BROWSER] = new_token()
    return hashlib.sha256(b"browser\0" + session[BROWSER].encode()).digest()


def may_confirm() -> bool:
    """Say whether this person can confirm with a passkey here: the address fits and there is one."""
    return g.get("actor") is not None and find_site() is not None and has_passkey(db.session(), actor=g.actor)
