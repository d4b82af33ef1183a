"""Compare a password in a request, and the words for a try that did not succeed."""

import math

from flask import g, request
from flask_babel import gettext as _

from borderreg.db import db
from borderreg.services import accounts
from borderreg.services.accounts import Proof


def prove(username: str, password: str) -> Proof:
    """Compare a password for this request; nothing is written yet."""
    return accounts.authenticate(
        db.session(), username=username, password=password, address=request.remote_addr or "", at=g.at
    )


def wait_words(proof: Proof) -> str:
    """Say how long to wait; the same for accounts that exist and those that do not."""
    return wait_seconds(proof.wait)


def wait_seconds(wait: float) -> str:
    """Say how many seconds to wait before the next try."""
    seconds = math.ceil(wait)
    return str(_("Đã có nhiều lần nhập sai. Hãy đợi %(seconds)s giây rồi thử lại.", seconds=seconds))


def refusal(proof: Proof) -> str:
    """Return the words for a log-in that did not succeed: they never tell whether the user exists."""
    return wait_words(proof) if proof.wait else str(_("Tên đăng nhập hoặc mật khẩu không đúng."))


def password_refusal(proof: Proof) -> str:
    """Return the words for one's own password that was not right."""
    return wait_words(proof) if proof.wait else str(_("Mật khẩu không đúng."))
