"""The wait to expect: half a group, at the pace that the lanes showed."""

from datetime import UTC, datetime, timedelta

from borderreg.domain.waiting import LONGEST_MINUTES, expected_wait

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def one_by_one(lane: str, people: int, seconds: float, *, start: float = 0) -> list[tuple[str, datetime]]:
    return [(lane, AT + timedelta(seconds=start + number * seconds)) for number in range(people)]


def test_nobody_in_the_last_hour_says_nothing_about_a_wait():
    assert expected_wait([]).minutes is None


def test_people_who_come_singly_hardly_wait():
    wait = expected_wait(one_by_one("làn 1", 10, 300))
    assert (wait.people, wait.group, wait.minutes) == (10, 1, 1)


def test_the_middle_of_a_bus_waits_for_half_of_it():
    wait = expected_wait(one_by_one("làn 1", 45, 6))
    assert (wait.lanes, wait.seconds, wait.group, wait.minutes) == (1, 6.0, 45, 3)


def test_a_second_lane_shortens_the_groups():
    both = one_by_one("làn 1", 23, 6) + one_by_one("làn 2", 22, 6)
    assert expected_wait(both).minutes == 2


def test_a_lane_that_never_stops_shows_a_queue_without_end():
    wait = expected_wait(one_by_one("làn 1", 450, 8))
    assert wait.minutes == LONGEST_MINUTES
    assert wait.long
