"""Errors to answers, in one place: a page for people, `application/problem+json` under /api/v1 (RFC 9457)."""

import json

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from borderreg.domain import errors
from borderreg.domain.errors import BorderregError
from borderreg.web.logs import frames, log, reference
from borderreg.web.security import rescue_form

STATUS: dict[type[BorderregError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.Conflict: 409,
    errors.Refused: 422,
    errors.BadInput: 400,
    errors.Unavailable: 503,
}
CODES = {
    400: "bad_input",
    401: "not_authenticated",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    410: "gone",
    413: "too_large",
    415: "unsupported_media_type",
    422: "refused",
    429: "too_many",
    500: "error",
    503: "unavailable",
}
PAGE_OF = {401: 403, 405: 404, 414: 400, 422: 400, 431: 400}  # statuses that share another's page
PAGES = frozenset({400, 403, 404, 409, 410, 413, 415, 429, 500, 503})
API_PREFIX = "/api/"
RETRY_AFTER = {429: "60", 503: "5"}


def status_of(error: BorderregError) -> int:
    """Return the HTTP status of an expected error; 500 for a kind that nobody mapped."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def init_errors(app: Flask) -> None:
    """Answer every kind of error; nothing of its cause is shown."""
    app.register_error_handler(BorderregError, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: BorderregError) -> ResponseReturnValue:
    return answer(status_of(error), code=error.code, message=error.message)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return rescue_form() or answer(400, code="stale_form")


def _foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer without a page: no address can be built for a host that is not ours."""
    return Response("400 Bad Request\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    response = answer(status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database(error: DBAPIError | PoolTimeout) -> ResponseReturnValue:
    log.error("database", request_id=reference(), kind=type(error).__name__)
    return answer(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("error", request_id=reference(), kind=type(error).__name__, trace=frames(error))
    return answer(500)


def answer(status: int, *, code: str | None = None, message: str = "") -> Response:
    """Make the answer for a status: a page or a problem document, with the reference for support."""
    if request.path.startswith(API_PREFIX):
        response = problem(status, code=code or CODES.get(status, "error"), detail=message)
    else:
        response = _page(status)
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    return response


def problem(status: int, *, code: str, detail: str = "") -> Response:
    """Make a problem document with its stable code."""
    body = {"type": "about:blank", "status": status, "code": code, "request_id": reference()}
    if detail:
        body["detail"] = detail
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")


def _page(status: int) -> Response:
    page = PAGE_OF.get(status, status)
    if page not in PAGES:
        page = 400 if status < 500 else 500
    for name in ("actor", "session"):
        g.setdefault(name, None)
    return Response(render_template(f"errors/{page}.html", reference=reference()), status)
