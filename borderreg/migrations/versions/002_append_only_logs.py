"""Append-only logs: the database itself refuses to change or delete a fact.

The audit tables stay out: their chain shows any change, and an erasure (a logged act) empties a payload.
"""

from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

LOGS = ("events", "event_conflicts", "entry_changes")
MESSAGE = "facts are appended, never changed or deleted"

POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION refuse_change_of_a_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def _upgrade_sqlite() -> None:
    for log in LOGS:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {log}_no_{act} BEFORE {act.upper()} ON {log}"
                f" BEGIN SELECT RAISE(ABORT, '{log}: {MESSAGE}'); END"
            )


def _upgrade_postgresql() -> None:
    op.execute(POSTGRESQL_FUNCTION)
    for log in LOGS:
        op.execute(
            f"CREATE TRIGGER {log}_no_change BEFORE UPDATE OR DELETE ON {log}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change_of_a_log()"
        )
        op.execute(
            f"CREATE TRIGGER {log}_no_truncate BEFORE TRUNCATE ON {log}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_a_log()"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for log in LOGS:
        for name in ("change", "truncate") if postgresql else ("update", "delete"):
            op.execute(f"DROP TRIGGER {log}_no_{name}" + (f" ON {log}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_change_of_a_log()")
