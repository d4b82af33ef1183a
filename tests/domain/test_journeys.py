"""Journeys follow from what happened, in whatever order it arrives."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.journeys import EntryPresence, Fact, WorkerState, fold
from borderreg.domain.reasons import Flag

START = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
ENTRY, OTHER = UUID(int=1), UUID(int=2)


def fact(n, kind, minute, *, gate="HUUNGHI", entry=ENTRY, live=True, annuls=None, device=1, counts=True):
    return Fact(
        id=UUID(int=100 + n),
        kind=kind,
        occurred_at=START + timedelta(minutes=minute),
        gate=gate,
        country="CN",
        device=UUID(int=device),
        seq=n,
        entry=entry,
        live=live,
        annuls=UUID(int=100 + annuls) if annuls is not None else None,
        counts=counts,
    )


def departure(n, minute, **more):
    return fact(n, "departure", minute, **more)


def back(n, minute, **more):
    return fact(n, "return", minute, **more)


@pytest.mark.parametrize(
    ("facts", "state", "journeys"),
    [
        ([], "home", []),
        ([departure(1, 0)], "abroad", [(101, None)]),
        ([departure(1, 0), back(2, 60)], "home", [(101, 102)]),
        ([departure(1, 0), back(2, 60), departure(3, 90)], "abroad", [(101, 102), (103, None)]),
        ([back(1, 0)], "home", []),
        ([departure(1, 0), departure(2, 60)], "contradictory", [(101, None)]),
        ([departure(1, 0), departure(2, 60), back(3, 90)], "home", [(101, 103)]),
        ([departure(1, 0), back(2, 60), back(3, 90)], "home", [(101, 102)]),
        ([fact(1, "attempt", 0)], "home", []),
        ([departure(1, 0), fact(2, "annulment", 5, annuls=1)], "home", []),
        ([departure(1, 0), back(2, 5), fact(3, "annulment", 6, annuls=2)], "abroad", [(101, None)]),
        ([departure(1, 0), fact(2, "annulment", 5, annuls=1, counts=False)], "abroad", [(101, None)]),
        ([departure(1, 0, counts=False)], "home", []),
    ],
)
def test_events_add_up_to_a_state_and_journeys(facts, state, journeys):
    folded = fold(facts)
    assert folded.state == state
    assert [
        (j.departed.id.int, j.returned.id.int if j.returned else None) for j in folded.journeys
    ] == journeys


def test_two_queued_records_of_one_passage_are_one_crossing():
    folded = fold([departure(1, 0, live=False), departure(2, 9, live=False, device=2)])
    assert folded.state is WorkerState.ABROAD
    assert folded.flags == {UUID(int=102): Flag.SAME_PASSAGE}


def test_a_second_departure_after_eleven_minutes_is_a_contradiction_and_both_are_kept():
    folded = fold([departure(1, 0, live=False), departure(2, 11, live=False, device=2)])
    assert folded.state is WorkerState.CONTRADICTORY
    assert folded.contradictions == (UUID(int=102),)


def test_two_live_departures_within_ten_minutes_are_never_merged():
    assert fold([departure(1, 0), departure(2, 3)]).state is WorkerState.CONTRADICTORY


def test_a_return_between_two_departures_keeps_them_apart():
    folded = fold([departure(1, 0, live=False), back(2, 4, live=False), departure(3, 8, live=False)])
    assert len(folded.journeys) == 2


def test_a_late_return_solves_the_contradiction():
    facts = [departure(1, 0), departure(3, 600)]
    assert fold(facts).contradictions
    assert not fold([*facts, back(2, 300, live=False)]).contradictions


def test_contradictory_departures_of_two_entries_mark_both_until_the_return():
    facts = [departure(1, 0), departure(2, 60, entry=OTHER)]
    assert set(fold(facts).presence.values()) == {EntryPresence.CONTRADICTORY}
    assert set(fold([*facts, back(3, 90)]).presence.values()) == {EntryPresence.RETURNED}


def test_a_return_without_departure_counts_its_entry_as_returned():
    folded = fold([back(1, 0)])
    assert folded.presence == {ENTRY: EntryPresence.RETURNED}
    assert folded.flags == {UUID(int=101): Flag.RETURN_WITHOUT_DEPARTURE}


@st.composite
def histories(draw):
    kinds = draw(st.lists(st.sampled_from(["departure", "return", "attempt", "annulment"]), max_size=14))
    facts = []
    for n, kind in enumerate(kinds):
        annuls = draw(st.integers(0, max(n, 1))) if kind == "annulment" else None
        facts.append(
            fact(
                n,
                kind,
                draw(st.integers(0, 90)),
                gate=draw(st.sampled_from(["HUUNGHI", "DONGDANG"])),
                entry=draw(st.sampled_from([ENTRY, OTHER, None])),
                live=draw(st.booleans()),
                device=draw(st.integers(1, 3)),
                annuls=annuls,
                counts=draw(st.booleans()) or kind in ("departure", "return"),
            )
        )
    return facts


@given(histories(), st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_the_outcome(facts, rnd: random.Random):
    shuffled = facts + rnd.sample(facts, k=len(facts) // 2)
    rnd.shuffle(shuffled)
    assert fold(shuffled) == fold(facts)


@given(histories())
def test_there_is_at_most_one_open_journey_and_it_is_the_last(facts):
    folded = fold(facts)
    assert all(journey.returned is not None for journey in folded.journeys[:-1])
    assert (folded.state is WorkerState.HOME) == (folded.open is None)


@given(histories())
def test_journeys_follow_each_other_in_time(facts):
    times = [
        time
        for journey in fold(facts).journeys
        for time in (journey.departed.occurred_at, journey.returned and journey.returned.occurred_at)
        if time is not None
    ]
    assert times == sorted(times)


@given(histories())
def test_every_entry_that_crossed_is_in_exactly_one_class(facts):
    folded = fold(facts)
    for journey in folded.journeys:
        if journey.departed.entry is not None:
            assert journey.departed.entry in folded.presence
    away = {EntryPresence.ABROAD, EntryPresence.CONTRADICTORY}
    if folded.state is WorkerState.HOME:
        assert away.isdisjoint(folded.presence.values())


@given(histories())
def test_annulling_twice_changes_nothing_more(facts):
    again = [
        fact(50 + n, "annulment", 99, annuls=f.annuls.int - 100)
        for n, f in enumerate(facts)
        if f.annuls is not None and f.counts
    ]
    assert fold(facts + again).journeys == fold(facts).journeys
