"""Windows of reports, days of returns, pledges and tables: rules of the commune's month."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.ad_hoc import AskedColumn, CellKind, read_columns, read_rows, show_cell
from borderreg.domain.errors import BadInput, Refused
from borderreg.domain.known_abroad import read_since, show_since
from borderreg.domain.month_words import FIGURES, SECTIONS, figures_of
from borderreg.domain.monthly import Calendar, ReportState, differences, for_public, freeze, state_of
from borderreg.domain.outreach import OutreachKind, read_outreach
from borderreg.domain.periods import local_day
from borderreg.domain.pledges import check_signed_day, pledge_year, read_households, state_in
from borderreg.domain.visits import may_undo, return_moment

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CALENDARS = st.builds(Calendar, first_day=st.integers(1, 28), due_day=st.integers(1, 28))


@pytest.mark.parametrize(
    ("first_day", "due_day", "month", "first", "last", "due"),
    [
        (15, 15, "2026-11", "2026-10-15", "2026-11-14", "2026-11-14"),
        (15, 15, "2026-01", "2025-12-15", "2026-01-14", "2026-01-14"),
        (15, 20, "2026-03", "2026-02-15", "2026-03-14", "2026-03-19"),
        (1, 15, "2026-11", "2026-11-01", "2026-11-30", "2026-12-14"),
        (1, 15, "2024-02", "2024-02-01", "2024-02-29", "2024-03-14"),
        (1, 1, "2026-12", "2026-12-01", "2026-12-31", "2026-12-31"),
        (28, 5, "2027-03", "2027-02-28", "2027-03-27", "2027-04-04"),
    ],
)
def test_a_window_is_named_by_the_month_in_which_it_ends(first_day, due_day, month, first, last, due):
    window = Calendar(first_day, due_day).window(month)
    assert [day.isoformat() for day in (window.first, window.last, window.due)] == [first, last, due]


@given(CALENDARS, DAYS)
def test_every_day_lies_in_exactly_one_window_and_windows_touch(calendar, day):
    window = calendar.of_day(day)
    assert window.contains(day)
    assert calendar.window(window.month) == window
    assert calendar.after(window).first == window.last + timedelta(days=1)
    assert calendar.before(calendar.after(window)) == window
    assert 28 <= (window.last - window.first).days + 1 <= 31
    assert window.last <= window.due < window.last + timedelta(days=32)
    assert (window.due + timedelta(days=1)).day == calendar.due_day


@given(CALENDARS, DAYS, st.integers(-40, 40))
def test_a_report_is_running_then_open_then_late(calendar, day, shift):
    window = calendar.of_day(day)
    then = window.due + timedelta(days=shift)
    expected = ReportState.LATE if shift > 0 else ReportState.OPEN if shift >= -5 else ReportState.RUNNING
    assert state_of(window, day=then, sent=False) is expected
    assert state_of(window, day=then, sent=True) is ReportState.SENT
    assert window.days_left(then) == -shift


@pytest.mark.parametrize("wrong", ["2026-13", "2026-1", "", "nay", "2026-11-01"])
def test_what_is_no_month_names_no_window(wrong):
    with pytest.raises(ValueError, match=r".*"):
        Calendar().window(wrong)


def test_settings_out_of_bounds_are_refused():
    with pytest.raises(ValueError, match="between 1 and 28"):
        Calendar(first_day=31)


@given(
    st.integers(0, 323 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)),
    st.integers(0, 300),
)
def test_a_return_learnt_later_lies_after_the_departure_and_not_ahead(departed, days):
    at = datetime(2026, 11, 22, 1, tzinfo=UTC)
    day = local_day(departed) + timedelta(days=days)
    if day > TODAY:
        with pytest.raises(Refused):
            return_moment(day, departed_at=departed, at=at)
        return
    moment = return_moment(day, departed_at=departed, at=at)
    assert departed < moment <= at
    assert local_day(moment) == day or (days == 0 and departed.hour == 16)


def test_a_visit_is_undone_at_once_by_anybody_and_later_by_the_chief():
    recorded = datetime(2026, 11, 22, 1, tzinfo=UTC)
    later = recorded + timedelta(minutes=15)
    assert may_undo(recorded_at=recorded, at=later, undoes_any=False)
    assert not may_undo(recorded_at=recorded, at=later + timedelta(seconds=1), undoes_any=False)
    assert may_undo(recorded_at=recorded, at=later + timedelta(days=40), undoes_any=True)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("2025", "2025", "2025"),
        ("03/2025", "2025-03", "03/2025"),
        ("tháng 3/2025", "2025-03", "03/2025"),
        ("5/3/2025", "2025-03-05", "05/03/2025"),
        ("", "", ""),
        ("12/2026", None, ""),
        ("23/11/2026", None, ""),
        ("mùa mía", None, ""),
        ("13/2025", None, ""),
    ],
)
def test_a_beginning_keeps_its_precision(typed, stored, shown):
    assert read_since(typed, today=TODAY) == stored
    assert show_since(stored or "") == shown


def test_households_are_read_one_a_line_without_numbers_and_doubles():
    assert read_households("1. Nông Văn Sáng\n 2) Vi Thị Mến\nnong van sang\n\n") == (
        "Nông Văn Sáng",
        "Vi Thị Mến",
    )
    for wrong in ("", "123\n456", "x" * 100):
        with pytest.raises(BadInput):
            read_households(wrong)


def test_december_pledges_for_the_coming_year():
    assert pledge_year(date(2026, 12, 1)) == 2027
    assert pledge_year(TODAY) == 2026
    check_signed_day(date(2026, 12, 5), year=2027, today=date(2026, 12, 6))
    with pytest.raises(BadInput):
        check_signed_day(date(2026, 11, 5), year=2027, today=TODAY)
    assert [state_in(years, year=2026).value for years in ({2026}, {2025}, (), {2027})] == [
        "signed",
        "to_renew",
        "never",
        "never",
    ]


@pytest.mark.parametrize(
    ("kind", "counts", "kept"),
    [
        ("session", (2, 40, 30), (2, 40, 30)),
        ("leaflets", (9, 9, 30), (1, 0, 30)),
        ("loudspeaker", (6, 9, 9), (6, 0, 0)),
        ("session", (1, 0, 30), None),
        ("leaflets", (1, 10, 0), None),
        ("loudspeaker", (0, 0, 0), None),
    ],
)
def test_outreach_keeps_the_counts_that_its_kind_has(kind, counts, kept):
    asked = dict(zip(("times", "listeners", "leaflets"), counts, strict=True))
    if kept is None:
        with pytest.raises(BadInput):
            read_outreach(OutreachKind(kind), **asked)
        return
    read = read_outreach(OutreachKind(kind), **asked)
    assert (read.times, read.listeners, read.leaflets) == kept


COUNTS = st.dictionaries(st.sampled_from(sorted(FIGURES)), st.integers(0, 9), max_size=8)


@given(COUNTS, COUNTS)
def test_differences_name_exactly_what_changed(before, after):
    found = {one.code: (one.before, one.after) for one in differences(before, after)}
    for code in {*before, *after}:
        pair = (before.get(code, 0), after.get(code, 0))
        assert found.get(code, (pair[0], pair[0])) == pair


def test_equal_contents_have_equal_hashes_and_small_numbers_stay_private():
    assert freeze({"b": 1, "a": "Đồng Đăng"}) == freeze({"a": "Đồng Đăng", "b": 1})
    assert freeze({"a": 1})[1] != freeze({"a": 2})[1]
    assert [for_public(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


def test_every_figure_stands_in_one_section():
    assert sorted(code for section in SECTIONS for code in figures_of(section)) == sorted(FIGURES)


TABLE = (
    AskedColumn("Họ tên", CellKind.TEXT),
    AskedColumn("Số người", CellKind.NUMBER),
    AskedColumn("Từ ngày", CellKind.DATE),
)


def test_cells_of_a_requested_table_are_read_by_kind():
    rows, wrong = read_rows(TABLE, [["Vi Văn Páo", "1.200", "5/8/2026"], ["", "", ""], ["", "ba", "31/2"]])
    assert rows == (("Vi Văn Páo", 1200, "2026-08-05"), (None, "ba", "31/2"))
    assert [(cell.row, cell.column) for cell in wrong] == [(1, 1), (1, 2)]
    shown = [show_cell(column, cell) for column, cell in zip(TABLE, rows[0], strict=True)]
    assert shown == ["Vi Văn Páo", "1200", "05/08/2026"]
    with pytest.raises(BadInput):
        read_rows(TABLE, [["a", "1", ""]] * 301)


@pytest.mark.parametrize(
    "columns", [[], [("", "text")], [("A", "text"), ("a", "number")], [("A", "blob")], [("x" * 61, "text")]]
)
def test_a_table_needs_columns_with_names_of_their_own(columns):
    with pytest.raises(BadInput):
        read_columns(columns)
