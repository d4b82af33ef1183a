"""One line of JSON for each request, without personal data: the rule of the address, never the address.

Pages for people who stay unknown get no line: its time and page would say who wrote when.
"""

import logging
import re
import secrets
import sys
import time
import traceback

import structlog
from flask import Flask, Response, g, request

from borderreg.web.anonymous import is_anonymous

REQUEST_ID = re.compile(r"[0-9a-zA-Z-]{8,64}", re.ASCII)

log = structlog.get_logger("borderreg")


def init_logs(app: Flask) -> None:
    """Give every request an id and write its line when it is answered."""
    configure_logs(quiet=bool(app.config.get("QUIET")))
    app.before_request(_begin)
    app.after_request(_end)


def configure_logs(*, quiet: bool) -> None:
    """Send the lines of this process to standard error; a quiet one says only what went wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = reference()
    if request.endpoint != "static" and not is_anonymous():
        log.info(
            "request",
            request_id=reference(),
            method=request.method,
            path=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response


def reference() -> str:
    """Return the id of this request, which error pages show for support."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def frames(error: BaseException) -> list[str]:
    """Return where an error came from, line by line, without its message: that may hold personal data."""
    return [
        f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)
    ]
