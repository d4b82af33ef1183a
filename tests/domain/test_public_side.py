"""Receipts, what of the answers may be shown, and how a slip stands: rules without a database."""

from datetime import date

import pytest

from borderreg.domain.debriefs import ANSWER_TEXTS, Answer, Debrief, Question, publishable
from borderreg.domain.lists import EntryStatus
from borderreg.domain.public_limits import LIMITS, PublicAct
from borderreg.domain.slip_status import ADVICE_TEXTS, STATUS_TEXTS, SlipStatus, status_on
from borderreg.domain.tips import TOPIC_TEXTS, Topic, read_receipt, show_receipt

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234 5678 9012 3456", "1234567890123456"),
        ("1234-5678-9012-3456\n", "1234567890123456"),
        ("0000000000000000", "0000000000000000"),
        ("123456789012345", None),
        ("12345678901234567", None),
        ("１２３４５６７８９０１２３４５６", None),
        ("1234 5678 9012 345x", None),
        ("", None),
    ],
)
def test_a_receipt_is_sixteen_digits_however_they_are_grouped(typed: str, read: str | None) -> None:
    assert read_receipt(typed) == read


def test_a_receipt_is_shown_in_groups_that_can_be_copied() -> None:
    assert show_receipt("0123456789012345") == "0123 4567 8901 2345"


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((30, 20, 10), (30, None, None)),  # ten is hidden, and the next smallest with it
        ((30, 20, 11), (30, 20, 11)),
        ((30, 0, 0), (30, 0, 0)),
        ((30, 0, 3), (30, None, None)),  # else 30 of 33 would give the three away
        ((30, 5, 3), (30, None, None)),
        ((7, 2, 1), (None, None, None)),
        ((0, 0, 0), (None, None, None)),
    ],
)
def test_small_figures_are_hidden_and_cannot_be_had_back_from_the_total(counts, shown) -> None:
    found = publishable(dict(zip(Answer, counts, strict=True)))
    assert tuple(found[answer] for answer in Answer) == shown


@pytest.mark.parametrize(
    ("entry", "day", "replaced", "status"),
    [
        (EntryStatus.CERTIFIED, FIRST, False, SlipStatus.VALID),
        (EntryStatus.CERTIFIED, LAST, False, SlipStatus.VALID),
        (EntryStatus.CERTIFIED, date(2026, 11, 19), False, SlipStatus.NOT_YET),
        (EntryStatus.CERTIFIED, date(2026, 12, 21), False, SlipStatus.EXPIRED),
        (EntryStatus.CERTIFIED, FIRST, True, SlipStatus.REPLACED),
        (EntryStatus.SUPERSEDED, FIRST, False, SlipStatus.REPLACED),
        (EntryStatus.WITHDRAWN, FIRST, False, SlipStatus.ENDED),
        (EntryStatus.REVOKED, FIRST, False, SlipStatus.ENDED),
        (EntryStatus.SUSPENDED, FIRST, False, SlipStatus.PAUSED),
        (EntryStatus.DRAFT, FIRST, False, SlipStatus.NOT_FOUND),
    ],
)
def test_a_slip_stands_as_its_entry_and_the_day_say(entry, day, replaced, status) -> None:
    facts = {"entry": entry, "replaced": replaced, "valid_from": FIRST, "valid_to": LAST}
    assert status_on(day, **facts) is status


def test_an_answer_that_is_good_worries_nobody_and_any_other_does() -> None:
    assert not Debrief({Question.PAID: Answer.GOOD}, needs_help=False).worries
    assert not Debrief({}, needs_help=False).worries
    assert Debrief({Question.PAID: Answer.PARTLY}, needs_help=False).worries
    assert Debrief({}, needs_help=True).worries
    assert Debrief({}, needs_help=False, words="chủ nợ hai tháng lương").worries


def test_every_code_has_its_words_and_every_act_its_limits() -> None:
    assert set(STATUS_TEXTS) == set(ADVICE_TEXTS) == set(SlipStatus)
    assert set(TOPIC_TEXTS) == set(Topic)
    assert {question: set(texts) for question, texts in ANSWER_TEXTS.items()} == {
        question: set(Answer) for question in Question
    }
    assert set(LIMITS) == set(PublicAct)
