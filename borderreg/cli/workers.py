"""Workers, within the acting user's scope."""

import click

from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.services.search import search_workers


@click.group(cls=Group)
def worker() -> None:
    """Registered people."""


@worker.command()
@click.argument("text")
@pass_state
def search(state: State, text: str) -> None:
    """Find people by name (with or without accents), number, last four digits or phone; best first."""
    found = state.write(search_workers, actor=state.actor, text=text, at=state.at)
    results = [
        {
            "worker": str(line.worker_id),
            "name": line.name,
            "birth": line.birth,
            "id_last4": line.id_last4,
            "commune": line.commune_code,
            "state": line.state,
        }
        for line in found
    ]
    show(state, {"results": results})
