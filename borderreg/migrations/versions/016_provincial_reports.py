"""Frozen reports of the province."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

LOGS = ("frozen_reports",)


def upgrade() -> None:
    op.create_table(
        "frozen_reports",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_frozen_reports_number")),
        sa.ForeignKeyConstraint(["frozen_by"], ["users.id"], name=op.f("fk_frozen_reports_frozen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_reports")),
        sa.UniqueConstraint(
            "slug", "period", "number", name=op.f("uq_frozen_reports_slug_period_number")
        ),
    )
    guard(LOGS)


def downgrade() -> None:
    op.drop_table("frozen_reports")
