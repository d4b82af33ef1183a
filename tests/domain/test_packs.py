"""Rows, ages and the lowering of verdicts of a gate device's pack."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.gate import GateFacts, Presented, Verdict
from borderreg.domain.journeys import WorkerState
from borderreg.domain.lists import EntryStatus
from borderreg.domain.packs import (
    GATE_PLACES,
    OTHER_GATE,
    STATES,
    STATUSES,
    PackAge,
    PackRow,
    PackState,
    age_of,
    decide_on_device,
    pack_state,
    serial_of,
)
from borderreg.domain.passes import EntryPayload, Reading
from borderreg.domain.reasons import Flag, Reason, VerdictClass

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
HUU_NGHI = GateFacts(code="HUUNGHI", bit=0, international=True)
PAYLOAD = EntryPayload(
    cti=bytes(8), nbf=0, exp=2**33, list_no="05/2026", row=3, gates=1, seal_no=1, sealed=b"x"
)  # fmt: skip
HOLDS = Reading((), "entry", PAYLOAD, None)
UNKNOWN = Reading((Reason.UNKNOWN_KEY,), "entry")


@given(
    cti=st.binary(min_size=8, max_size=8),
    status=st.sampled_from(STATUSES),
    state=st.sampled_from(STATES),
    gate=st.integers(0, OTHER_GATE),
    second=st.integers(1, 2**32 - 1),
)
def test_a_row_of_thirteen_bytes_says_again_what_it_was_given(cti, status, state, gate, second):
    row = PackRow(
        cti=cti, status=status, state=state, gate=gate, last_event=datetime.fromtimestamp(second, UTC)
    )
    data = row.to_bytes()
    assert len(data) == 13
    assert PackRow.from_bytes(data) == row


def test_there_is_room_for_every_status_state_and_gate_in_one_byte():
    assert len(STATUSES) * len(STATES) * GATE_PLACES <= 256


@pytest.mark.parametrize("data", [b"", bytes(12), bytes(14), bytes(8) + b"\xff" + bytes(4)])
def test_what_is_no_row_is_refused(data):
    with pytest.raises(ValueError, match="pack row"):
        PackRow.from_bytes(data)


def test_a_gate_beyond_the_table_is_another_gate():
    row = PackRow(
        cti=bytes(8), status=EntryStatus.CERTIFIED, state=PackState.ABROAD, gate=40, last_event=None
    )
    assert PackRow.from_bytes(row.to_bytes()).gate == OTHER_GATE


def test_a_journey_that_another_code_opened_is_told_apart():
    assert pack_state(WorkerState.HOME, by_this_entry=False) is PackState.HOME
    assert pack_state(WorkerState.ABROAD, by_this_entry=True) is PackState.ABROAD
    assert pack_state(WorkerState.CONTRADICTORY, by_this_entry=False) is PackState.CONTRADICTORY_OTHERWISE


@pytest.mark.parametrize(
    ("hours", "age"),
    [
        (0, PackAge.FRESH),
        (24, PackAge.FRESH),
        (24.01, PackAge.STALE),
        (72, PackAge.STALE),
        (72.01, PackAge.OVER),
        (-0.02, PackAge.FRESH),
        (-1, PackAge.STALE),
    ],
)
def test_a_pack_is_fresh_for_a_day_and_over_after_three(hours, age):
    assert age_of(AT - timedelta(hours=hours), at=AT) is age


def test_without_a_pack_there_is_no_age():
    assert age_of(None, at=AT) is PackAge.NONE


def test_serials_grow_with_time_and_fit_the_events():
    assert 0 < serial_of(AT) < serial_of(AT + timedelta(seconds=1)) < 2**31


def decided(
    reading: Reading, age: PackAge, *, direction: str = "departure", clock_wrong: bool = False
) -> Verdict:
    facts = Presented(at=AT, gate=HUU_NGHI, reading=reading)
    return decide_on_device(facts, direction=direction, age=age, clock_wrong=clock_wrong)


def test_a_stale_pack_lowers_to_a_check_and_never_lifts_a_refusal():
    fresh, stale = (decided(HOLDS, age) for age in (PackAge.FRESH, PackAge.STALE))
    assert fresh.reasons == (Reason.NOT_IN_ROSTER,)
    assert stale == replace(fresh, reasons=(Reason.NOT_IN_ROSTER, Reason.PACK_STALE))
    bad = Reading((Reason.BAD_SIGNATURE,), "entry")
    assert decided(bad, PackAge.STALE).class_ is VerdictClass.REFUSE


def test_a_pack_that_is_over_leaves_signature_and_dates():
    assert decided(HOLDS, PackAge.OVER) == Verdict(VerdictClass.CHECK, (Reason.PACK_STALE,))
    expired = replace(HOLDS, reasons=(Reason.EXPIRED,))
    assert decided(expired, PackAge.OVER).class_ is VerdictClass.REFUSE


def test_an_unknown_key_may_be_new_when_the_pack_is_not_fresh():
    assert decided(UNKNOWN, PackAge.FRESH) == Verdict(VerdictClass.REFUSE, (Reason.UNKNOWN_KEY,))
    for age in (PackAge.STALE, PackAge.OVER, PackAge.NONE):
        verdict = decided(UNKNOWN, age)
        assert verdict.class_ is VerdictClass.CHECK
        assert verdict.reasons == (Reason.UNKNOWN_KEY_STALE_PACK, Reason.PACK_STALE)


def test_a_wrong_clock_asks_for_a_look():
    assert Reason.CLOCK_WRONG in decided(HOLDS, PackAge.FRESH, clock_wrong=True).reasons


def test_a_return_is_never_lowered_only_remembered():
    verdict = decided(HOLDS, PackAge.OVER, direction="return", clock_wrong=True)
    assert verdict.class_ is VerdictClass.ACCEPT
    assert verdict.reasons == ()
    assert verdict.flags[-2:] == (Flag.PACK_STALE, Flag.CLOCK_WRONG)
