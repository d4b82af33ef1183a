"""What the public side keeps: tips and their talk, answers on return, and their monthly figures."""

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tips()
    op.create_table(
        "protection_debriefs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("gate_code", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("paid", sa.String(), nullable=False),
        sa.Column("papers", sa.String(), nullable=False),
        sa.Column("free", sa.String(), nullable=False),
        sa.Column("worries", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("slip", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("way in ('phone','kiosk')", name=op.f("ck_protection_debriefs_way")),
        sa.ForeignKeyConstraint(["case_id"], ["protection_cases.id"], name=op.f("fk_protection_debriefs_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_debriefs")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_protection_debriefs_form_hash")),
    )
    for column in ("answered_on", "case_id"):
        op.create_index(op.f(f"ix_protection_debriefs_{column}"), "protection_debriefs", [column])
    op.create_table(
        "debrief_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_debrief_counts_count")),
        sa.PrimaryKeyConstraint("month", "question", "answer", name=op.f("pk_debrief_counts")),
    )


def _create_tips() -> None:
    op.create_table(
        "protection_tips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["protection_cases.id"], name=op.f("fk_protection_tips_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_tips")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_protection_tips_receipt_hash")),
    )
    for column in ("last_on", "case_id"):
        op.create_index(op.f(f"ix_protection_tips_{column}"), "protection_tips", [column])
    op.create_table(
        "protection_tip_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.CheckConstraint("sender in ('informant','staff')", name=op.f("ck_protection_tip_messages_sender")),
        sa.CheckConstraint(
            "(sender = 'staff') = (said_by is not null)", name=op.f("ck_protection_tip_messages_said_by")
        ),
        sa.ForeignKeyConstraint(["tip_id"], ["protection_tips.id"], name=op.f("fk_protection_tip_messages_tip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_tip_messages")),
        sa.UniqueConstraint("tip_id", "seq", name=op.f("uq_protection_tip_messages_tip_id_seq")),
    )
    op.create_table(
        "protection_tip_pictures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["protection_tip_messages.id"], name=op.f("fk_protection_tip_pictures_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_tip_pictures")),
        sa.UniqueConstraint("message_id", "place", name=op.f("uq_protection_tip_pictures_message_id_place")),
    )


def downgrade() -> None:
    for table in ("debrief_counts", "protection_debriefs", "protection_tip_pictures", "protection_tip_messages"):
        op.drop_table(table)
    op.drop_table("protection_tips")
