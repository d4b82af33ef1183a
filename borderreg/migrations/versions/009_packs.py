"""Packs for gates without a network: changed workers, noted by the database, and devices' own reports."""

import sqlalchemy as sa
from alembic import op

from borderreg.models import UtcDateTime

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

OF_WORKER = "INSERT INTO pack_changes (worker_id, transaction_id, noted_at) VALUES ({worker}, {now})"
OF_CODE = (
    "INSERT INTO pack_changes (worker_id, transaction_id, noted_at)"
    " SELECT worker_id, {now} FROM entries WHERE id = NEW.entry_id"
)
OF_EMPLOYER = (
    "INSERT INTO pack_changes (worker_id, transaction_id, noted_at)"
    " SELECT DISTINCT worker_id, {now} FROM entries WHERE employer_id = NEW.id AND cti IS NOT NULL"
)
OF_RECRUITER = (
    "INSERT INTO pack_changes (worker_id, transaction_id, noted_at)"
    " SELECT DISTINCT worker_id, {now} FROM entries WHERE recruiter_id = NEW.id AND cti IS NOT NULL"
)
OF_KEY = (
    "INSERT INTO pack_changes (worker_id, transaction_id, noted_at) SELECT DISTINCT e.worker_id, {now}"
    " FROM issued_codes c JOIN entries e ON e.id = c.entry_id WHERE c.kid = NEW.kid"
)
ENTRY_CHANGES = (
    "status, valid_from, valid_to, gates, birth, document_expires, document_type, county,"
    " employer_id, recruiter_id"
)
TRIGGERS: tuple[tuple[str, str, str], ...] = (
    ("journeys", "INSERT", OF_WORKER),
    ("journeys", "UPDATE", OF_WORKER),
    ("journeys", "DELETE", OF_WORKER),
    ("stop_marks", "INSERT", OF_WORKER),
    ("stop_marks", "UPDATE", OF_WORKER),
    ("entries", f"UPDATE OF {ENTRY_CHANGES}", OF_WORKER),
    ("issued_codes", "INSERT", OF_CODE),
    ("issued_codes", "UPDATE OF superseded_by", OF_CODE),
    ("employers", "UPDATE OF status, suspended_from, suspended_to", OF_EMPLOYER),
    ("recruiters", "UPDATE OF status, suspended_from, suspended_to", OF_RECRUITER),
    ("signing_keys", "UPDATE OF status", OF_KEY),
)
"""What changes a row of a pack."""
ONLY_WHEN = {"entries": "NEW.cti IS NOT NULL"}
"""Rows of drafts have no code yet."""

NOW = {
    "sqlite": "0, strftime('%Y-%m-%d %H:%M:%f000', 'now')",
    "postgresql": "CAST(CAST(pg_current_xact_id() AS text) AS bigint), clock_timestamp()",
}


def upgrade() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "pack_changes",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pack_changes_transaction_id"), "pack_changes", ["transaction_id"])
    op.create_index(op.f("ix_pack_changes_noted_at"), "pack_changes", ["noted_at"])
    op.create_table(
        "device_states",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("app_version", sa.String(), nullable=False),
        sa.Column("pack_serial", sa.BigInteger(), nullable=False),
        sa.Column("pack_issued_at", UtcDateTime(), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("oldest_at", UtcDateTime(), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_states_device_id")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_states")),
    )
    for table, act, statement in TRIGGERS:
        _create_trigger(table, act, statement)


def _name(table: str, act: str) -> str:
    return f"{table}_{act.split()[0].lower()}_pack"


def _create_trigger(table: str, act: str, statement: str) -> None:
    dialect = op.get_bind().dialect.name
    worker = "OLD.worker_id" if act == "DELETE" else "NEW.worker_id"
    body = statement.format(worker=worker, now=NOW[dialect])
    name = _name(table, act)
    when = f"WHEN ({ONLY_WHEN[table]}) " if table in ONLY_WHEN else ""
    if dialect == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER {act} ON {table} {when}BEGIN {body}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, act, _ in TRIGGERS:
        name = _name(table, act)
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("device_states")
    op.drop_table("pack_changes")
