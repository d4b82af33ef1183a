"""A cross table of one figure: rows by one dimension, columns by another, with every margin."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from borderreg.domain.errors import BadInput
from borderreg.domain.names import sort_key
from borderreg.domain.reasons import Text
from borderreg.reports.asking import IN_ORDER, dimension_of, measure_of
from borderreg.reports.cubes import Cube, cube
from borderreg.reports.names import Names
from borderreg.reports.questions import Asked, Dimension, Measure, Question

Head = tuple[str, Text]
"""A group's key and its name."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """A cross table; `across` None is a table of one column. Margins are counted, never added up.

    `question` has the one measure that is counted.
    """

    question: Question
    measure: Measure
    down: Dimension
    across: Dimension | None
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    counted: Cube

    def cell(self, row: str | None, column: str | None = None) -> int:
        """Return the count of a cell; None stands for all of a dimension together."""
        keys = (row, column) if self.across else (row,)
        return self.counted.at(*keys)[0]


def pivot(
    session: Session,
    question: Question,
    *,
    asked: Asked,
    measure: str | None,
    down: str | None,
    across: str | None,
) -> Pivot:
    """Count one figure by two dimensions, or by one; BadInput for twice the same or one that is not there.

    Groups that the figure does not occur in are left out.
    """
    chosen, rows = measure_of(question, measure), dimension_of(question, down)
    question = replace(question, measures=(chosen,))
    columns = dimension_of(question, across) if across else None
    if columns is not None and columns.key == rows.key:
        raise BadInput("twice the same dimension", code="same_dimension")
    by = (rows, columns) if columns else (rows,)
    counted = cube(session, question, asked=asked, by=by)
    found = Pivot(question, chosen, rows, columns, (), (), counted)
    names = Names(session, asked.today)
    heads = [
        _heads(found, names, dimension, place) if dimension else ()
        for place, dimension in enumerate((rows, columns))
    ]
    return Pivot(question, chosen, rows, columns, heads[0], heads[1], counted)


def _heads(found: Pivot, names: Names, dimension: Dimension, place: int) -> tuple[Head, ...]:
    def size(key: str) -> int:
        return found.cell(key) if place == 0 else found.cell(None, key)

    keys = [key for key in found.counted.keys(place) if size(key)]
    heads = [(key, names.of(dimension.key, key)) for key in keys]
    if dimension.key in IN_ORDER:
        return tuple(sorted(heads))
    return tuple(sorted(heads, key=lambda head: (-size(head[0]), sort_key(head[1].vi))))
