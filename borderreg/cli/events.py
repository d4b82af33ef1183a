"""The crossing log as a file."""

import hashlib
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from borderreg.api.unsent import import_unsent
from borderreg.cli.frame import Group
from borderreg.cli.lists import WRITABLE
from borderreg.cli.output import on_terminal, show
from borderreg.cli.state import State, pass_state
from borderreg.cli.times import INSTANT
from borderreg.db import read_on
from borderreg.services.event_export import count_events, event_lines, log_export

RESULTS = ("stored", "duplicate", "conflict", "invalid")


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


@events.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_state
def import_command(state: State, file: Path) -> None:
    """Store what a device could not send, from the file it saved; reading it twice is harmless."""
    answers = import_unsent(state.engine, actor=state.actor, text=file.read_bytes(), at=state.at)
    results = [answer["result"] for answer in answers]
    show(state, {"events": len(results), **{name: results.count(name) for name in RESULTS}})
