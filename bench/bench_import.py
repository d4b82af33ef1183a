"""Import 5,000 rows as the pages do: read, check, keep; seconds, and the longest writing transaction.

Printed beside a calibration loop of the same run (bench_print) and the rows of one bare executemany.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402 (the path comes first)

from bench.bench_print import calibrate  # noqa: E402
from borderreg.db import make_engine, read_on, write_on  # noqa: E402
from borderreg.services.import_grids import keep_grid, read_sheet  # noqa: E402
from borderreg.services.import_keeping import begin_keeping, keep_piece  # noqa: E402
from borderreg.services.import_reading import ROWS, next_piece, store_piece  # noqa: E402
from tests.communes import AT, Desk  # noqa: E402
from tests.databases import SqliteDatabases  # noqa: E402
from tests.imports import line, table  # noqa: E402
from tests.preparation import open_test_vault, prepare  # noqa: E402

PEOPLE = 5_000


class Clocked:
    """Time each writing transaction: how long in all, and the longest one."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.longest = desk, 0.0

    def write(self, use_case: Callable[..., Any], **kwargs: Any) -> Any:
        """Run a use case and note how long other writers had to wait for it."""
        start = time.perf_counter()
        result = write_on(self.desk.engine, use_case, actor=self.desk.officer, at=AT, **kwargs)
        self.longest = max(self.longest, time.perf_counter() - start)
        return result


def people_table() -> bytes:
    """Write a table of 5,000 people with numbers of their own."""
    return table(*(line(n, personal_id=f"0201{n % 80 + 10:02d}{n:06d}") for n in range(PEOPLE)))


def run(desk: Desk, data: bytes) -> dict[str, float]:
    """Take a file all the way and return the seconds of each step, and the longest transaction."""
    clocked, marks = Clocked(desk), [time.perf_counter()]
    with read_on(desk.engine) as session:
        read = read_sheet(session, actor=desk.officer, filename="5000.csv", data=data)
    head = clocked.write(keep_grid, read=read, key=uuid4(), list_id=None)
    marks.append(time.perf_counter())
    head = _confirmed(clocked, head)
    while head.status == "reading":
        with read_on(desk.engine) as session:
            piece = next_piece(session, actor=desk.officer, grid_id=head.id, at=AT)
        head = clocked.write(store_piece, grid_id=head.id, piece=piece)
    marks.append(time.perf_counter())
    head = clocked.write(begin_keeping, grid_id=head.id, list_id=None)
    while head.status == "keeping":
        head = clocked.write(keep_piece, grid_id=head.id)
    marks.append(time.perf_counter())
    assert head.kept == PEOPLE, head
    steps = [after - before for before, after in pairwise(marks)]
    return {"upload": steps[0], "read": steps[1], "keep": steps[2], "longest": clocked.longest}


def _confirmed(clocked: Clocked, head: Any) -> Any:
    from borderreg.services.import_columns import choose_columns, read_columns  # noqa: PLC0415

    if head.status != "columns":
        return head
    page = clocked.write(read_columns, grid_id=head.id)
    columns = {item.index: item.column.value for item in page.columns if item.column}
    return clocked.write(choose_columns, grid_id=head.id, columns=columns, fills={})


def bare_rows(desk: Desk) -> float:
    """Return the seconds of one bare executemany of as many rows of the same size, rolled back."""
    rows = [
        {
            "id": uuid4(), "grid_id": uuid4(), "row": n, "content": bytes(900), "wrong": False,
            "version": 1, "updated_by": None, "updated_at": AT,
        }
        for n in range(PEOPLE)
    ]  # fmt: skip
    start = time.perf_counter()
    with desk.engine.connect().execution_options(borderreg_mode="write") as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(insert(ROWS), rows)
        connection.rollback()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    open_test_vault()
    with tempfile.TemporaryDirectory() as folder:
        databases = SqliteDatabases(Path(folder), prepare)
        with databases.database() as url:
            desk = Desk.open(make_engine(url))
            unit, bare = calibrate(), bare_rows(desk)
            steps = run(desk, people_table())
            desk.engine.dispose()
    print(f"import of {PEOPLE} people, SQLite (calibration {unit:.2f} s, bare insert {bare:.2f} s)")
    for name, seconds in steps.items():
        print(f"  {name:8} {seconds:6.2f} s   {seconds / unit:5.1f} × calibration")


if __name__ == "__main__":
    main()
