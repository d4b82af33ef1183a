"""Copies of an installation, taken while it serves; restored into an empty folder; verified any time."""

from pathlib import Path

import click

from borderreg.cli.frame import Command, GroupWithDefault
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.services.backup import make_backup, restore_backup, verify_backup

FOLDER = click.Path(file_okay=False, path_type=Path)


class BackupGroup(GroupWithDefault):
    """`backup DIR` makes one; `backup verify DIR` looks at one."""

    default = "make"


@click.group(cls=BackupGroup)
def backup() -> None:
    """Copy the database and the key files into DIR (`backup DIR`), or verify a copy."""


@backup.command(hidden=True)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--without-keys", is_flag=True, help="Leave the key files out (keep them elsewhere).")
@pass_state
def make(state: State, folder: Path, without_keys: bool) -> None:
    """Copy the database consistently while it serves, and the key files beside it."""
    done = make_backup(state.config, folder=folder, with_keys=not without_keys, at=state.at)
    show(state, {"backup": str(folder), **done.as_dict()})


@backup.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
@pass_state
def verify(state: State, ctx: click.Context, folder: Path) -> None:
    """Check the copy's hash, its integrity and its revision; exit status 1 when it is not usable."""
    done = verify_backup(folder)
    show(state, {"backup": str(folder), **done.as_dict()})
    ctx.exit(0 if done.ok else 1)


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--into", "instance", required=True, type=FOLDER, help="An empty or new instance folder.")
@pass_state
def restore(state: State, folder: Path, instance: Path) -> None:
    """Restore a copy into a new instance; refuses to overwrite anything."""
    done = restore_backup(folder, instance=instance, database=state.database)
    show(state, {"instance": str(instance), **done.as_dict()})
