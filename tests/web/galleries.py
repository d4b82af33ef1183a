"""A small application that shows the gallery and the error pages under the real content security policy."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, render_template
from flask_babel import Babel
from flask_wtf import CSRFProtect

from borderreg.web import gallery
from borderreg.web.components import init_components
from tests.client import InspectingClient

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VIEWER = {"name": "Nông Thị Mùi", "organisation": "Công an xã Cao Lộc", "role": "commune_officer"}


def make_gallery(language: str = "vi") -> Flask:
    """Build the application: components, gallery, one page for each error, account addresses."""
    app = Flask("borderreg", static_folder="static")
    app.test_client_class = InspectingClient
    app.config.update(SECRET_KEY="only-for-this-gallery", DEMO=True, TESTING=True)
    Babel(app, default_locale="vi", locale_selector=lambda: language)
    CSRFProtect(app)
    init_components(app)
    app.register_blueprint(gallery.bp)
    app.add_url_rule(
        "/errors/<int:code>",
        "errors",
        lambda code: render_template(f"errors/{code}.html", reference="7K3M-9QXP"),
    )
    app.add_url_rule("/language", "accounts.set_language", lambda: "", methods=["POST"])
    app.add_url_rule("/log-out", "accounts.log_out", lambda: "", methods=["POST"])

    @app.context_processor
    def frame() -> dict[str, Any]:
        return {"viewer": VIEWER, "hotline": "0205 3 812 345"}

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


def rendering(app: Flask) -> Iterator[Flask]:
    """Keep a request of the gallery open, to render single macros."""
    with app.test_request_context("/_components?sort=name&page=2"):
        yield app
