"""What the gate page consists of, so that a device can keep it whole: addresses, and a hash over all."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import current_app, url_for

STATIC = Path(__file__).parents[1] / "static"
PATTERNS = (
    "gate/**/*.mjs",
    "gate/*.css",
    "css/tokens.css",
    "fonts/*.woff2",
    "images/mark.svg",
    "images/gate-*.png",
    "vendor/idb/*.js",
    "vendor/noble-ed25519/*.js",
    "vendor/zxing-wasm/**/*.js",
    "vendor/zxing-wasm/**/*.wasm",
)
NOT_STATIC = frozenset({"gate/decoder-worker.mjs"})  # served at an address and with a policy of its own
MANIFEST = {
    "id": "/gate/app",
    "name": "borderreg – Quét mã tại cửa khẩu",
    "short_name": "Cửa khẩu",
    "lang": "vi",
    "start_url": "/gate/app",
    "scope": "/gate/",
    "display": "standalone",
    "orientation": "portrait",
    "background_color": "#ffffff",
    "theme_color": "#8c1515",
    "icons": [
        {"src": "/static/images/mark.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "/static/images/gate-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/static/images/gate-512.png", "sizes": "512x512", "type": "image/png"},
    ],
}


def static_files() -> Iterator[Path]:
    """Yield the files of the page in a fixed order, relative to the static folder."""
    for pattern in PATTERNS:
        for path in sorted(STATIC.glob(pattern)):
            relative = path.relative_to(STATIC)
            if relative.as_posix() not in NOT_STATIC:
                yield relative


def shell_document(texts: Callable[[str], dict[str, Any]], page: str, languages: tuple[str, ...]) -> str:
    """Return `{version, files}` as JSON; `texts(language)` gives a catalogue, `page` is the shell's HTML."""
    kept: dict[str, str] = current_app.extensions.setdefault("borderreg_gate_shell", {})
    if "document" not in kept or current_app.config.get("TEMPLATES_AUTO_RELOAD"):
        kept["document"] = _document(texts, page, languages)
    return kept["document"]


def _document(texts: Callable[[str], dict[str, Any]], page: str, languages: tuple[str, ...]) -> str:
    digest = hashlib.sha256(page.encode())
    files = [url_for("gate_app.shell"), url_for("gate_app.decoder_worker"), url_for("gate_app.manifest")]
    digest.update((STATIC / "gate" / "decoder-worker.mjs").read_bytes())
    for language in languages:
        files.append(url_for("gate_app.strings", language=language))
        digest.update(json.dumps(texts(language), sort_keys=True).encode())
    for path in static_files():
        files.append(url_for("static", filename=path.as_posix()))
        digest.update(path.as_posix().encode() + (STATIC / path).read_bytes())
    return json.dumps({"version": digest.hexdigest()[:16], "files": files})
