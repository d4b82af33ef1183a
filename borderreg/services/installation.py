"""Make an installation ready: key files, tables, reference data and signing keys; harmless to repeat."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg import migrations
from borderreg.crypto import create_key_files, fingerprint, load_root_public, load_root_signer, open_vault
from borderreg.crypto.key_files import KeyFileError
from borderreg.db import write_on
from borderreg.domain.access import Actor, Role
from borderreg.models import Organisation
from borderreg.services.keys import count_missing_keys, init_keys
from borderreg.services.reference_data import load_reference_data


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation holds: communes in force, gates, and the root that its codes lead to."""

    communes: int
    gates: int
    root_key_fingerprint: str


def initialise(engine: Engine, *, keys_dir: Path, system_user: str, at: datetime) -> Installed:
    """Complete what is missing of an installation; nothing that exists is changed.

    KeyFileError `root_absent` when new keys are needed and the root is kept off this machine.
    """
    create_key_files(keys_dir)
    open_vault(keys_dir)
    migrations.upgrade(engine)
    loaded = write_on(engine, load_reference_data, at=at)
    write_on(engine, _make_keys, keys_dir=keys_dir, system_user=system_user, at=at)
    return Installed(loaded.communes, loaded.gates, fingerprint(load_root_public(keys_dir)))


def operator_of(session: Session, *, system_user: str) -> Actor:
    """Return the operator of the machine, who acts for the administration."""
    administration = session.scalars(select(Organisation.id).where(Organisation.code == "ADMIN")).one()
    return Actor(None, "", "", Role.OPERATOR, administration, "ADMIN", "cli", system_user)


def _make_keys(session: Session, *, keys_dir: Path, system_user: str, at: datetime) -> None:
    try:
        signer = load_root_signer(keys_dir)
    except KeyFileError:
        if count_missing_keys(session, at=at) > 0:
            raise
        return
    init_keys(session, actor=operator_of(session, system_user=system_user), root_signer=signer, at=at)
