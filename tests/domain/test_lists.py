"""The life of a list as a table, and what keeps one from being certified."""

import itertools
from dataclasses import replace

import pytest

from borderreg.domain.blockers import BLOCKERS, Likeness, RowFacts, find_blockers, find_warnings
from borderreg.domain.columns import Column
from borderreg.domain.lists import (
    EDITABLE,
    TRANSITIONS,
    ListStatus,
    list_number,
    next_status,
)
from borderreg.domain.problems import ProblemCode, problem

ACTS = ("submit", "return_for_completion", "certify", "revoke", "discard", "restore")
LIFE = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "return_for_completion"): "returned",
    ("submitted", "certify"): "certified",
    ("certified", "revoke"): "revoked",
    ("draft", "discard"): "discarded",
    ("returned", "discard"): "discarded",
    ("discarded", "restore"): "draft",
}


@pytest.mark.parametrize(("status", "act"), list(itertools.product(ListStatus, ACTS)))
def test_an_act_moves_a_list_only_as_the_table_says(status: ListStatus, act: str) -> None:
    expected = LIFE.get((status.value, act))
    found = next_status(status, act)
    assert (found.value if found else None) == expected


def test_nothing_leads_out_of_revoked_and_nothing_but_revoking_out_of_certified() -> None:
    after = {(status, act) for status, act in TRANSITIONS if status in ("certified", "revoked")}
    assert after == {(ListStatus.CERTIFIED, "revoke")}


def test_only_drafts_and_returned_lists_are_edited() -> None:
    assert set(EDITABLE) == {ListStatus.DRAFT, ListStatus.RETURNED}


@pytest.mark.parametrize(("number", "printed"), [(5, "05/DS-CAX"), (12, "12/DS-CAX"), (1234, "1234/DS-CAX")])
def test_a_number_is_printed_as_the_decree_writes_it(number: int, printed: str) -> None:
    assert list_number(number=number, symbol="DS-CAX") == printed


def row(number: int = 1, **changes: object) -> RowFacts:
    """Return a row that nothing stands in the way of."""
    return replace(RowFacts(row=number, employer="Công ty Đường Bằng Tường"), **changes)


def codes(*rows: RowFacts) -> list[tuple[int | None, str]]:
    """Return what blocks these rows."""
    return [(item.row, item.code.value) for item in find_blockers(rows)]


def at(number: int, code: ProblemCode, column: Column = Column.NAME) -> object:
    """Return a problem that stands at a row."""
    return replace(problem(code, column=column), row=number)


def test_a_good_row_blocks_nothing() -> None:
    assert codes(row()) == []


def test_an_empty_list_is_blocked() -> None:
    assert codes() == [(None, "missing")]


@pytest.mark.parametrize("code", list(ProblemCode))
def test_an_error_of_a_row_blocks_and_a_warning_only_warns(code: ProblemCode) -> None:
    found = at(1, code)
    rows = [row(problems=(found,))]
    assert (codes(*rows) == [(1, code.value)]) is found.is_error
    assert (find_warnings(rows) == (found,)) is not found.is_error


def test_a_suspended_employer_blocks_and_names_the_employer() -> None:
    (found,) = find_blockers([row(3, employer_suspended=True)])
    assert (found.row, found.code) == (3, ProblemCode.EMPLOYER_SUSPENDED)
    assert "Công ty Đường Bằng Tường" in found.message


def test_a_likeness_blocks_until_it_is_decided_with_a_reason() -> None:
    open_one = Likeness(key="entry:1", problem=at(2, ProblemCode.DUPLICATE_OPEN_ENTRY))
    assert codes(row(2, likenesses=(open_one,))) == [(2, "duplicate_open_entry")]
    assert codes(row(2, likenesses=(replace(open_one, decided="Đã đối chiếu"),))) == []


def test_all_blockers_are_found_at_once_in_the_order_of_the_rows() -> None:
    rows = [
        row(1, employer_suspended=True, problems=(at(1, ProblemCode.MINOR, Column.BIRTH),)),
        row(2, problems=(at(2, ProblemCode.DOCUMENT_EXPIRED, Column.DOCUMENT_EXPIRES),)),
    ]
    assert codes(*rows) == [(1, "minor"), (1, "employer_suspended"), (2, "document_expired")]


def test_every_check_says_what_it_is_for() -> None:
    assert all(check.__name__.startswith("check_") and check.__doc__ for check in BLOCKERS)
