"""What a commune follows by hand: visits, people known abroad, pledges, outreach, monthly reports."""

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
