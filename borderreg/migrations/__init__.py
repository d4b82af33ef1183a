"""Numbered changes of the tables: bring a database to the present form, back, or compare it with models."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from borderreg.db import MODE
from borderreg.models import Base

FOLDER = Path(__file__).parent


def upgrade(engine: Engine, revision: str = "head") -> str:
    """Bring a database up to a revision and return where it stands; harmless when it is there already."""
    return _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str = "-1") -> str:
    """Take a database back to a revision ("base" for none) and return where it stands."""
    return _run(engine, command.downgrade, revision)


def current(engine: Engine) -> str:
    """Return the revision of a database; an empty text when it has none."""
    with engine.connect() as connection:
        return _current(connection)


def head() -> str:
    """Return the newest revision that this version of borderreg knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def differences(engine: Engine) -> list[str]:
    """Return how the tables of a database differ from the models, one line each; none when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        return [_words(difference) for difference in compare_metadata(context, Base.metadata)]


def _run(engine: Engine, run: Any, revision: str) -> str:
    with engine.connect().execution_options(**{MODE: "write"}) as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        run(config, revision)
        return _current(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _keep(name: str | None, kind: str, _parents: object) -> bool:
    """Leave tables alone that an administrator may have added beside ours."""
    return kind != "table" or name in Base.metadata.tables


OPTIONS = {"compare_type": True, "compare_server_default": True, "include_name": _keep}


def _words(difference: object) -> str:
    parts = difference if isinstance(difference, tuple) else tuple(difference)  # type: ignore[arg-type]  # Alembic gives tuples or lists of them
    return " ".join(str(part) for part in parts)
