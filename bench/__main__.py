"""Every benchmark, one after the other, at sizes that end in minutes; each prints its own table of ratios.

    python -m bench [name …]        all, or those whose names are given: python -m bench scan print

The sizes of the decision records (100,000 people, 100,000 codes) are each benchmark's own default:
`python -m bench.bench_search`.
"""

import subprocess
import sys
import time
from pathlib import Path

SMALLER = {"pack": ("sqlite", "20000"), "search": ("20000",), "camera": ("6",)}
"""What is given to a benchmark whose own size takes long; the others run as they are."""


def names() -> list[str]:
    """Return the benchmarks there are, by the names of their files."""
    return sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))


def run(name: str) -> bool:
    """Run one benchmark in a process of its own and say how long it took; False when it failed."""
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    command = [sys.executable, "-m", f"bench.bench_{name}", *SMALLER.get(name, ())]
    done = subprocess.run(command, cwd=Path(__file__).parents[1])
    print(f"== {name}: {time.monotonic() - start:.0f} s, {'done' if done.returncode == 0 else 'FAILED'}")
    return done.returncode == 0


if __name__ == "__main__":
    failed = [name for name in sys.argv[1:] or names() if not run(name)]
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")
