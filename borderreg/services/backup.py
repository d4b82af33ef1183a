"""Back-ups: a consistent copy while serving, with a manifest that says what it holds and its hash.

SQLite is copied page by page by its own back-up function, PostgreSQL by `pg_dump`. The key files go into a
folder of their own (`keys/`, readable by the owner only), so that they can be kept apart from the data.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import URL, make_url

from borderreg import migrations
from borderreg.config import Config, load_config
from borderreg.db import make_engine, read_on, sqlite_module
from borderreg.domain.errors import BadInput, NotFound, Refused, Unavailable
from borderreg.models import AuditRecord, Event

MANIFEST = "manifest.json"
COPY = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a back-up holds."""

    made_at: str
    system: str
    revision: str
    events: int
    audit_records: int
    sha256: str
    keys: bool
    ok: bool = True
    problem: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the manifest as it is printed."""
        return asdict(self)


def make_backup(config: Config, *, folder: Path, with_keys: bool = True, at: datetime) -> Manifest:
    """Copy database and keys into a new or empty folder; Refused when something is in it already."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} không trống: không ghi đè bản sao lưu.", code="not_empty")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = make_url(config.database)
    system = url.get_backend_name()
    copy = folder / COPY[system]
    _COPIES[system](url, copy)
    copy.chmod(0o600)
    if with_keys:
        _copy_keys(config.keys_dir, folder / "keys")
    manifest = _describe(config, system, copy, with_keys, at)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    return manifest


def verify_backup(folder: Path) -> Manifest:
    """Compare a back-up with its manifest and look into it; `ok` says whether it can be restored."""
    manifest = _manifest(folder)
    copy = folder / COPY[manifest.system]
    if not copy.exists() or _sha256(copy) != manifest.sha256:
        return _broken(manifest, "Bản sao không khớp với dấu vân tay đã ghi.")
    if manifest.system == "sqlite":
        with closing(sqlite_module.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return _broken(manifest, "Tệp SQLite bị hỏng.")
    elif _run(["pg_restore", "--list", str(copy)], None).returncode:
        return _broken(manifest, "pg_restore không đọc được bản sao.")
    return manifest


def restore_backup(folder: Path, *, instance: Path, database: str | None = None) -> Manifest:
    """Restore a verified back-up into a new instance (and, for PostgreSQL, into an empty database).

    Refused when the instance folder is not empty or the back-up is damaged.
    """
    manifest = verify_backup(folder)
    if not manifest.ok:
        raise Refused(manifest.problem, code="backup_damaged")
    if instance.exists() and any(path for path in instance.iterdir() if path.name != "README.md"):
        raise Refused(f"{instance} không trống: không ghi đè.", code="not_empty")
    config = load_config(instance=instance, database=database)
    url = make_url(config.database)
    if url.get_backend_name() != manifest.system:
        raise BadInput(f"Bản sao là của {manifest.system}: thêm --database.", code="other_system")
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    _RESTORES[manifest.system](url, folder / COPY[manifest.system])
    if manifest.keys:
        _copy_keys(folder / "keys", config.keys_dir)
    return manifest


def _copy_keys(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for path in source.iterdir():
        handle = os.open(target / path.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(path.read_bytes())


def _describe(config: Config, system: str, copy: Path, with_keys: bool, at: datetime) -> Manifest:
    """Count in the copy itself; a dump, which cannot be asked, is described by its source."""
    engine = make_engine(f"sqlite:///{copy}" if system == "sqlite" else config.database)
    try:
        with read_on(engine) as session:
            events = session.scalar(select(func.count()).select_from(Event)) or 0
            records = session.scalar(select(func.count()).select_from(AuditRecord)) or 0
        revision = migrations.current(engine)
    finally:
        engine.dispose()
    return Manifest(at.isoformat(), system, revision, events, records, _sha256(copy), with_keys)


def _manifest(folder: Path) -> Manifest:
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NotFound(f"{folder} không phải bản sao lưu.", code="no_backup") from None
    except (ValueError, TypeError):
        raise Refused("Bản kê của bản sao lưu bị hỏng.", code="backup_damaged") from None


def _broken(manifest: Manifest, problem: str) -> Manifest:
    return Manifest(**{**asdict(manifest), "ok": False, "problem": problem})


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy_sqlite(url: URL, target: Path) -> None:
    source_path = Path(url.database or "")
    if not source_path.exists():
        raise Unavailable(f"Chưa có cơ sở dữ liệu {source_path}.")
    with (
        closing(sqlite_module.connect(source_path)) as source,
        closing(sqlite_module.connect(target)) as copy,
    ):
        source.backup(copy, pages=2000)
        copy.execute("PRAGMA journal_mode=DELETE")


def _restore_sqlite(url: URL, copy: Path) -> None:
    target = Path(url.database or "")
    if target.exists():
        raise Refused(f"{target} đã có: không ghi đè.", code="not_empty")
    shutil.copyfile(copy, target)
    target.chmod(0o600)


def _copy_postgresql(url: URL, target: Path) -> None:
    done = _run(["pg_dump", "--format=custom", "--no-owner", "--file", str(target)], url)
    if done.returncode:
        raise Unavailable(f"pg_dump: {done.stderr.strip()}")


def _restore_postgresql(url: URL, copy: Path) -> None:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        if migrations.current(engine):
            raise Refused("Cơ sở dữ liệu đích không trống: không ghi đè.", code="not_empty")
    finally:
        engine.dispose()
    done = _run(
        ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", url.database or "", str(copy)], url
    )
    if done.returncode:
        raise Unavailable(f"pg_restore: {done.stderr.strip()}")


def _run(command: list[str], url: URL | None) -> "subprocess.CompletedProcess[str]":
    """Run a PostgreSQL tool; the address goes through its environment, never on the command line."""
    env = dict(os.environ)
    if url is not None:
        given = {
            "PGHOST": url.host,
            "PGPORT": str(url.port) if url.port else None,
            "PGUSER": url.username,
            "PGPASSWORD": str(url.password) if url.password else None,
            "PGDATABASE": url.database,
        }
        env |= {name: value for name, value in given.items() if value}
    try:
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    except FileNotFoundError:
        raise Unavailable(f"Thiếu {command[0]}: cài postgresql-client.") from None


_COPIES: dict[str, Callable[[URL, Path], None]] = {"sqlite": _copy_sqlite, "postgresql": _copy_postgresql}
_RESTORES: dict[str, Callable[[URL, Path], None]] = {
    "sqlite": _restore_sqlite,
    "postgresql": _restore_postgresql,
}
