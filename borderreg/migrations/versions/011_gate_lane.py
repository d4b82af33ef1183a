"""Lane work: groups that cross together, returns that name nobody, and who was recognised in them."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard, unguard
from borderreg.models import UtcDateTime

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

LOGS = ("group_facts", "unnamed_returns", "return_matches")
IN_A_GROUP = sa.text("group_id is not null")


def upgrade() -> None:
    op.add_column("events", sa.Column("group_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_events_group_id", "events", ["group_id"], postgresql_where=IN_A_GROUP, sqlite_where=IN_A_GROUP
    )
    _create_groups()
    _create_matches()
    guard(LOGS)


def _create_groups() -> None:
    op.create_table(
        "group_facts",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("gate_code", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('trip','hand_over')", name=op.f("ck_group_facts_kind")),
        sa.CheckConstraint("direction in ('departure','return')", name=op.f("ck_group_facts_direction")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_group_facts_event_id")),
        sa.ForeignKeyConstraint(["gate_code"], ["gates.code"], name=op.f("fk_group_facts_gate_code")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_group_facts_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_facts")),
        sa.UniqueConstraint("event_id", name=op.f("uq_group_facts_event_id")),
    )
    op.create_index(op.f("ix_group_facts_group_id"), "group_facts", ["group_id"])
    op.create_index("ix_group_facts_gate_code_local_day", "group_facts", ["gate_code", "local_day"])


def _create_matches() -> None:
    op.create_table(
        "unnamed_returns",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("gate_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.CheckConstraint("kind in ('declared','unread')", name=op.f("ck_unnamed_returns_kind")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_unnamed_returns_event_id")),
        sa.ForeignKeyConstraint(["gate_code"], ["gates.code"], name=op.f("fk_unnamed_returns_gate_code")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_unnamed_returns")),
    )
    op.create_index("ix_unnamed_returns_gate_code_local_day", "unnamed_returns", ["gate_code", "local_day"])
    op.create_index("ix_unnamed_returns_commune_code", "unnamed_returns", ["commune_code"])
    op.create_table(
        "return_matches",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("return_event_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('matched','not_on_a_list','taken_back')", name=op.f("ck_return_matches_outcome")
        ),
        sa.CheckConstraint(
            "(outcome = 'matched') = (entry_id is not null)", name=op.f("ck_return_matches_entry")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_return_matches_event_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_return_matches_entry_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_return_matches_worker_id")),
        sa.ForeignKeyConstraint(
            ["return_event_id"], ["events.id"], name=op.f("fk_return_matches_return_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_return_matches_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_matches")),
        sa.UniqueConstraint("event_id", "step", name=op.f("uq_return_matches_event_id_step")),
    )


def downgrade() -> None:
    unguard(LOGS)
    for table in ("return_matches", "unnamed_returns", "group_facts"):
        op.drop_table(table)
    op.drop_index("ix_events_group_id", table_name="events")
    op.drop_column("events", "group_id")
