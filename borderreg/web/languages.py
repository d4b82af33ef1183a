"""The reader's language: a public page's own, the user's, a cookie when logged out, Vietnamese otherwise."""

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel

from borderreg.services.accounts import LANGUAGES
from borderreg.web.anonymous import spoken_language

COOKIE = "language"
ZONE = "Asia/Ho_Chi_Minh"
ONE_YEAR = 365 * 24 * 3600


def init_languages(app: Flask) -> None:
    """Choose language and time zone of every request."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", ZONE)
    Babel(app, locale_selector=chosen_language)


def chosen_language() -> str:
    """Return vi, en or zh."""
    session = g.get("session")
    wanted = spoken_language() or (session.language if session else request.cookies.get(COOKIE, ""))
    return wanted if wanted in LANGUAGES else "vi"


def give_language(response: Response, language: str) -> Response:
    """Remember a language in the browser for the pages before log-in."""
    if language in LANGUAGES:
        secure = current_app.config["HTTPS"]
        response.set_cookie(COOKIE, language, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
