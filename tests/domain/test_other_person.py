"""One number, two names: a corrected name is one person, anything else needs a decision."""

import pytest

from borderreg.domain.other_person import NamedPerson, is_other_person

MUI = NamedPerson("Nông Thị Mùi", "1990-03-12")

# name, birth, what makes it one person or another
SAME = (
    ("NÔNG THỊ MÙI", "1991-01-01", "the same name without accents, whatever the birth"),
    ("Nông Mùi", "1990-03-12", "a missing middle name"),
    ("Nông Thị Mui", "1990", "an accent left out, a birth year only"),
    ("Nông Thị Muồi", "1990-12-03", "one letter of the given name, day and month exchanged"),
    ("Nùng Thị Mùi", "1990-03-12", "one letter of the family name"),
)
OTHER = (
    ("Vi Văn Páo", "1990-03-12", "another name"),
    ("Nông Thị Phấy", "1990-03-12", "another given name"),
    ("Hoàng Thị Mùi", "1990-03-12", "another family name"),
    ("Nông Thị Muồi", "1991-03-12", "a near name with another birth year"),
    ("", "1990-03-12", "no name at all"),
)


@pytest.mark.parametrize(("name", "birth", "why"), SAME, ids=[line[2] for line in SAME])
def test_one_person_written_twice(name: str, birth: str, why: str) -> None:
    assert not is_other_person(MUI, NamedPerson(name, birth))
    assert not is_other_person(NamedPerson(name, birth), MUI)


@pytest.mark.parametrize(("name", "birth", "why"), OTHER, ids=[line[2] for line in OTHER])
def test_two_people_with_one_number(name: str, birth: str, why: str) -> None:
    assert is_other_person(MUI, NamedPerson(name, birth))
    assert is_other_person(NamedPerson(name, birth), MUI)
