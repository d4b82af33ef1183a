"""The crossing log as a file."""

import hashlib
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from borderreg.cli.frame import Group
from borderreg.cli.lists import WRITABLE
from borderreg.cli.output import on_terminal, show
from borderreg.cli.state import State, pass_state
from borderreg.cli.times import INSTANT
from borderreg.db import read_on
from borderreg.services.event_export import count_events, event_lines, log_export


@click.group(cls=Group)
def events() -> None:
    """The crossing log."""


@events.command()
@click.option("-o", "--output", required=True, type=WRITABLE)
@click.option("--since", type=INSTANT, help="Only facts received since this time.")
@pass_state
def export(state: State, output: Path, since: datetime | None) -> None:
    """Write the log as it stands, one fact a line, without names."""
    digest, written = hashlib.sha256(), 0
    with read_on(state.engine) as session, output.open("wb") as file:
        total = count_events(session, actor=state.actor, since=since)
        lines = event_lines(session, actor=state.actor, since=since)
        for line in tqdm(lines, total=total, disable=not on_terminal()):
            data = line.encode()
            file.write(data)
            digest.update(data)
            written += 1
    state.write(
        log_export, actor=state.actor, events=written, since=since, sha256=digest.digest(), at=state.at
    )
    show(state, {"file": str(output), "events": written})
