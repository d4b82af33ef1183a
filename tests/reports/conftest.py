"""The world that tests of reports put together."""

import pytest
from sqlalchemy import Engine

from tests.reports.world import World, make_world


@pytest.fixture
def world(engine: Engine) -> World:
    """An empty province with one chief."""
    return make_world(engine)
