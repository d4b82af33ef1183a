"""Changes nothing: a number kept in the chain, so that 019 and later need no renumbering."""

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
