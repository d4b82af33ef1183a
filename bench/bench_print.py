"""Print lists of 500 and 1,000 people: seconds and peak memory beside a calibration loop of the same run.

Each size is printed in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3  # the median of each figure is shown
SIZES = (("500", False), ("500", True), ("1000", False), ("1000", True))


def calibrate() -> float:
    """Return the processor seconds of fixed work of the same nature: text, numbers, compression."""
    start = time.process_time()
    total = 0
    for number in range(400_000):
        total += len(f"{number} {number % 61} 3 1 re")
    zlib.compress(bytes(range(256)) * 12_000)
    return time.process_time() - start


def measure(people: int, *, with_slips: bool) -> dict[str, float]:
    """Print one list, cold, in this process; returns seconds, memory in MiB, size and pages."""
    sys.path.insert(0, str(ROOT))
    from borderreg.documents.work_list import print_list  # noqa: PLC0415 (imported cold, in the child only)
    from tests.documents import papers  # noqa: PLC0415

    paper = papers.certified(people)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, clock = time.process_time(), time.perf_counter()
    printed = print_list(paper, with_slips=with_slips)
    return {
        "cpu": time.process_time() - start,
        "seconds": time.perf_counter() - clock,
        "before_mib": before,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "kib": len(printed.pdf) / 1024,
        "pages": printed.pages,
        "unit": calibrate(),
    }


def measure_apart(people: str, *, with_slips: bool) -> dict[str, float]:
    """Run `measure` in a fresh process."""
    command = [sys.executable, __file__, "--one", people, "slips" if with_slips else ""]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Print a table; the ratio column is what to compare between machines and days."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]), with_slips=sys.argv[3] == "slips")))
        return
    names = ("people", "slips", "pages", "KiB", "CPU s", "ratio", "peak MiB", "own MiB")
    print("".join(f"{name:>10}" for name in names))
    for people, with_slips in SIZES:
        runs = [measure_apart(people, with_slips=with_slips) for _ in range(REPEATS)]
        middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        ratio = statistics.median(run["cpu"] / run["unit"] for run in runs)
        own = middle["peak_mib"] - middle["before_mib"]
        print(
            f"{people:>10}{'yes' if with_slips else 'no':>10}{middle['pages']:>10.0f}{middle['kib']:>10.0f}",
            end="",
        )
        print(f"{middle['cpu']:>10.2f}{ratio:>10.1f}{middle['peak_mib']:>10.0f}{own:>10.0f}")


if __name__ == "__main__":
    main()
