"""Fold what was recorded into the sums of the figures, in the background of each serving process."""

import logging
import threading
from datetime import UTC, datetime

from flask import Flask

from borderreg.db import db, read_on, write_on
from borderreg.services.tallies import AT_ONCE, fold_changes, has_changes

EVERY_SECONDS = 15.0
BETWEEN_SECONDS = 0.2
"""A pause between two lots, so that a scan never waits for more than one of them."""
log = logging.getLogger("borderreg")


def keep_folding(app: Flask) -> threading.Thread:
    """Start the thread; of several processes only one folds at a time, and none holds up a page."""
    thread = threading.Thread(target=_run, args=(app, threading.Event()), name="folding", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, pause: threading.Event) -> None:
    while not pause.wait(EVERY_SECONDS):
        try:
            with app.app_context():
                while _fold_some() == AT_ONCE:
                    pause.wait(BETWEEN_SECONDS)
        except Exception:  # whatever is wrong with the database now: the figures are right without the sums
            log.exception("folding")


def _fold_some() -> int:
    with read_on(db.engine) as session:
        if not has_changes(session):
            return 0
    return write_on(db.engine, fold_changes, at=datetime.now(UTC)).changes
