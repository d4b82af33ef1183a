"""The province's registers of employers and recruiters, what changed in registers, the agreement and holidays."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

LOG = "register_changes"
EMPTY = sa.text("''")
STANDINGS = "status in ('proposed','active','suspended')"
TEXTS = ("pinyin", "search_text", "address", "sector", "contact_name", "contact_phone", "question")


def upgrade() -> None:
    _add_to_employers()
    op.add_column("entries", sa.Column("recruiter", sa.String(), server_default=EMPTY, nullable=False))
    op.add_column("entries", sa.Column("recruiter_id", sa.Uuid(), nullable=True))
    for column in ("employer_id", "recruiter_id"):
        op.create_index(op.f(f"ix_entries_{column}"), "entries", [column], unique=False)
    _create_recruiters()
    _create_register_tables()
    _create_agreements()
    guard((LOG,))
    _keep_known_names()


def _add_to_employers() -> None:
    for name in TEXTS:
        op.add_column("employers", sa.Column(name, sa.String(), server_default=EMPTY, nullable=False))
    for column in (
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("suspended_to", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    ):
        op.add_column("employers", column)
    op.create_index(op.f("ix_employers_merged_into"), "employers", ["merged_into"], unique=False)
    op.create_index(op.f("ix_employers_credit_code"), "employers", ["credit_code"], unique=True)


def _create_recruiters() -> None:
    op.create_table(
        "recruiters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("licence_number", sa.String(), nullable=False),
        sa.Column("licence_from", sa.Date(), nullable=True),
        sa.Column("licence_to", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("suspended_from", sa.Date(), nullable=True),
        sa.Column("suspended_to", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(STANDINGS, name=op.f("ck_recruiters_status")),
        sa.CheckConstraint(
            "licence_to is null or licence_from is null or licence_to >= licence_from",
            name=op.f("ck_recruiters_licence"),
        ),
        sa.CheckConstraint(
            "suspended_to is null or suspended_to >= suspended_from", name=op.f("ck_recruiters_suspension")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["organisations.id"], name=op.f("fk_recruiters_proposed_by")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["recruiters.id"], name=op.f("fk_recruiters_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruiters")),
        sa.UniqueConstraint("name", name=op.f("uq_recruiters_name")),
    )
    for column in ("search_key", "merged_into"):
        op.create_index(op.f(f"ix_recruiters_{column}"), "recruiters", [column], unique=False)


def _create_register_tables() -> None:
    op.create_table(
        "register_names",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("register in ('employer','recruiter')", name=op.f("ck_register_names_register")),
        sa.PrimaryKeyConstraint("register", "key", name=op.f("pk_register_names")),
    )
    op.create_index("ix_register_names_object_id", "register_names", ["object_id"], unique=False)
    op.create_table(
        LOG,
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_changes")),
    )
    op.create_index(
        "ix_register_changes_register_object_id_changed_at", LOG, ["register", "object_id", "changed_at"]
    )


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("longest_stay_days", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_agreements_period")),
        sa.CheckConstraint("longest_stay_days > 0", name=op.f("ck_agreements_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_agreements_valid_from")),
    )
    op.create_table(
        "holidays",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_holidays_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
    )
    op.create_index(op.f("ix_holidays_first_day"), "holidays", ["first_day"], unique=False)


def _keep_known_names() -> None:
    """Let every employer be found by the key that it had; the oldest of two with the same key."""
    names = sa.table(
        "register_names", sa.column("register"), sa.column("key"), sa.column("object_id", sa.Uuid())
    )
    rows = [{"register": "employer", "key": key, "object_id": found} for key, found in _oldest()]
    if rows:
        op.bulk_insert(names, rows)
    op.execute("UPDATE employers SET search_text = search_key")


def _oldest() -> Iterator[tuple[str, UUID]]:
    employers = sa.table(
        "employers", sa.column("id", sa.Uuid()), sa.column("search_key"), sa.column("created_at")
    )
    query = sa.select(employers.c.search_key, employers.c.id).order_by(employers.c.created_at)
    seen: set[str] = set()
    for row in op.get_bind().execute(query).all():
        if row.search_key and row.search_key not in seen:
            seen.add(row.search_key)
            yield row.search_key, row.id


def downgrade() -> None:
    for table in ("holidays", "agreements", LOG, "register_names", "recruiters"):
        op.drop_table(table)
    for column in ("employer_id", "recruiter_id"):
        op.drop_index(op.f(f"ix_entries_{column}"), table_name="entries")
    for column in ("recruiter_id", "recruiter"):
        op.drop_column("entries", column)
    for column in ("credit_code", "merged_into"):
        op.drop_index(op.f(f"ix_employers_{column}"), table_name="employers")
    for column in ("version", "merged_into", "proposed_by", "suspended_to", "credit_code", *TEXTS):
        op.drop_column("employers", column)
