"""Likenesses between the rows of one list: the same number twice, the same name and birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from borderreg.domain.columns import Column
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.names import match_key
from borderreg.domain.problems import Problem, ProblemCode, problem

RowOfDraft = tuple[int, RowDraft]


def check_rows(drafts: Sequence[RowOfDraft]) -> tuple[Problem, ...]:
    """Return what is wrong between rows (sheet row, draft).

    `duplicate_in_file` at each later row of one number (an error: left out); `same_name_and_birth`
    at every row that shares name and birth year with another.
    """
    duplicates = _duplicates(drafts)
    left_out = {item.row for item in duplicates}
    kept = [(row, draft) for row, draft in drafts if row not in left_out]
    return (*duplicates, *_same_names(kept))


def _duplicates(drafts: Sequence[RowOfDraft]) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for row, draft in drafts:
        other = first.setdefault(draft.personal_id, row)
        if other != row:
            item = problem(ProblemCode.DUPLICATE_IN_FILE, column=Column.PERSONAL_ID, other_row=other)
            found.append(replace(item, row=row))
    return found


def _same_names(drafts: Sequence[RowOfDraft]) -> list[Problem]:
    groups: defaultdict[tuple[str, int], list[RowOfDraft]] = defaultdict(list)
    for row, draft in drafts:
        groups[match_key(draft.name), draft.birth.year].append((row, draft))
    found = []
    for group in groups.values():
        same_day: defaultdict[object, list[int]] = defaultdict(list)
        for row, draft in group:
            same_day[draft.birth].append(row)
        for row, draft in group if len(group) > 1 else ():
            exact = [other for other in same_day[draft.birth][:2] if other != row]
            near = [other for other, _ in group[:2] if other != row]
            other, variant = (exact[0], "") if exact else (near[0], "year")
            item = problem(
                ProblemCode.SAME_NAME_AND_BIRTH,
                column=Column.NAME,
                variant=variant,
                other_row=other,
                year=draft.birth.year,
            )
            found.append(replace(item, row=row))
    return found
