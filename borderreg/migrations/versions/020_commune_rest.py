"""Teams with names and the lists that they went on; contact phones found by a keyed hash."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None

ACTIVE = sa.text("archived_at is null")
CONTACT = "ix_worker_records_contact_phone_hash"


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_by", sa.Uuid(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_teams_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index(op.f("ix_teams_organisation_id"), "teams", ["organisation_id"], unique=False)
    op.create_index(
        "uq_teams_organisation_id_name_key",
        "teams",
        ["organisation_id", "name_key"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_table(
        "team_lists",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["work_lists.id"], name=op.f("fk_team_lists_list_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_lists_team_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_team_lists")),
    )
    op.create_index(op.f("ix_team_lists_team_id"), "team_lists", ["team_id"], unique=False)
    op.add_column("worker_records", sa.Column("contact_phone_hash", sa.LargeBinary(), nullable=True))
    op.create_index(op.f(CONTACT), "worker_records", ["contact_phone_hash"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(CONTACT), table_name="worker_records")
    op.drop_column("worker_records", "contact_phone_hash")
    op.drop_table("team_lists")
    op.drop_table("teams")
