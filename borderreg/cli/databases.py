"""The tables' form: bring it up to date, take it back, or check it."""

import click
from sqlalchemy import Engine

from borderreg import migrations
from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.services.contact_hashes import fill_contact_hashes


@click.group(cls=Group)
def db() -> None:
    """The database's tables."""


@db.command()
@pass_state
def upgrade(state: State) -> None:
    """Bring the tables to the form that this version needs."""
    migrations.upgrade(state.engine)
    state.write(fill_contact_hashes)
    _show(state, state.engine)


@db.command()
@click.argument("revision", default="-1")
@pass_state
def downgrade(state: State, revision: str) -> None:
    """Take the tables one step back, or to a REVISION (take a backup first)."""
    migrations.downgrade(state.engine, revision)
    _show(state, state.engine)


@db.command()
@click.pass_context
@pass_state
def check(state: State, ctx: click.Context) -> None:
    """Compare the tables with what this version needs; exit status 1 when they differ."""
    differences = _show(state, state.engine)
    ctx.exit(1 if differences or migrations.current(state.engine) != migrations.head() else 0)


def _show(state: State, engine: Engine) -> list[str]:
    here, head = migrations.current(engine), migrations.head()
    differences = migrations.differences(engine) if here == head else []
    show(state, {"revision": here, "head": head, "differences": differences})
    return differences
