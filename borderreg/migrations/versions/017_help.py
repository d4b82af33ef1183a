"""Tasks of help, assistance cases and risk signals."""

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
