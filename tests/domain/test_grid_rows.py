"""A row of a kept workbook while two people repair it."""

from dataclasses import replace

from borderreg.domain.columns import Column
from borderreg.domain.grid_rows import RENAMED, GridRow, check_row, shown, type_into
from borderreg.domain.list_cells import Formula
from borderreg.domain.problems import ProblemCode, problem
from tests.domain.rows import GOOD_ROW, REFERENCE, TODAY


def row(**cells: object) -> GridRow:
    """Return a row as it came, with some cells changed, read by the rules."""
    return check_row(GridRow(row=5, cells={**GOOD_ROW, **cells}), reference=REFERENCE, at=TODAY)


def test_what_a_cell_shows() -> None:
    number = Column.PERSONAL_ID
    assert shown(20190004521.0, column=number) == "020190004521"  # a number cell dropped the zero
    assert shown("20190004521", column=number) == "20190004521"  # a text is left alone
    assert shown(Formula("020190004521"), column=number) == ""
    assert shown("Nông\u200b Thị Mùi", column=Column.NAME) == "Nông Thị Mùi"


def test_a_row_is_wrong_by_its_own_cells_or_beside_others() -> None:
    assert not row().wrong
    assert row(birth="31/02/1990").wrong
    twice = problem(ProblemCode.DUPLICATE_IN_FILE, column=Column.PERSONAL_ID, other_row=3)
    assert replace(row(), beside=(twice,)).wrong


def test_typing_changes_a_cell_once_and_notes_who() -> None:
    changed, clashes = type_into(row(), {"job": "Bốc xếp"}, version=1, by="Mùi")
    assert not clashes
    assert (changed.shows("job"), changed.version) == ("Bốc xếp", 2)
    assert [(edit.column, edit.by) for edit in changed.edits] == [("job", "Mùi")]
    again, _ = type_into(changed, {"job": "Bốc xếp"}, version=2, by="Páo")
    assert again == changed


def test_two_people_in_one_row_meet_only_in_one_cell() -> None:
    first, _ = type_into(row(), {"job": "Bốc xếp"}, version=1, by="Mùi")
    both, clashes = type_into(first, {"job": GOOD_ROW["job"], "hamlet": "Khối 3"}, version=1, by="Páo")
    assert not clashes  # the second one left the job as it was shown
    assert (both.shows("job"), both.shows("hamlet")) == ("Bốc xếp", "Khối 3")
    same, clashes = type_into(first, {"job": "Nấu ăn"}, version=1, by="Páo")
    assert same == first
    assert [(clash.mine, clash.theirs, clash.by) for clash in clashes] == [("Nấu ăn", "Bốc xếp", "Mùi")]


def test_a_decision_falls_when_name_or_number_is_typed_anew() -> None:
    decided = replace(row(), decision=RENAMED)
    assert type_into(decided, {"job": "Bốc xếp"}, version=1, by="Mùi")[0].decision == RENAMED
    assert type_into(decided, {"name": "Nông Thị Muồi"}, version=1, by="Mùi")[0].decision == ""


def test_saving_a_cell_with_hidden_characters_takes_them_out() -> None:
    dirty = row(job="Chặt\u202e mía")
    clean, _ = type_into(dirty, {"job": dirty.shows("job")}, version=1, by="Mùi")
    assert clean.cells["job"] == "Chặt mía"
