"""The session cookie: a random token that means something only while the server's row does."""

from flask import Response, current_app, g, request

from borderreg.db import db, write
from borderreg.services import sessions
from borderreg.services.sessions import ActiveSession

COOKIE = "borderreg"


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` needs https, which a loopback demo does not have."""
    return f"__Host-{COOKIE}" if current_app.config["HTTPS"] else COOKIE


def load_session() -> ActiveSession | None:
    """Set `g.session` and `g.actor` from the cookie in one statement; return the session if it is expired.

    The time last seen is written at most once a minute, in a transaction of its own.
    """
    token = request.cookies.get(cookie_name(), "")
    if not token:
        return None
    found = sessions.find_session(db.session(), token=token, at=g.at)
    if found is None:
        return None
    if not found.is_live(g.at):
        return found
    if found.needs_touch(g.at):
        write(sessions.touch_session, session_id=found.id, at=g.at)
    g.session, g.actor = found, found.actor
    return None


def give_cookie(response: Response, token: str) -> Response:
    """Hand a new session's token to the browser; it ends with the browser."""
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=current_app.config["HTTPS"], path="/"
    )
    return response


def take_cookie(response: Response) -> Response:
    """Take the token out of the browser."""
    response.delete_cookie(
        cookie_name(), httponly=True, samesite="Lax", secure=current_app.config["HTTPS"], path="/"
    )
    return response
