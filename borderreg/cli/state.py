"""What the global options say: which instance, which database, who acts, and how to answer."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from borderreg.config import Config, load_config
from borderreg.crypto import open_vault
from borderreg.db import make_engine, read_on, write_on
from borderreg.domain.access import Actor
from borderreg.domain.errors import Unavailable
from borderreg.services.installation import operator_of
from borderreg.services.users import acting_user

P = ParamSpec("P")
T = TypeVar("T")
KEY = "borderreg.state"
WITH_VALUE = {"--instance": "instance", "--database": "database", "--as": "username"}


@dataclass
class State:
    """One run of the command line."""

    instance: str | None = None
    database: str | None = None
    username: str | None = None
    as_json: bool = False

    @cached_property
    def config(self) -> Config:
        """Return the instance's configuration."""
        folder = Path(self.instance) if self.instance else None
        return load_config(instance=folder, database=self.database)

    @cached_property
    def engine(self) -> Engine:
        """Return the instance's database, its keys opened; Unavailable when there is none yet."""
        url = make_url(self.config.database)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            raise Unavailable(f"Chưa có cơ sở dữ liệu {url.database}: chạy “borderreg init” trước.")
        open_vault(self.config.keys_dir)
        return make_engine(self.config.database)

    @cached_property
    def at(self) -> datetime:
        """Return the time of this run."""
        return now()

    @cached_property
    def actor(self) -> Actor:
        """Return the user of --as, or the operator of the machine."""
        with read_on(self.engine) as session:
            if self.username is None:
                return operator_of(session, system_user=getpass.getuser())
            user = acting_user(session, username=self.username, at=self.at)
            return replace(user, via="cli", system_user=getpass.getuser())

    def close(self) -> None:
        """Give the database's connections back."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def write(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a use case in one transaction."""
        return write_on(self.engine, use_case, *args, **kwargs)

    def read(self, question: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask a question in a read-only transaction."""
        with read_on(self.engine) as session:
            return question(session, *args, **kwargs)


def now() -> datetime:
    """Return the time; tests put their own in its place."""
    return datetime.now(UTC)


def state_of(ctx: click.Context) -> State:
    """Return the state that all commands of one line share."""
    state = ctx.meta.get(KEY)
    if not isinstance(state, State):
        state = ctx.meta[KEY] = State()
        ctx.find_root().call_on_close(state.close)
    return state


def pass_state(command: Callable[Concatenate[State, P], T]) -> Callable[P, T]:
    """Give a command the state as its first argument."""

    @wraps(command)
    def with_state(*args: P.args, **kwargs: P.kwargs) -> T:
        return command(state_of(click.get_current_context()), *args, **kwargs)

    return with_state
