"""What is wrong with an installation, each finding with its fix; production refuses to start unsafe."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from borderreg import migrations
from borderreg.config import Config
from borderreg.crypto import KeyFileError, insecure_key_files, open_vault
from borderreg.db import make_engine, read_on, sqlite_module
from borderreg.models import Commune, Event
from borderreg.services.keys import count_missing_keys

OLDEST_SQLITE = (3, 51, 3)
"""Older ones may corrupt the write-ahead log when it is reset (ADR 0003)."""
OLDEST_POSTGRESQL = 150000
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
FULLEST_DISK = 0.95
CLOCK_MAY_DIFFER = timedelta(seconds=60)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a stable code, what it is, what to do, and whether serving is unsafe."""

    code: str
    message: str
    fix: str
    unsafe: bool = True

    def as_dict(self) -> dict[str, object]:
        """Return the finding as it is printed."""
        return asdict(self)


def examine(config: Config, *, at: datetime) -> tuple[Finding, ...]:
    """Look at key files, disk, settings and the database; nothing is changed."""
    found = [*_keys(config), *_disk(config), *_settings(config)]
    return (*found, *_database(config, at))


def _keys(config: Config) -> Iterator[Finding]:
    for path in insecure_key_files(config.keys_dir):
        yield Finding(
            "key_file_readable",
            f"Tài khoản khác trên máy đọc được {path.name}.",
            f"chmod go= {path}",
        )
    try:
        open_vault(config.keys_dir)
    except KeyFileError as error:
        if error.code != "key_file_readable":
            yield Finding(error.code, str(error), "borderreg init, hoặc khôi phục từ bản sao lưu khoá.")


def _disk(config: Config) -> Iterator[Finding]:
    folder = config.instance if config.instance.exists() else Path()
    used = shutil.disk_usage(folder)
    if used.used / used.total > FULLEST_DISK:
        yield Finding(
            "disk_full",
            f"Ổ đĩa đã dùng {used.used / used.total:.0%}.",
            "Xoá bản sao lưu cũ hoặc mở rộng ổ đĩa.",
            unsafe=False,
        )


def _settings(config: Config) -> Iterator[Finding]:
    public = [host for host in config.trusted_hosts if host not in LOOPBACK]
    if public and not config.https:
        yield Finding(
            "no_tls",
            f"Phục vụ {', '.join(public)} mà không có máy chủ TLS phía trước.",
            "Đặt nginx phía trước (docs/deploy.md) và BORDERREG_HTTPS=1.",
        )
    if public and (config.development or config.demo):
        yield Finding(
            "not_for_production",
            "Bản chạy thử hoặc chế độ phát triển không được phục vụ ra ngoài máy này.",
            "Bỏ BORDERREG_DEVELOPMENT; dùng một thư mục instance khác với bản chạy thử.",
        )


def _database(config: Config, at: datetime) -> Iterator[Finding]:
    url = make_url(config.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield Finding("database_missing", f"Chưa có cơ sở dữ liệu {url.database}.", "borderreg init")
        return
    engine = make_engine(config.database)
    try:
        yield from _tables(engine)
        yield from _SERVER_CHECKS[engine.dialect.name](engine, at)
        yield from _contents(engine, at)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        yield Finding(
            "database_unreachable",
            f"Không dùng được cơ sở dữ liệu: {reason}",
            "Kiểm tra máy chủ PostgreSQL, địa chỉ và mật khẩu trong --database.",
        )
    finally:
        engine.dispose()


def _tables(engine: Engine) -> Iterator[Finding]:
    here, head = migrations.current(engine), migrations.head()
    if here != head:
        yield Finding(
            "tables_behind",
            f"Bảng ở bước {here or 'chưa tạo'}, phiên bản này cần bước {head}.",
            "borderreg backup DIR, rồi borderreg db upgrade",
        )
    else:
        for difference in migrations.differences(engine):
            yield Finding("tables_differ", f"Bảng khác với thiết kế: {difference}", "borderreg db check")


def _sqlite(_engine: Engine, _at: datetime) -> Iterator[Finding]:
    if sqlite_module.sqlite_version_info < OLDEST_SQLITE:
        yield Finding(
            "sqlite_old",
            f"SQLite {sqlite_module.sqlite_version} có lỗi có thể làm hỏng dữ liệu.",
            "Cài pysqlite3 hoặc dùng PostgreSQL.",
        )


def _postgresql(engine: Engine, at: datetime) -> Iterator[Finding]:
    with engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0)
        settings = {name: connection.scalar(text(f"SHOW {name}")) for name in DURABLE}
        clock = connection.scalars(select(func.clock_timestamp())).one()
        may_delete = connection.scalar(
            text(
                "SELECT bool_or(has_table_privilege(c.oid, 'DELETE')) FROM pg_class c"
                " WHERE relname IN ('events', 'audit_records') AND relkind = 'r'"
            )
        )
    if version < OLDEST_POSTGRESQL:
        yield Finding("postgresql_old", f"PostgreSQL {version // 10000} quá cũ.", "Nâng lên PostgreSQL 15+.")
    for name, value in settings.items():
        if value in ("off", "local"):
            yield Finding("not_durable", f"{name} = {value}: mất điện là mất dữ liệu.", f"{name} = on")
    if abs(clock - at) > CLOCK_MAY_DIFFER:
        yield Finding("clock", "Đồng hồ máy này lệch với máy chủ dữ liệu.", "Bật chrony hoặc timesyncd.")
    if may_delete:
        yield Finding(
            "role_may_delete",
            "Tài khoản cơ sở dữ liệu xoá được nhật ký.",
            "Dùng tài khoản riêng chỉ có quyền SELECT, INSERT trên các bảng nhật ký (docs/deploy.md).",
            unsafe=False,
        )


_SERVER_CHECKS: dict[str, Callable[[Engine, datetime], Iterator[Finding]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}


def _contents(engine: Engine, at: datetime) -> Iterator[Finding]:
    if migrations.current(engine) != migrations.head():
        return
    with read_on(engine) as session:
        if not session.scalar(select(func.count()).select_from(Commune)):
            yield Finding("no_reference_data", "Chưa có danh mục xã, cửa khẩu.", "borderreg init")
            return
        missing = count_missing_keys(session, at=at)
        if missing:
            yield Finding(
                "keys_missing",
                f"Thiếu {missing} khoá của nửa năm này hoặc nửa năm tới.",
                "borderreg keys rotate (cần khoá gốc)",
                unsafe=False,
            )
        yield from _clock(session, at)


def _clock(session: Session, at: datetime) -> Iterator[Finding]:
    newest = session.scalar(select(func.max(Event.received_at)))
    if newest is not None and newest > at + CLOCK_MAY_DIFFER:
        yield Finding(
            "clock",
            "Đồng hồ máy này chậm hơn lượt ghi nhận mới nhất.",
            "Bật chrony hoặc timesyncd rồi khởi động lại.",
        )


def is_loopback(host: str) -> bool:
    """Say whether an address stays on this machine."""
    return host in LOOPBACK or host.startswith("127.")


__all__ = ["Finding", "examine", "is_loopback"]
