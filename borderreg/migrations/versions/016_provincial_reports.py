"""Frozen reports of the province and talks packs."""

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
