"""Put the application together: settings, extensions, blueprints, and what every request passes through."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, current_app, g
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from borderreg import crypto
from borderreg.api.routes import make_api
from borderreg.api.unsent import import_unsent
from borderreg.config import Config
from borderreg.db import db
from borderreg.web import (
    accounts,
    admin,
    admin_devices,
    audit_pages,
    closures,
    commune,
    commune_known,
    commune_requests,
    debrief_figures,
    draft_pages,
    gallery,
    gate,
    gate_app,
    gate_control,
    gate_files,
    gate_groups,
    gate_paper,
    gate_poster,
    gate_quarantine,
    gate_shifts,
    health,
    home,
    load,
    passkeys,
    posts,
    protection_acts,
    province_pivot,
    province_reference,
    province_requests,
    province_suspensions,
    provincial,
    public,
    public_debrief,
    public_tips,
    registers,
    search,
    tip_desk,
    unnamed,
)
from borderreg.web.anonymous import QuietRequest
from borderreg.web.components import init_components
from borderreg.web.errors import init_errors
from borderreg.web.form_cookie import init_form_cookie
from borderreg.web.headers import init_headers, static_headers
from borderreg.web.languages import init_languages
from borderreg.web.logs import init_logs
from borderreg.web.navigation import init_navigation
from borderreg.web.place_names import init_place_names
from borderreg.web.security import init_security

PAGES = (
    home.bp,
    health.bp,
    accounts.bp,
    passkeys.bp,
    admin.bp,
    admin_devices.bp,
    audit_pages.bp,
    gate.bp,
    gate_app.gate_app,
    province_pivot.bp,
    province_requests.bp,
    protection_acts.bp,
    tip_desk.bp,
    debrief_figures.bp,
    gate_poster.bp,
    public.bp,
    load.bp,
    public_tips.bp,
    public_debrief.bp,
    public_debrief.short_bp,
    commune.bp,
    commune_known.bp,
    commune_requests.bp,
    draft_pages.bp,
    registers.bp,
    province_suspensions.bp,
    provincial.bp,
    posts.bp,
    province_reference.bp,
    closures.bp,
    gate_groups.bp,
    gate_quarantine.bp,
    unnamed.bp,
    gate_shifts.bp,
    gate_files.bp,
    gate_control.bp,
    gate_paper.bp,
    search.bp,
)
LARGEST_UPLOAD = 12 * 1024 * 1024
LARGEST_FORM = 1024 * 1024
STATIC_SECONDS = 600

csrf = CSRFProtect()


def create_app(config: Config) -> Flask:
    """Build the application of one instance; `config.extra` overrides Flask's settings (tests set CLOCK)."""
    app = Flask("borderreg")
    app.request_class = QuietRequest
    app.config.from_mapping(_settings(config))
    app.config.update(config.extra)
    app.secret_key = crypto.open_vault(config.keys_dir).session
    init_form_cookie(app)
    app.before_request(_set_clock)
    init_logs(app)
    init_languages(app)
    init_components(app)
    init_errors(app)
    init_headers(app)
    db.init_app(app)
    csrf.init_app(app)
    init_navigation(app)
    closures.init_notices(app)
    init_place_names(app)
    gate_quarantine.init_held(app)
    unnamed.init_unnamed(app)
    for blueprint in (*PAGES, gallery.bp) if config.development else PAGES:
        app.register_blueprint(blueprint)
    for blueprint in (public.bp, public_tips.bp, public_debrief.bp):
        csrf.exempt(blueprint)
    api = make_api()
    csrf.exempt(api)
    app.register_blueprint(api)
    app.extensions["borderreg_import_unsent"] = import_unsent  # web and api do not know each other
    init_security(app)
    _serve(app, config)
    return app


def _settings(config: Config) -> dict[str, object]:
    return {
        "SQLALCHEMY_DATABASE_URI": config.database,
        "BORDERREG": config,
        "DEMO": config.demo,
        "HTTPS": config.https,
        "CLOCK": _now,
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": LARGEST_UPLOAD,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": 20_000,
        "SESSION_COOKIE_NAME": "__Host-borderreg-form" if config.https else "borderreg-form",
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # the log-in's own time limits count
        "PREFERRED_URL_SCHEME": "https" if config.https else "http",
        "TEMPLATES_AUTO_RELOAD": config.development,
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _set_clock() -> None:
    """Fix the time of the request once: everything in it happens at `g.at`."""
    g.at = current_app.config["CLOCK"]()


def _serve(app: Flask, config: Config) -> None:
    """Serve static files in front of the application; behind a proxy believe its headers, one hop deep."""
    folder = Path(app.static_folder or "")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        max_age=0 if config.development else STATIC_SECONDS,
        autorefresh=config.development,
        add_headers_function=static_headers,
    )
    if config.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
