"""What keeps a list from being certified, as one table of small checks over frozen facts (product.md).

Everything else that is found only warns; a proposed new employer never blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from borderreg.domain.columns import Column
from borderreg.domain.likeness import LikenessKind
from borderreg.domain.problems import Problem, ProblemCode, problem


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row that may be somebody's second one; `key` is stable, `decided` the reason that settled it.

    What need not be decided before certifying warns until somebody has decided it.
    """

    key: str
    problem: Problem
    decided: str | None = None
    must_decide: bool = True
    kind: LikenessKind = LikenessKind.NUMBER
    preset: str = ""
    other_worker: UUID | None = None
    other_entry: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.decided is None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row as it would be certified; `problems` come from reading it again by the registers of the day."""

    row: int
    employer: str
    employer_suspended: bool = False
    recruiter: str = ""
    recruiter_suspended: bool = False
    problems: tuple[Problem, ...] = ()
    likenesses: tuple[Likeness, ...] = ()


Check = Callable[[tuple[RowFacts, ...]], Iterable[Problem]]


def check_not_empty(rows: tuple[RowFacts, ...]) -> Iterable[Problem]:
    """A list has at least one person."""
    if not rows:
        yield problem(ProblemCode.MISSING, variant="empty")


def check_rows_hold(rows: tuple[RowFacts, ...]) -> Iterable[Problem]:
    """A minor, a paper not valid on the day of exit, no international gate, a past period, a missing field.

    Each row is read again by the rules of the day of certifying (Law 69/2020/QH14 art. 44; Law 23/2023/QH15;
    Lạng Sơn directive: only through international gates).
    """
    for row in rows:
        yield from (item for item in row.problems if item.is_error)


def check_likenesses_decided(rows: tuple[RowFacts, ...]) -> Iterable[Problem]:
    """A duplicate or overlapping entry is decided by a person, with a reason, before it is certified."""
    for row in rows:
        yield from (found.problem for found in row.likenesses if found.is_open and found.must_decide)


def check_employers(rows: tuple[RowFacts, ...]) -> Iterable[Problem]:
    """Nobody is certified to a suspended employer or through a suspended recruiter (product.md)."""
    for row in rows:
        if row.employer_suspended:
            code, column = ProblemCode.EMPLOYER_SUSPENDED, Column.EMPLOYER
            yield replace(problem(code, column=column, employer=row.employer), row=row.row)
        if row.recruiter_suspended:
            code, column = ProblemCode.RECRUITER_SUSPENDED, Column.RECRUITER
            yield replace(problem(code, column=column, recruiter=row.recruiter), row=row.row)


BLOCKERS: tuple[Check, ...] = (
    check_not_empty,
    check_rows_hold,
    check_employers,
    check_likenesses_decided,
)


def find_blockers(rows: Iterable[RowFacts]) -> tuple[Problem, ...]:
    """Return everything that keeps the list from being certified, in the order of its rows."""
    facts = tuple(rows)
    found = [item for check in BLOCKERS for item in check(facts)]
    return tuple(sorted(found, key=lambda item: item.row or 0))


def find_warnings(rows: Iterable[RowFacts]) -> tuple[Problem, ...]:
    """Return what only asks for a look, in the order of the rows."""
    facts = tuple(rows)
    found = [item for row in facts for item in row.problems if not item.is_error]
    found += [
        item.problem for row in facts for item in row.likenesses if item.is_open and not item.must_decide
    ]
    return tuple(sorted(found, key=lambda item: item.row or 0))
