"""Charts are drawn from plain numbers, and say the same figures in a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.web.charts import bar_geometry, line_geometry, nice_ceiling


def test_the_longest_bar_takes_the_whole_width() -> None:
    chart = bar_geometry([("Xã Cao Lộc", 200), ("Xã Mẫu Sơn", 50), ("Xã Hoàng Văn Thụ", 0)])
    assert [bar.percent for bar in chart.bars] == ["100.00", "25.00", "0.00"]


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    assert bar_geometry([]).height == 0
    assert line_geometry([], []).labels == ()


def test_a_chart_of_people_refuses_negative_values() -> None:
    with pytest.raises(ValueError, match="negative"):
        bar_geometry([("Xã Cao Lộc", -1)])


def test_each_series_needs_a_value_for_each_day() -> None:
    with pytest.raises(ValueError, match="one value for each label"):
        line_geometry(["01/11", "02/11"], [("Xuất cảnh", [3])])


def test_one_day_stands_in_the_middle() -> None:
    chart = line_geometry(["01/11"], [("Xuất cảnh", [3])])
    assert chart.lines[0].points[0][0] == "50.00"
    assert chart.labels == (("01/11", "50.00", "middle"),)


def test_first_and_last_day_are_always_named_and_never_more_than_four() -> None:
    chart = line_geometry([f"{day:02d}/11" for day in range(1, 31)], [("Xuất cảnh", range(30))])
    assert [label[0] for label in chart.labels] == ["01/11", "11/11", "20/11", "30/11"]
    assert (chart.labels[0][2], chart.labels[-1][2]) == ("start", "end")


@given(st.floats(min_value=0, max_value=1e9))
def test_the_scale_covers_the_highest_value_without_wasting_most_of_the_drawing(value: float) -> None:
    top = nice_ceiling(value)
    assert value <= top
    assert top <= max(4, value * 2.5)


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=60))
def test_every_point_lies_inside_the_drawing(values: list[int]) -> None:
    chart = line_geometry(range(len(values)), [("Xuất cảnh", values)])
    for x, y in chart.lines[0].points:
        assert 0 <= float(x) <= 100
        assert 0 <= float(y) <= chart.height
