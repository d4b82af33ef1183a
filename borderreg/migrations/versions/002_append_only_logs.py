"""Append-only logs: the database itself refuses to change or delete a fact.

The audit tables stay out: their chain shows any change, and an erasure (a logged act) empties a payload.
"""

from alembic import op

from borderreg.migrations.append_only import MESSAGE, guard, unguard

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

LOGS = ("events", "event_conflicts", "entry_changes")

POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION refuse_change_of_a_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_FUNCTION)
    guard(LOGS)


def downgrade() -> None:
    unguard(LOGS)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_a_log()")
