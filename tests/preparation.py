"""What the template database of the tests holds: all tables, the reference data and the keys."""

import atexit
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg import migrations
from borderreg.crypto import create_key_files, load_root_signer, open_vault
from borderreg.db import write_on
from borderreg.domain.access import Actor, Role
from borderreg.models import Organisation
from borderreg.services.keys import init_keys
from borderreg.services.reference_data import load_reference_data

BEGINNING = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
INSTANCE = Path(tempfile.mkdtemp(prefix="borderreg-test-instance-"))
atexit.register(shutil.rmtree, INSTANCE, ignore_errors=True)


def open_test_vault() -> None:
    """Open the keys that the template databases were made with."""
    create_key_files(INSTANCE / "keys")
    open_vault(INSTANCE / "keys")


def operator(session: Session) -> Actor:
    """Return the operator of the machine, as the command line has it."""
    administration = session.scalars(select(Organisation.id).where(Organisation.code == "ADMIN")).one()
    return Actor(None, "", "", Role.OPERATOR, administration, "ADMIN", "cli")


def prepare(engine: Engine) -> None:
    """Migrate to the newest tables, load the reference data and make the keys."""
    migrations.upgrade(engine)
    open_test_vault()
    write_on(engine, load_reference_data, at=BEGINNING)
    write_on(engine, _make_keys)


def _make_keys(session: Session) -> None:
    signer = load_root_signer(INSTANCE / "keys")
    init_keys(session, actor=operator(session), root_signer=signer, at=BEGINNING)
