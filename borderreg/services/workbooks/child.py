"""The child process that parses a workbook: bytes on standard input, JSON on standard output, and no way out.

It limits its own memory, processor time and files before it looks at the first byte.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO

from borderreg.services.workbooks.limits import CHILD_CPU_SECONDS, CHILD_MEMORY, MAX_BYTES
from borderreg.services.workbooks.parsing import parse_workbook
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused


def limit_resources() -> None:
    """Take away memory, processor time, file sizes and core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))


def answer(data: bytes) -> dict[str, object]:
    """Return the sheet as plain JSON values, or the refusal."""
    try:
        return {"sheet": parse_workbook(BytesIO(data))}
    except FileRefused as refused:
        return {"refused": refused.reason.value, "params": refused.params}
    except MemoryError:
        return {"refused": FileRefusal.TOO_HEAVY.value, "params": {}}


def main() -> None:
    """Read, parse, answer."""
    limit_resources()
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    sys.stdout.write(json.dumps(answer(data)))


if __name__ == "__main__":
    main()
