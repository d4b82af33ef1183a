"""Engines and applications used again by the next test: building them takes longer than most tests.

Each test still has a database of its own. What an engine or application learnt of the last one is forgotten
here: connections, the key list, settings. What does not depend on the data stays: routes, compiled templates
and compiled statements.
"""

from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, make_url

from borderreg import db as databases
from borderreg.app import create_app
from borderreg.config import Config
from borderreg.reports import load
from borderreg.services import key_use
from borderreg.web.logs import configure_logs
from tests.preparation import INSTANCE


def engine_for(url: str, name: str = "tests") -> Engine:
    """Return the engine of a name, led to a database; one of a system at a time."""
    return lead(_engine(make_url(url).get_backend_name(), name), url)


def application_for(url: str, **extra: Any) -> Flask:
    """Return the application, led to a database, with settings as fresh as the day it was built."""
    app, settings = _application(make_url(url).get_backend_name(), extra.get("QUIET", False))
    config = Config(instance=INSTANCE, database=url, extra=extra)
    app.config.clear()
    app.config.update(settings)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, BORDERREG=config, **extra)
    configure_logs(quiet=extra.get("QUIET", False))
    with app.app_context():
        lead(databases.db.engine, url)
    return app


def new_application(url: str, **extra: Any) -> Flask:
    """Build an application that no other test uses."""
    return create_app(Config(instance=INSTANCE, database=url, extra=extra))


def lead(engine: Engine, url: str) -> Engine:
    """Let an engine forget its database and open its next connections to another."""
    engine.dispose()
    databases._askers.pop(engine, None)
    key_use._known.pop(engine, None)
    load._known.pop(engine, None)
    if not event.contains(engine, "do_connect", _connect_to_url):
        engine.dialect.led_engine = engine
        event.listen(engine, "do_connect", _connect_to_url)
    engine.url = make_url(url)
    return engine


def _connect_to_url(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    """Take the address as the engine has it now, not as it had it when it was made."""
    new_arguments, new_options = dialect.create_connect_args(dialect.led_engine.url)
    arguments[:] = new_arguments
    options.update(new_options)


@cache
def _engine(system: str, name: str) -> Engine:
    return databases.make_engine(START[system])


@cache
def _application(system: str, quiet: bool) -> tuple[Flask, dict[str, Any]]:
    app = new_application(START[system], QUIET=quiet)
    return app, dict(app.config)


START = {"sqlite": "sqlite:///never.sqlite3", "postgresql": "postgresql+psycopg://borderreg@127.0.0.1/never"}
