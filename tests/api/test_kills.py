"""A few kills of server and database while a phone uploads; `bench/kill_loop.py` does fifty."""

import pytest

from bench.kill_loop import run


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_every_acknowledged_event_is_in_the_log_once_whatever_is_killed(kind):
    outcome = run(kind, kills=3)
    assert outcome.is_clean, outcome
    assert outcome.acknowledged >= 10
