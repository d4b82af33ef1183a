"""Teams with names, and what else communes keep."""

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
