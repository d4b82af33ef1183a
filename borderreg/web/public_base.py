"""What the public pages share: the language in the address, no cookies, limits, forms without a token.

No cookie stands behind these forms, so nobody else's page could misuse one; a browser that says that a form
comes from another site is refused all the same.
"""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest

from borderreg.domain.public_limits import By, PublicAct
from borderreg.services.public_limits import PublicLimits
from borderreg.web.components import LANGUAGES

PREFIX = f"/<any({','.join(code for code, _ in LANGUAGES)}):language>"
OWN_SITES = frozenset({"", "none", "same-origin"})
CACHED_SECONDS = 300
LOAD_PAGE = "load.public"
AS_PAGE = {"public_tips.more": "public_tips.follow"}
"""Addresses that only take a form → the page to show in another language."""
LIMITS = "borderreg_public_limits"


class PublicForm(FlaskForm):
    """A form of a page without cookies."""

    class Meta:
        """No token: there is no session that it could protect."""

        csrf = False


def public_blueprint(name: str) -> Blueprint:
    """Make a blueprint whose addresses begin with a language."""
    bp = Blueprint(name, f"borderreg.web.{name}", url_prefix=PREFIX)
    bp.before_request(_refuse_foreign_forms)
    bp.context_processor(_helpers)
    bp.url_defaults(_stay_in_language)
    bp.url_value_preprocessor(_take_language)
    return bp


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.spoken = (values or {}).pop("language", "vi")


def _stay_in_language(_endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("language", g.get("spoken", "vi"))


def _helpers() -> dict[str, Any]:
    """Give pages their address in another language, and the page of the gates' load once it is there."""
    return {"in_this_language": _in_this_language, "load_address": _load_address}


def _in_this_language(code: str) -> str:
    endpoint = AS_PAGE.get(request.endpoint or "", request.endpoint or "")
    return url_for(endpoint, **{**(request.view_args or {}), "language": code})


def _load_address() -> str | None:
    return url_for(LOAD_PAGE) if LOAD_PAGE in current_app.view_functions else None


def _refuse_foreign_forms() -> None:
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "") not in OWN_SITES:
        raise BadRequest


def may_go_on(act: PublicAct, **said: str) -> bool:
    """Count this call by its address, and by what else is said (`code`), and say whether it may go on."""
    limits: PublicLimits = current_app.extensions.setdefault(LIMITS, PublicLimits())
    counted = {By.ADDRESS: request.remote_addr or "", **{By(name): value for name, value in said.items()}}
    return limits.take(act, said=counted, at=g.at)


def too_many() -> ResponseReturnValue:
    """Ask somebody to wait; the same words whatever was asked too often."""
    return render_template("public/too_many.html"), 429, {"Retry-After": "600"}


def cached(page: str) -> Response:
    """Let browsers and proxies keep a page that is the same for everybody."""
    response = current_app.make_response(page)
    response.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    return response


def form_number(text: str | None) -> UUID:
    """Return the number of a form that was sent, a new one when the page did not send its own."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
