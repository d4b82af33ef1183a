"""The victims' compartment: cases with tables, key and log of their own."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard, unguard

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None

LOGS = ("protection_notes", "protection_records", "protection_stops")


def upgrade() -> None:
    op.create_table(
        "protection_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at is null) = (outcome = '')", name=op.f("ck_protection_cases_closed_with_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_protection_cases_code")),
    )
    op.create_index("ix_protection_cases_closed_at", "protection_cases", ["closed_at"])
    _create_parts()
    _create_log()
    guard(LOGS)


def _create_parts() -> None:
    op.create_table(
        "protection_people",
        *_part("protection_people"),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_protection_people_worker_id")),
    )
    op.create_index(op.f("ix_protection_people_worker_id"), "protection_people", ["worker_id"])
    op.create_table(
        "protection_tasks",
        *_part("protection_tasks"),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(done_at is null) = (done_by is null)", name=op.f("ck_protection_tasks_done")),
    )
    op.create_index(op.f("ix_protection_tasks_due_on"), "protection_tasks", ["due_on"])
    op.create_table(
        "protection_notes",
        *_part("protection_notes"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    )
    for table in ("people", "tasks", "notes"):
        op.create_index(op.f(f"ix_protection_{table}_case_id"), f"protection_{table}", ["case_id"])


def _part(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["protection_cases.id"], name=op.f(f"fk_{table}_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _create_log() -> None:
    op.create_table(
        "protection_stops",
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["protection_cases.id"], name=op.f("fk_protection_stops_case_id")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stop_marks.id"], name=op.f("fk_protection_stops_stop_id")),
        sa.PrimaryKeyConstraint("stop_id", name=op.f("pk_protection_stops")),
    )
    op.create_index(op.f("ix_protection_stops_case_id"), "protection_stops", ["case_id"])
    op.create_table(
        "protection_records",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_protection_records")),
        sa.UniqueConstraint("leaf", name=op.f("uq_protection_records_leaf")),
    )
    op.create_index(op.f("ix_protection_records_case_id"), "protection_records", ["case_id"])
    op.create_table(
        "protection_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_protection_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_head")),
    )


def downgrade() -> None:
    unguard(LOGS)
    for table in ("head", "records", "stops", "notes", "tasks", "people", "cases"):
        op.drop_table(f"protection_{table}")
