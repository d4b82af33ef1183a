"""Figures added up beforehand, the events still to be folded into them, and saved views.

A log that is there already waits for `borderreg stats fold --rebuild`; until then it is counted itself.
"""

import sqlalchemy as sa
from alembic import op

from borderreg.models import UtcDateTime

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

PARTICULARS = (
    "kind", "gate", "country", "commune", "employer", "county", "sex", "age", "permit", "sector", "reason"
)  # fmt: skip
OF_EVENT = "INSERT INTO tally_changes (event_id) VALUES (NEW.id)"
OF_REVIEW = "INSERT INTO tally_changes (event_id) VALUES (NEW.event_id)"
OF_ENTRY = "INSERT INTO tally_changes (event_id) SELECT id FROM events WHERE entry_id = NEW.id"
OF_EMPLOYER = (
    "INSERT INTO tally_changes (event_id) SELECT events.id FROM events"
    " JOIN entries ON entries.id = events.entry_id WHERE entries.employer_id = NEW.id"
)
FACTS = "organisation_id, employer_id, employer, county, sex, birth, document_type"
TRIGGERS: tuple[tuple[str, str, str], ...] = (
    ("events", "INSERT", OF_EVENT),
    ("quarantine_reviews", "INSERT", OF_REVIEW),
    ("quarantine_reviews", "UPDATE", OF_REVIEW),
    ("entries", f"UPDATE OF {FACTS}", OF_ENTRY),
    ("employers", "UPDATE OF name_vi, sector", OF_EMPLOYER),
)
"""What changes a figure of the past."""
ONLY_WHEN = {"entries": "NEW.cti IS NOT NULL"}
"""Rows of drafts have no events."""


def upgrade() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "tally_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_keys")),
        sa.UniqueConstraint("dimension", "key", name=op.f("uq_tally_keys_dimension_key")),
    )
    op.create_table(
        "tallies",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*PARTICULARS, "times")),
        sa.CheckConstraint("span in (0, 1, 2)", name=op.f("ck_tallies_span")),
        sa.CheckConstraint("times > 0", name=op.f("ck_tallies_times")),
        sa.PrimaryKeyConstraint("person", "span", "first_day", "number", name=op.f("pk_tallies")),
    )
    op.create_index("ix_tallies_span_first_day", "tallies", ["span", "first_day"])
    op.create_table(
        "day_tallies",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("kind", "gate", "commune", "times")),
        sa.PrimaryKeyConstraint("day", "kind", "gate", "commune", name=op.f("pk_day_tallies")),
    )
    op.create_table(
        "tally_changes",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_changes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tally_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("folded_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_tally_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_state")),
    )
    op.execute("INSERT INTO tally_state (id, complete) SELECT 1, NOT EXISTS (SELECT 1 FROM events)")
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_saved_views_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_views_user_id_name")),
    )
    op.create_index("ix_saved_views_organisation_id", "saved_views", ["organisation_id"])
    op.create_index(
        "ix_journeys_long",
        "journeys",
        ["departed_day"],
        sqlite_where=sa.text("returned_day > date(departed_day, '+60 days')"),
        postgresql_where=sa.text("returned_day > departed_day + 60"),
    )
    for table, act, statement in TRIGGERS:
        _create_trigger(table, act, statement)


def _name(table: str, act: str) -> str:
    return f"{table}_{act.split()[0].lower()}_tally"


def _create_trigger(table: str, act: str, body: str) -> None:
    name = _name(table, act)
    when = f"WHEN ({ONLY_WHEN[table]}) " if table in ONLY_WHEN else ""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER {act} ON {table} {when}BEGIN {body}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, act, _ in TRIGGERS:
        name = _name(table, act)
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_journeys_long", "journeys")
    for table in ("saved_views", "tally_state", "tally_changes", "day_tallies", "tallies", "tally_keys"):
        op.drop_table(table)
