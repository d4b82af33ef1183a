"""Privacy, inspections and partners."""

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
