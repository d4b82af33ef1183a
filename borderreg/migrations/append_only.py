"""Triggers by which the database itself refuses to change or delete the rows of a log."""

from collections.abc import Iterable

from alembic import op

MESSAGE = "facts are appended, never changed or deleted"


def guard(logs: Iterable[str]) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on tables; the function on PostgreSQL is that of migration 002."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for log in logs:
        if postgresql:
            _guard_on_postgresql(log)
        else:
            _guard_on_sqlite(log)


def unguard(logs: Iterable[str]) -> None:
    """Take the triggers away again."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for log in logs:
        for name in ("change", "truncate") if postgresql else ("update", "delete"):
            op.execute(f"DROP TRIGGER {log}_no_{name}" + (f" ON {log}" if postgresql else ""))


def _guard_on_postgresql(log: str) -> None:
    op.execute(
        f"CREATE TRIGGER {log}_no_change BEFORE UPDATE OR DELETE ON {log}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_of_a_log()"
    )
    op.execute(
        f"CREATE TRIGGER {log}_no_truncate BEFORE TRUNCATE ON {log}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_a_log()"
    )


def _guard_on_sqlite(log: str) -> None:
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {log}_no_{act} BEFORE {act.upper()} ON {log}"
            f" BEGIN SELECT RAISE(ABORT, '{log}: {MESSAGE}'); END"
        )
