"""Running the parser of workbooks in a child process and taking its answer as plain values only."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import borderreg
from borderreg.domain.list_cells import Formula
from borderreg.services.workbooks.limits import CHILD_WALL_SECONDS
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.sheets import Sheet, SheetRow

_ROOT = str(Path(borderreg.__file__).resolve().parent.parent)
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from borderreg.services.workbooks.child import main; main()"
)


def parse_in_child(data: bytes, *, wall_seconds: float = CHILD_WALL_SECONDS) -> Sheet:
    """Return the sheet of an .xlsx; FileRefused when the child refuses, dies or takes longer than it may."""
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, fixed arguments)
            [sys.executable, "-I", "-c", _PROGRAM, _ROOT],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=wall_seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(FileRefusal.TOO_HEAVY) from error
    if done.returncode != 0:
        killed = done.returncode < 0
        raise FileRefused(FileRefusal.TOO_HEAVY if killed else FileRefusal.DAMAGED)
    return _read_answer(json.loads(done.stdout))


def _read_answer(answer: dict[str, Any]) -> Sheet:
    if "refused" in answer:
        raise FileRefused(FileRefusal(answer["refused"]), **answer["params"])
    sheet = answer["sheet"]
    rows = tuple(
        SheetRow(number=number, cells=tuple(_decode(cell) for cell in cells), merged_across=across)
        for number, cells, across in sheet["rows"]
    )
    return Sheet(name=sheet["name"], rows=rows, truncated_at=sheet["truncated_at"])


def _decode(cell: Any) -> object:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    if kind == "formula":
        return Formula(text)
    return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)
