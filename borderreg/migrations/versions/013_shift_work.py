"""A shift's work: gate PINs, shift reports with their signatures, the border guard's own workbooks."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard, unguard
from borderreg.models import UtcDateTime

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

LOGS = ("shift_reports", "shift_sign_offs")


def upgrade() -> None:
    op.add_column("devices", sa.Column("exchange_key", sa.LargeBinary(), nullable=True))
    op.create_table(
        "gate_pins",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_gate_pins_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_gate_pins")),
    )
    _create_reports()
    _create_imports()
    guard(LOGS)


def _create_reports() -> None:
    op.create_table(
        "shift_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("gate_code", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_shift_reports_device_id")),
        sa.ForeignKeyConstraint(["gate_code"], ["gates.code"], name=op.f("fk_shift_reports_gate_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_shift_reports_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_reports")),
    )
    for column in ("device_id", "ended_at", "gate_code"):
        op.create_index(op.f(f"ix_shift_reports_{column}"), "shift_reports", [column])
    op.create_table(
        "shift_sign_offs",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["shift_reports.id"], name=op.f("fk_shift_sign_offs_report_id")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["users.id"], name=op.f("fk_shift_sign_offs_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_sign_offs")),
    )
    op.create_index(op.f("ix_shift_sign_offs_report_id"), "shift_sign_offs", ["report_id"])


def _create_imports() -> None:
    op.create_table(
        "control_imports",
        sa.Column("gate_code", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('preview','written','discarded')", name=op.f("ck_control_imports_status")
        ),
        sa.CheckConstraint(
            "(status = 'preview') = (rows is not null)", name=op.f("ck_control_imports_rows")
        ),
        sa.ForeignKeyConstraint(["gate_code"], ["gates.code"], name=op.f("fk_control_imports_gate_code")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_control_imports_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_imports")),
    )
    op.create_index(op.f("ix_control_imports_gate_code"), "control_imports", ["gate_code"])


def downgrade() -> None:
    unguard(LOGS)
    for table in ("control_imports", "shift_sign_offs", "shift_reports", "gate_pins"):
        op.drop_table(table)
    op.drop_column("devices", "exchange_key")
