"""Workbooks kept as grids until they are repaired, and drafts that save themselves."""

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
