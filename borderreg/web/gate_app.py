"""The gate page in the browser: a static shell, its decoder worker and its texts.

The page acts only through the devices' API: nothing here reads a session. Its policy is the strictest of the
product, but for the camera; WebAssembly may be compiled in the worker alone.
"""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import force_locale

from borderreg.domain.documents_ import DOCUMENT_TYPES
from borderreg.domain.reasons import CLASS_TEXTS, FLAGS, REASONS, ReasonInfo, Text
from borderreg.web.gate_shell import MANIFEST, shell_document
from borderreg.web.gate_strings import MESSAGES
from borderreg.web.security import public

gate_app = Blueprint("gate_app", __name__, url_prefix="/gate")

STATIC = Path(__file__).parents[1] / "static" / "gate"
LANGUAGES = ("vi", "en", "zh")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KEEPER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
CAMERA_HERE = "camera=(self), microphone=(), geolocation=()"


@gate_app.get("/app")
@public
def shell() -> Response:
    """Show the shell; it is the same for everybody and holds no data."""
    response = Response(render_template("gate/app.html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["Permissions-Policy"] = CAMERA_HERE
    return _revalidated(response)


@gate_app.get("/decoder-worker.mjs")
@public
def decoder_worker() -> Response:
    """Serve the decoder's worker with the one policy that lets WebAssembly be compiled."""
    response = Response((STATIC / "decoder-worker.mjs").read_bytes(), mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return _revalidated(response)


@gate_app.get("/strings/<language>.json")
@public
def strings(language: str) -> Response:
    """Serve every text of the page in one language: messages, reasons, flags, classes."""
    if language not in LANGUAGES:
        abort(404)
    return _revalidated(jsonify(_catalogue(language)))


@gate_app.get("/sw.js")
@public
def service_worker() -> Response:
    """Serve the worker that keeps the page; its first line names the version, so that a change is noticed."""
    shell_ = shell_document(_catalogue, render_template("gate/app.html"), LANGUAGES)
    text = f"const SHELL = {shell_};\n{(STATIC / 'sw.js').read_text(encoding='utf-8')}"
    response = Response(text, mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = KEEPER_POLICY
    return _revalidated(response)


@gate_app.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Describe the page as an app that can be installed."""
    response = Response(json.dumps(MANIFEST, ensure_ascii=False), mimetype="application/manifest+json")
    return _revalidated(response)


def _catalogue(language: str) -> dict[str, Any]:
    with force_locale(language):
        return _texts(language)


def _texts(language: str) -> dict[str, Any]:
    return {
        "language": language,
        "messages": {key: str(text) for key, text in MESSAGES.items()},
        "reasons": {reason.value: _reason(info, language) for reason, info in REASONS.items()},
        "flags": {flag.value: _in(text, language) for flag, text in FLAGS.items()},
        "classes": {class_.value: _in(text, language) for class_, text in CLASS_TEXTS.items()},
        "communes": _communes(),
        "papers": {kind.code: getattr(kind, f"name_{language}") for kind in DOCUMENT_TYPES},
    }


@cache
def _communes() -> dict[str, str]:
    """Return the communes of today by code, as shipped: what a person without papers may say to be from."""
    path = Path(__file__).parents[1] / "data" / "communes.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows) if not row["valid_to"]}


def _reason(info: ReasonInfo, language: str) -> dict[str, str]:
    """Return one reason's texts; the sentence to say always comes in Vietnamese and Chinese."""
    return {
        "label": _in(info.label, language),
        "solution": _in(info.solution, language),
        "vi": info.text_vi,
        "zh": info.text_zh,
    }


def _in(text: Text, language: str) -> str:
    return str(getattr(text, language))


def _revalidated(response: Response) -> Response:
    """Let the device keep the answer and ask whether it is still the same."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
