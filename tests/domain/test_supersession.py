"""Which entry a newer one closes follows from the facts, in whatever order they arrive."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.journeys import Fact
from borderreg.domain.supersession import Listed, closed_by, used_entries

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


def listed(entry: UUID, days_ago: int, *, start: date = date(2026, 11, 1)) -> Listed:
    """Return an entry of three months whose list was certified some days ago."""
    return Listed(entry, NOW - timedelta(days=days_ago), start, start + timedelta(days=90))


def event(number: int, entry: UUID | None, *, kind: str = "departure", annuls: int | None = None) -> Fact:
    """Return a fact of the log."""
    taken_back = UUID(int=annuls) if annuls is not None else None
    at = NOW + timedelta(hours=number)
    return Fact(
        id=UUID(int=number),
        kind=kind,
        occurred_at=at,
        gate="HUUNGHI",
        country="CN",
        entry=entry,
        annuls=taken_back,
    )


OLD, MIDDLE, NEW = listed(FIRST, 30), listed(SECOND, 20), listed(THIRD, 10)


def test_the_newest_used_one_closes_those_before_it_and_nothing_after() -> None:
    everybody = (NEW, OLD, MIDDLE)
    assert closed_by(everybody, used={FIRST}) == {}
    assert closed_by(everybody, used={SECOND}) == {FIRST: SECOND}
    assert closed_by(everybody, used={SECOND, THIRD}) == {FIRST: THIRD, SECOND: THIRD}
    assert closed_by(everybody, used=()) == {}


def test_other_days_and_lists_of_one_moment_close_nothing() -> None:
    spring = listed(SECOND, 20, start=date(2027, 3, 1))
    assert closed_by((OLD, spring), used={SECOND}) == {}
    assert closed_by((OLD, listed(SECOND, 30)), used={SECOND}) == {}


def test_an_annulled_or_held_departure_has_used_nothing() -> None:
    left, annulled = event(10, SECOND), event(11, None, kind="annulment", annuls=10)
    assert used_entries([left]) == {SECOND}
    assert used_entries([left, annulled]) == frozenset()
    again = event(12, SECOND)
    assert used_entries([annulled, again, left]) == {SECOND}
    held = Fact(
        id=UUID(int=20),
        kind="departure",
        occurred_at=NOW,
        gate="HUUNGHI",
        country="CN",
        entry=THIRD,
        counts=False,
    )
    assert used_entries([held, event(13, FIRST, kind="return")]) == frozenset()


LOG = (
    event(10, SECOND),
    event(11, None, kind="annulment", annuls=10),
    event(12, FIRST),
    event(13, FIRST, kind="return"),
    event(14, THIRD),
    event(15, None, kind="annulment", annuls=14),
    event(16, SECOND),
)


@given(st.permutations(LOG), st.permutations((OLD, MIDDLE, NEW)))
def test_the_order_of_arrival_does_not_matter(log: list[Fact], entries: list[Listed]) -> None:
    assert closed_by(entries, used=used_entries(log)) == {FIRST: SECOND}
