"""The gate's rules as a table: what decides a departure, and why a return is never refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.gate import EntryFacts, GateFacts, Presented, decide
from borderreg.domain.journeys import Fact, fold
from borderreg.domain.lists import EntryStatus
from borderreg.domain.passes import EntryPayload, Reading
from borderreg.domain.reasons import Flag, Reason, VerdictClass

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
GATE = GateFacts(code="HUUNGHI", bit=0, international=True, hours=((time(7), time(20)),))
ENTRY = EntryFacts(
    status=EntryStatus.CERTIFIED,
    list_no="05/2026",
    row=3,
    birth="1990-02-12",
    valid_from=date(2026, 11, 20),
    valid_to=date(2027, 2, 20),
    gates=0b11,
    document_type="passport",
    document_expires=date(2030, 1, 1),
    border_zone_only=False,
    county_on_border=True,
)
PAYLOAD = EntryPayload.for_days(
    cti=bytes(8),
    valid_from=ENTRY.valid_from,
    valid_to=ENTRY.valid_to,
    list_no=ENTRY.list_no,
    row=ENTRY.row,
    gates=ENTRY.gates,
    seal_no=1,
    sealed=bytes(20),
)
READ = Reading((), "entry", PAYLOAD)
GOOD = Presented(at=AT, gate=GATE, reading=READ, entry=ENTRY)
THIS_ENTRY = UUID(int=7)


def past(*, minutes_ago, gate="HUUNGHI", entry=THIS_ENTRY):
    left = Fact(
        id=UUID(int=1),
        kind="departure",
        occurred_at=AT - timedelta(minutes=minutes_ago),
        gate=gate,
        country="CN",
        entry=entry,
    )
    return {"past": fold([left]), "same_entry_departed": left if entry == THIS_ENTRY else None}


def entry(**changes):
    """The same entry with other facts, and a code that agrees with them."""
    facts = replace(ENTRY, **changes)
    payload = EntryPayload.for_days(
        cti=bytes(8),
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        list_no=facts.list_no,
        row=facts.row,
        gates=facts.gates,
        seal_no=1,
        sealed=bytes(20),
    )
    return {"entry": facts, "reading": Reading((), "entry", payload)}


def gate(**changes):
    return {"gate": replace(GATE, **changes)}


DEPARTURES = [
    ("a certified entry in its days passes", {}, "accept", []),
    ("the day before the first", entry(valid_from=date(2026, 11, 23)), "refuse", ["not_yet_valid"]),
    ("the first day itself", entry(valid_from=date(2026, 11, 22)), "accept", []),
    ("the last day itself", entry(valid_to=date(2026, 11, 22)), "accept", []),
    ("the day after the last", entry(valid_to=date(2026, 11, 21)), "refuse", ["expired"]),
    ("withdrawn", entry(status=EntryStatus.WITHDRAWN), "refuse", ["withdrawn"]),
    ("revoked", entry(status=EntryStatus.REVOKED), "refuse", ["revoked"]),
    ("suspended", entry(status=EntryStatus.SUSPENDED), "refuse", ["suspended"]),
    ("superseded", entry(status=EntryStatus.SUPERSEDED), "refuse", ["superseded"]),
    ("an older code of a live entry", entry(superseded=True), "refuse", ["superseded"]),
    ("a draft", entry(status=EntryStatus.DRAFT), "refuse", ["not_certified"]),
    ("a true code the roster does not hold", {"entry": None}, "check", ["not_in_roster"]),
    ("a code that says another row", {"entry": replace(ENTRY, row=4)}, "check", ["data_changed"]),
    ("a gate that is not international", gate(international=False), "refuse", ["gate_not_international"]),
    ("a closed gate", gate(closed=True), "check", ["gate_closed"]),
    ("a closed gate opened by order", gate(closed=True, opened_by_order=True), "accept", []),
    ("a paper that has run out", entry(document_expires=date(2026, 11, 21)), "check", ["document_expired"]),
    (
        "another paper than the one that ran out",
        entry(document_expires=date(2026, 11, 21)) | {"document_changed": True},
        "accept",
        [],
    ),
    (
        "a border pass beyond the border zone",
        entry(border_zone_only=True, county_on_border=False),
        "check",
        ["outside_border_zone"],
    ),
    ("a border pass inside the zone", entry(border_zone_only=True), "accept", []),
    ("eighteen tomorrow", entry(birth="2008-11-23"), "refuse", ["minor"]),
    ("eighteen today", entry(birth="2008-11-22"), "accept", []),
    ("perhaps not yet eighteen by the year alone", entry(birth="2008"), "refuse", ["minor"]),
    ("a suspended employer", entry(employer_suspended=True), "check", ["employer_suspended"]),
    ("already abroad", past(minutes_ago=90), "check", ["already_departed"]),
    (
        "abroad on another commune's entry",
        past(minutes_ago=20, gate="DONGDANG", entry=UUID(int=8)),
        "check",
        ["already_departed"],
    ),
    (
        "the same code at another gate 29 minutes ago",
        past(minutes_ago=29, gate="DONGDANG"),
        "refuse",
        ["copied_code", "already_departed"],
    ),
    (
        "the same code at another gate 30 minutes ago",
        past(minutes_ago=30, gate="DONGDANG"),
        "check",
        ["already_departed"],
    ),
    ("a mark that asks for a look", {"stop": VerdictClass.CHECK}, "check", ["stop_mark"]),
    ("a mark that stops", {"stop": VerdictClass.REFUSE}, "refuse", ["stop_mark"]),
    ("a typed code", {"reading": None}, "check", ["typed_code"]),
    (
        "a forged code",
        {"reading": Reading((Reason.BAD_SIGNATURE,), "entry"), "entry": None},
        "refuse",
        ["bad_signature"],
    ),
    (
        "somebody else's code",
        {"reading": Reading((Reason.NOT_OURS,), None), "entry": None},
        "unreadable",
        ["not_ours"],
    ),
    (
        "a revoked key whose entry the roster still holds",
        {"reading": Reading((Reason.KEY_REVOKED,), "entry", PAYLOAD)},
        "check",
        ["key_revoked"],
    ),
    (
        "a revoked key and an entry that reads otherwise",
        {"reading": Reading((Reason.KEY_REVOKED,), "entry", PAYLOAD), "entry": replace(ENTRY, row=9)},
        "refuse",
        ["key_revoked", "data_changed"],
    ),
    (
        "a revoked key and no entry",
        {"reading": Reading((Reason.KEY_REVOKED,), "entry", PAYLOAD), "entry": None},
        "refuse",
        ["key_revoked", "not_in_roster"],
    ),
]


@pytest.mark.parametrize(
    ("changes", "class_", "reasons"), [row[1:] for row in DEPARTURES], ids=[row[0] for row in DEPARTURES]
)
def test_a_departure_is_decided_by_the_table(changes, class_, reasons):
    verdict = decide(replace(GOOD, **changes), direction="departure")
    assert verdict.class_ == class_
    assert [reason.value for reason in verdict.reasons] == reasons


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"at": AT.replace(hour=14)}, [Flag.OUTSIDE_HOURS]),
        (entry(gates=0b10), [Flag.WRONG_GATE]),
        (entry(document_expires=date(2027, 2, 19)), [Flag.DOCUMENT_SHORT]),
        (entry(document_expires=date(2027, 3, 1)), [Flag.DOCUMENT_SHORT]),
        (gate(closed=True, opened_by_order=True), [Flag.OPENED_BY_ORDER]),
    ],
)
def test_a_flag_remembers_and_stops_nobody(changes, flags):
    verdict = decide(replace(GOOD, **changes), direction="departure")
    assert verdict.class_ is VerdictClass.ACCEPT
    assert list(verdict.flags) == flags


@pytest.mark.parametrize("changes", [row[1] for row in DEPARTURES], ids=[row[0] for row in DEPARTURES])
def test_whatever_is_wrong_a_return_is_never_refused(changes):
    verdict = decide(replace(GOOD, **changes), direction="return")
    assert verdict.class_ in (VerdictClass.ACCEPT, VerdictClass.UNREADABLE)


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({}, Flag.RETURN_WITHOUT_DEPARTURE),
        (past(minutes_ago=9) | entry(valid_to=date(2026, 11, 21)), Flag.OVERDUE),
        (past(minutes_ago=9) | entry(valid_to=date(2026, 11, 21)), Flag.RETURN_AFTER_EXPIRY),
        (past(minutes_ago=9) | entry(status=EntryStatus.REVOKED), Flag.RETURN_OF_REVOKED),
        (past(minutes_ago=9, gate="DONGDANG"), Flag.RETURN_OTHER_GATE),
    ],
)
def test_a_return_remembers_what_was_odd(changes, flag):
    assert flag in decide(replace(GOOD, **changes), direction="return").flags


def test_a_return_by_typed_code_is_of_a_known_person_and_needs_no_remark():
    verdict = decide(replace(GOOD, reading=None, **past(minutes_ago=600)), direction="return")
    assert (verdict.class_, verdict.flags) == (VerdictClass.ACCEPT, ())


def test_a_return_that_names_nobody_asks_for_the_typed_code():
    verdict = decide(replace(GOOD, reading=None, entry=None), direction="return")
    assert (verdict.class_, verdict.flags) == (VerdictClass.UNREADABLE, (Flag.CODE_NOT_PROVEN,))


@given(
    status=st.sampled_from(EntryStatus),
    reasons=st.lists(st.sampled_from(Reason), max_size=3),
    known=st.booleans(),
    signed=st.booleans(),
    stop=st.sampled_from([None, VerdictClass.CHECK, VerdictClass.REFUSE]),
    international=st.booleans(),
    away=st.booleans(),
)
def test_a_departure_fails_closed_and_a_return_never(
    status, reasons, known, signed, stop, international, away
):
    facts = replace(
        GOOD,
        entry=replace(ENTRY, status=status) if known else None,
        reading=Reading(tuple(reasons), "entry", PAYLOAD if signed else None),
        stop=stop,
        gate=replace(GATE, international=international),
        **(past(minutes_ago=90) if away else {}),
    )
    out = decide(facts, direction="departure")
    if out.class_ is VerdictClass.ACCEPT:
        assert status is EntryStatus.CERTIFIED
        assert known
        assert international
        assert not away
    assert decide(facts, direction="return").class_ is not VerdictClass.REFUSE
