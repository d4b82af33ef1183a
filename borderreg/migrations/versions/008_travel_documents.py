"""Travel documents as dated facts of a person: since when, until when and why, and by which one replaced."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("travel_documents", sa.Column("issued_on", sa.Date(), nullable=True))
    op.add_column("travel_documents", sa.Column("added_by", sa.Uuid(), nullable=True))
    op.add_column("travel_documents", sa.Column("ended_reason", sa.String(), nullable=True))
    op.add_column("travel_documents", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.add_column("travel_documents", sa.Column("replaced_by", sa.Uuid(), nullable=True))
    op.create_index("ix_travel_documents_expires_on", "travel_documents", ["expires_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_travel_documents_expires_on", table_name="travel_documents")
    for column in ("replaced_by", "ended_by", "ended_reason", "added_by", "issued_on"):
        op.drop_column("travel_documents", column)
