"""What outlived its time is deleted: by a command, and by itself while the instance is served."""

import logging
import threading
from dataclasses import asdict
from datetime import UTC, datetime

import click
from flask import Flask

from borderreg.cli.frame import Command
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.db import db, read_on, write_on
from borderreg.services.temporaries import count_outlived, purge_outlived

EVERY_SECONDS = 3600.0
log = logging.getLogger("borderreg")


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="Delete; without it only count.")
@pass_state
def purge(state: State, yes: bool) -> None:
    """Count, and with --yes delete, workbooks, drafts of forms and sessions that outlived their time."""
    outlived = state.write(purge_outlived, at=state.at) if yes else state.read(count_outlived, at=state.at)
    show(state, {"purged": yes, **asdict(outlived)})


def keep_purging(app: Flask) -> threading.Thread:
    """Start the thread: at the start and then each hour; several processes do no harm to each other."""
    thread = threading.Thread(target=_run, args=(app, threading.Event()), name="purging", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, pause: threading.Event) -> None:
    while True:
        try:
            with app.app_context():
                purge_now()
        except Exception:  # the database is away or busy: it is tried again in an hour
            log.exception("purging")
        if pause.wait(EVERY_SECONDS):
            return


def purge_now() -> int:
    """Delete what outlived its time, without writing when there is nothing; return how much it was."""
    at = datetime.now(UTC)
    with read_on(db.engine) as session:
        if not count_outlived(session, at=at).total:
            return 0
    return write_on(db.engine, purge_outlived, at=at).total
