"""Geometry of the server-side SVG charts: plain numbers in, positions out; the words stay in the template."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BAR_PITCH = 44  # px from one bar to the next: a line of text above each bar
PLOT_HEIGHT = 220  # px of the line chart's drawing area
PLOT_TOP = 10  # px kept above it for half the highest label


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, value, width in percent, and the y of its text and its rectangle in px."""

    label: str
    value: float
    percent: str
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """The bars and the height of the drawing in px."""

    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, its values, its points in px of a 1000-wide drawing and their x in percent."""

    name: str
    values: tuple[float, ...]
    polyline: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """The series, the grid (value, y in px) and the labels under the axis (text, x in percent, anchor)."""

    lines: tuple[Line, ...]
    grid: tuple[tuple[float, str], ...]
    labels: tuple[tuple[str, str, str], ...]
    height: int


def nice_ceiling(value: float) -> float:
    """Return the smallest of 1, 2, 4, 5, 10 times a power of ten that covers the value, 4 at the least."""
    if value <= 4:
        return 4
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= value)


def bar_geometry(items: Sequence[Sequence[object]]) -> BarChart:
    """Place one horizontal bar for each (label, value); a negative value raises ValueError."""
    pairs = [(str(item[0]), _figure(item[1])) for item in items]
    highest = max((value for _, value in pairs), default=0) or 1
    bars = tuple(
        Bar(label, value, f"{value / highest * 100:.2f}", i * BAR_PITCH + 15, i * BAR_PITCH + 22)
        for i, (label, value) in enumerate(pairs)
    )
    return BarChart(bars, len(bars) * BAR_PITCH)


def line_geometry(labels: Sequence[object], series: Sequence[Sequence[object]]) -> LineChart:
    """Place each (name, values) over the labels; a series of another length raises ValueError."""
    named = [(str(name), tuple(_figure(v) for v in values)) for name, values in series]  # type: ignore[attr-defined]
    if any(len(values) != len(labels) for _, values in named):
        raise ValueError("every series needs one value for each label")
    top = nice_ceiling(max((max(values, default=0) for _, values in named), default=0))
    lines = tuple(_line(name, values, top) for name, values in named)
    grid = tuple((top * i / 4, f"{_y(top * i / 4, top):.1f}") for i in range(5))
    return LineChart(lines, grid, _axis_labels([str(x) for x in labels]), PLOT_TOP + PLOT_HEIGHT + 26)


def _figure(value: object) -> float:
    number = value if isinstance(value, int | float) else float(str(value))
    if number < 0:
        raise ValueError("a chart of people has no negative values")
    return number


def _x(index: int, count: int) -> float:
    return 50.0 if count == 1 else 1 + index * 98 / (count - 1)


def _y(value: float, top: float) -> float:
    return PLOT_TOP + PLOT_HEIGHT * (1 - value / top)


def _line(name: str, values: tuple[float, ...], top: float) -> Line:
    points = [(_x(i, len(values)), _y(value, top)) for i, value in enumerate(values)]
    polyline = " ".join(f"{x * 10:.1f},{y:.1f}" for x, y in points)
    return Line(name, values, polyline, tuple((f"{x:.2f}", f"{y:.1f}") for x, y in points))


def _axis_labels(labels: list[str]) -> tuple[tuple[str, str, str], ...]:
    """Keep at most four labels, the first and the last among them, so that they fit on a phone."""
    count = len(labels)
    kept = sorted({round(i * (count - 1) / 3) for i in range(4)}) if count else []
    anchors = {0: "start", count - 1: "end"} if count > 1 else {}
    return tuple((labels[i], f"{_x(i, count):.2f}", anchors.get(i, "middle")) for i in kept)
