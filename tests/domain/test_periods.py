"""Periods: how they are written, what comes before them, how they are cut into whole years and quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.age_bands import AGE_TEXTS, age_band
from borderreg.domain.periods import between, cover, parse_period, previous, quarter_of, same_last_year

DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def test_a_period_is_named_and_so_is_the_one_before_it_and_last_years() -> None:
    for slug, before, year_ago in (
        ("2026-11", "2026-10", "2025-11"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-11/15", "2026-10/15", "2025-11/15"),
        ("2026-01/15", "2025-12/15", "2025-01/15"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H2", "2026-H1", "2025-H2"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026", "2025", "2025"),
        ("2026-11-22", "2026-11-21", "2025-11-22"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-11-01..2026-11-10", "2026-10-22..2026-10-31", "2025-11-01..2025-11-10"),
    ):
        period = parse_period(slug)
        assert (previous(period).slug, same_last_year(period).slug) == (before, year_ago)
        assert previous(period).last == period.first - timedelta(days=1)


@pytest.mark.parametrize(
    "slug", ["", "2026-13", "2026-11-31", "2026-11-22..2026-11-21", "2026-Q5", "1990-01-01..2026-01-01"]
)
def test_what_is_no_period_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_period(slug or "-")


@given(DAYS, st.integers(0, 1500))
def test_a_cover_has_each_day_once_and_every_whole_year_and_quarter(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = cover(first, last)
    days = [day for run in found.days for day in _run(*run)]
    for start in found.quarters:
        assert start == quarter_of(start)
        days += _run(start, quarter_of(start + timedelta(days=95)) - timedelta(days=1))
    for start in found.years:
        days += _run(start, date(start.year, 12, 31))
    assert sorted(days) == _run(first, last)
    assert len(found.days) <= 2
    assert len(found.quarters) <= 6


def _run(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_two_days_make_a_period_of_at_most_ten_years() -> None:
    assert between(date(2026, 1, 1), date(2026, 1, 1)).slug == "2026-01-01"
    with pytest.raises(ValueError, match="2010"):
        between(date(2010, 1, 1), date(2026, 1, 1))


def test_age_bands_go_by_the_year_of_birth() -> None:
    assert [age_band(year=2026, birth_year=year) for year in (2009, 2008, 2002, 2001, 1971, 1900)] == [
        "0-17", "18-24", "18-24", "25-34", "55+", "55+",
    ]  # fmt: skip
    assert {age_band(year=2026, birth_year=year) for year in range(1940, 2026)} == AGE_TEXTS.keys()
