"""Check a certified list's file with nothing but the trusted root: no database, no server."""

from dataclasses import asdict
from pathlib import Path

import click

from borderreg.cli.lists import READABLE, list_
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.crypto import KeyFileError, fingerprint, load_root_public
from borderreg.documents.verification import verify_export


@list_.command()
@click.argument("file", type=READABLE)
@click.option("--root", help="Fingerprint of the trusted root key; else the instance's own root.")
@click.pass_context
@pass_state
def verify(state: State, ctx: click.Context, file: Path, root: str | None) -> None:
    """Say whether FILE (PDF or JSON export) is exactly what the commune certified."""
    result = verify_export(file.read_bytes(), root_fingerprint=root or _own_root(state.config.keys_dir))
    show(
        state,
        {
            "ok": result.ok,
            "list": result.list,
            "number": result.number,
            "signed_by": result.signed_by,
            "entries": result.entries,
            "problems": [asdict(problem) for problem in result.problems],
        },
    )
    ctx.exit(0 if result.ok else 1)


def _own_root(keys_dir: Path) -> str | None:
    try:
        return fingerprint(load_root_public(keys_dir))
    except KeyFileError:
        return None


__all__ = ["list_"]
