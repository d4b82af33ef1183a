"""What a scan needs at hand, and what a gate's commander looks for: the few events held for review."""

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

HELD = sa.text("cast(flags as text) like '%\"quarantined\"%'")


def upgrade() -> None:
    op.create_index("ix_events_held", "events", ["gate_code"], postgresql_where=HELD, sqlite_where=HELD)


def downgrade() -> None:
    op.drop_index("ix_events_held", table_name="events")
