"""Set an installation up, ask what is wrong with it, and list its organisations."""

import getpass

import click
from sqlalchemy.engine import make_url

from borderreg.cli.frame import Command, Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.db import make_engine
from borderreg.domain.periods import local_day
from borderreg.services.doctor import examine
from borderreg.services.installation import initialise
from borderreg.services.places import list_organisations


@click.command(cls=Command)
@pass_state
def init(state: State) -> None:
    """Make key files, tables, reference data and signing keys; running it twice is harmless."""
    config = state.config
    config.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(config.database)
    made = initialise(engine, keys_dir=config.keys_dir, system_user=getpass.getuser(), at=state.at)
    show(
        state,
        {
            "instance": str(config.instance),
            "database": make_url(config.database).render_as_string(hide_password=True),
            "communes": made.communes,
            "gates": made.gates,
            "root_key_fingerprint": made.root_key_fingerprint,
        },
    )


@click.command(cls=Command)
@click.pass_context
@pass_state
def doctor(state: State, ctx: click.Context) -> None:
    """Say what is wrong with this installation, each with its fix; exit status 1 when anything is."""
    findings = examine(state.config, at=state.at)
    show(state, {"ok": not findings, "problems": [finding.as_dict() for finding in findings]})
    ctx.exit(1 if findings else 0)


@click.group(cls=Group)
def org() -> None:
    """Organisations: communes, border posts, offices."""


@org.command("list")
@pass_state
def list_command(state: State) -> None:
    """Print the codes and names of all organisations."""
    found = state.read(list_organisations, actor=state.actor, day=local_day(state.at))
    show(
        state,
        {"organisations": [{"code": line.code, "kind": line.kind, "name": line.name} for line in found]},
    )
