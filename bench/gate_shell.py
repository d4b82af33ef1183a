"""The gate page alone on a free port: shell, modules, texts and the decoder, without any database."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from flask_babel import Babel
from werkzeug.serving import WSGIRequestHandler, make_server

from borderreg.web.gate_app import gate_app
from borderreg.web.headers import init_headers


class Quiet(WSGIRequestHandler):
    """Say nothing of requests."""

    def log_request(self, *_: object) -> None:
        """Leave the line out."""


@contextmanager
def serve_shell() -> Iterator[str]:
    """Serve the page for as long as the block lasts; gives its address."""
    app = Flask("borderreg")
    app.config["HTTPS"] = False
    Babel(app, default_locale="vi")
    app.register_blueprint(gate_app)
    init_headers(app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
