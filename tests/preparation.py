"""What the template database of the tests holds: all tables and the reference data."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from borderreg.db import write_on
from borderreg.models import Base
from borderreg.services.reference_data import load_reference_data


def prepare(engine: Engine) -> None:
    """Create the tables and load the reference data."""
    with engine.connect().execution_options(borderreg_mode="write") as connection:
        Base.metadata.create_all(connection)
        connection.commit()
    write_on(engine, load_reference_data, at=datetime(2026, 11, 1, tzinfo=UTC))
