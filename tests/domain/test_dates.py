"""Dates in five styles, birth dates with their precision, and who counts as an adult."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.dates import (
    BirthDate,
    add_months,
    age_on,
    is_adult,
    is_certainly_minor,
    parse_birth,
    parse_date,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
FEBRUARY = date(1990, 2, 5)


@pytest.mark.parametrize(
    "value",
    [
        "05/02/1990",
        "5/2/1990",
        "5-2-1990",
        "05-02-1990",
        "05.02.1990",
        "05021990",
        "1990-02-05",
        " 05 / 02 / 1990 ",
        "1990-02-05 00:00:00",
        "1990-02-05T00:00",
        "ngày 05 tháng 02 năm 1990",
        5021990.0,
        5021990,
        date(1990, 2, 5),
        datetime(1990, 2, 5),  # noqa: DTZ001 (cells have no zone)
        datetime(1990, 2, 5, 13, 30),  # noqa: DTZ001
    ],
)
def test_each_style_reads_as_the_same_day(value):
    assert parse_date(value) == FEBRUARY
    assert parse_birth(value) == BirthDate(1990, 2, 5)


@pytest.mark.parametrize(
    "value",
    [
        "31/02/1990",
        "02/13/1990",
        "5/2/90",
        "00/00/1990",
        "1990",
        "",
        "  ",
        "32931",
        32931.0,
        "0５/02/1990",
        "hôm nay",
        "05/02/19900",
        "19900205",
        None,
        True,
        1.5,
        float("nan"),
        float("inf"),
        date(1899, 12, 31),
        "05/02/1899",
        "x" * 100_000,
        "1990-02-05 08:00",
    ],
)
def test_what_is_no_day_is_not_guessed(value):
    assert parse_date(value) is None


@pytest.mark.parametrize("value", ["1990", " 1990 ", 1990, 1990.0, "năm 1990"])
def test_a_birth_date_may_be_a_year_only(value):
    birth = parse_birth(value)
    assert birth == BirthDate(1990)
    assert (str(birth), birth.compact, birth.display(), birth.precision) == ("1990", "1990", "1990", "year")


@pytest.mark.parametrize("value", ["90", 90.0, "1899", 3000.0, "", None, "mười", "1990.5", "2/1990"])
def test_what_is_no_birth_date_is_not_guessed(value):
    assert parse_birth(value) is None


def test_a_full_birth_date_has_its_forms():
    birth = BirthDate(1990, 2, 5)
    assert (str(birth), birth.compact, birth.display(), birth.precision) == (
        "1990-02-05",
        "19900205",
        "05/02/1990",
        "day",
    )


@pytest.mark.parametrize("text", ["1990-2-5", "1990-02", "05/02/1990", "1990-02-31", "", "1700"])
def test_only_the_stored_form_is_read_back(text):
    with pytest.raises(ValueError, match=r".+"):
        BirthDate.from_text(text)


def test_month_and_day_go_together():
    with pytest.raises(ValueError, match="together"):
        BirthDate(1990, 2)


@given(DAYS)
def test_every_style_of_every_day_round_trips(day):
    for text in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d%m%Y}", day.isoformat()):
        assert parse_date(text) == day
    birth = BirthDate.of(day)
    assert BirthDate.from_text(str(birth)) == birth


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_no_value_breaks_the_reading(value):
    assert parse_date(value) is None or parse_birth(value) is not None


@pytest.mark.parametrize(
    ("birth", "day", "adult"),
    [
        (BirthDate(2008, 11, 22), date(2026, 11, 22), True),
        (BirthDate(2008, 11, 23), date(2026, 11, 22), False),
        (BirthDate(2008, 2, 29), date(2026, 2, 28), False),
        (BirthDate(2008, 2, 29), date(2026, 3, 1), True),
        (BirthDate(2008), date(2026, 12, 30), False),
        (BirthDate(2008), date(2026, 12, 31), True),
        (BirthDate(2007), date(2026, 1, 1), True),
    ],
)
def test_a_person_is_an_adult_only_when_certainly_eighteen(birth, day, adult):
    assert is_adult(birth, day=day) is adult


def test_a_year_only_birth_can_leave_it_open():
    assert not is_certainly_minor(BirthDate(2008), day=date(2026, 6, 1))
    assert is_certainly_minor(BirthDate(2009), day=date(2026, 6, 1))


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_nobody_is_adult_and_certainly_minor(day, years):
    birth = BirthDate(max(1900, day.year - years))
    assert not (is_adult(birth, day=day) and is_certainly_minor(birth, day=day))


def test_age_counts_full_years():
    assert age_on(date(1990, 2, 5), day=date(2026, 2, 4)) == 35
    assert age_on(date(1990, 2, 5), day=date(2026, 2, 5)) == 36


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 6, date(2027, 5, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_there_is(day, months, later):
    assert add_months(day, months) == later
