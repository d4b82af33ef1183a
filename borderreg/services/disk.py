"""Whether the disk has room for files from people: scans keep the rest (security.md, Databases)."""

import shutil
from pathlib import Path


def disk_is_nearly_full(folder: Path, *, stop_at: int) -> bool:
    """Say whether the disk that holds a folder is used to `stop_at` per cent or more."""
    used = shutil.disk_usage(folder if folder.exists() else Path())
    return used.used * 100 >= stop_at * used.total
