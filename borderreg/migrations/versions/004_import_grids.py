"""Workbooks kept as grids until they are repaired, and drafts that save themselves."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

STATUSES = "'columns','reading','ready','keeping','finished','discarded'"


def upgrade() -> None:
    _grids()
    _rows()
    op.create_table(
        "import_columns",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("header_hash", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_import_columns_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "header_hash", name=op.f("pk_import_columns")),
    )
    # a form has one draft per writer: an older one gives way
    op.execute(
        "delete from form_drafts where exists (select 1 from form_drafts newer where"
        " newer.user_id = form_drafts.user_id and newer.form = form_drafts.form"
        " and newer.saved_at > form_drafts.saved_at)"
    )
    op.create_index("ix_form_drafts_user_id_form", "form_drafts", ["user_id", "form"], unique=True)


def _grids() -> None:
    op.create_table(
        "import_grids",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=True),
        sa.Column("upload_key", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.Column("header", sa.LargeBinary(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"status in ({STATUSES})", name=op.f("ck_import_grids_status")),
        sa.ForeignKeyConstraint(["list_id"], ["work_lists.id"], name=op.f("fk_import_grids_list_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_import_grids_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_grids")),
        sa.UniqueConstraint(
            "organisation_id", "upload_key", name=op.f("uq_import_grids_organisation_id_upload_key")
        ),
    )
    op.create_index("ix_import_grids_organisation_id_status", "import_grids", ["organisation_id", "status"])
    op.create_index(op.f("ix_import_grids_list_id"), "import_grids", ["list_id"])
    op.create_index(op.f("ix_import_grids_expires_at"), "import_grids", ["expires_at"])


def _rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["import_grids.id"], name=op.f("fk_import_rows_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("grid_id", "row", name=op.f("uq_import_rows_grid_id_row")),
    )


def downgrade() -> None:
    op.drop_index("ix_form_drafts_user_id_form", table_name="form_drafts")
    op.drop_table("import_columns")
    op.drop_table("import_rows")
    op.drop_table("import_grids")
