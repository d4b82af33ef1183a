"""What a certification and its papers leave behind: corrections, prints, signatories, posts."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

LOGS = ("corrections", "correction_answers", "list_prints", "hand_overs", "stand_ins", "post_ends")
SIGNATORY = (
    ("work_lists", "signed_name"),
    ("work_lists", "signed_position"),
    ("organisation_names", "deputy_position"),
    ("organisation_names", "recipients"),
)


def upgrade() -> None:
    for table, column in SIGNATORY:
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=sa.text("''")))
    _create_corrections()
    _create_prints()
    _create_posts()
    guard(LOGS)


def _create_corrections() -> None:
    op.create_table('corrections',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('cells', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('proposed_by', sa.Uuid(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_corrections_entry_id')),
    sa.ForeignKeyConstraint(['list_id'], ['work_lists.id'], name=op.f('fk_corrections_list_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['users.id'], name=op.f('fk_corrections_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_index(op.f('ix_corrections_list_id'), 'corrections', ['list_id'], unique=False)
    op.create_table('correction_answers',
    sa.Column('correction_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome in ('accepted','declined','taken_back','lapsed')", name=op.f('ck_correction_answers_outcome')),
    sa.ForeignKeyConstraint(['correction_id'], ['corrections.id'], name=op.f('fk_correction_answers_correction_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_correction_answers_decided_by')),
    sa.PrimaryKeyConstraint('correction_id', name=op.f('pk_correction_answers'))
    )


def _create_prints() -> None:
    op.create_table('list_prints',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=True),
    sa.Column('paper', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('printed_by', sa.Uuid(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("number > 0 and people > 0", name=op.f('ck_list_prints_counted')),
    sa.CheckConstraint("paper in ('draft','table','slips','cards')", name=op.f('ck_list_prints_paper')),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_list_prints_entry_id')),
    sa.ForeignKeyConstraint(['list_id'], ['work_lists.id'], name=op.f('fk_list_prints_list_id')),
    sa.ForeignKeyConstraint(['printed_by'], ['users.id'], name=op.f('fk_list_prints_printed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_prints')),
    sa.UniqueConstraint('list_id', 'paper', 'entry_id', 'number', name=op.f('uq_list_prints_list_id_paper_entry_id_number'))
    )


def _create_posts() -> None:
    op.create_table('hand_overs',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('from_user_id', sa.Uuid(), nullable=False),
    sa.Column('to_user_id', sa.Uuid(), nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('from_user_id <> to_user_id', name=op.f('ck_hand_overs_somebody_else')),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_hand_overs_decided_by')),
    sa.ForeignKeyConstraint(['from_user_id'], ['users.id'], name=op.f('fk_hand_overs_from_user_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_hand_overs_organisation_id')),
    sa.ForeignKeyConstraint(['to_user_id'], ['users.id'], name=op.f('fk_hand_overs_to_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_overs'))
    )
    op.create_index(op.f('ix_hand_overs_from_user_id'), 'hand_overs', ['from_user_id'], unique=False)
    op.create_index('ix_hand_overs_organisation_id_decided_at', 'hand_overs', ['organisation_id', 'decided_at'], unique=False)
    op.create_table('stand_ins',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('for_user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('signs_as', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("role in ('commune_chief','gate_commander')", name=op.f('ck_stand_ins_role')),
    sa.CheckConstraint("signs_as in ('','KT.','Q.','TUQ.')", name=op.f('ck_stand_ins_signs_as')),
    sa.CheckConstraint('user_id <> for_user_id', name=op.f('ck_stand_ins_somebody_else')),
    sa.CheckConstraint('valid_to >= valid_from', name=op.f('ck_stand_ins_period')),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_stand_ins_decided_by')),
    sa.ForeignKeyConstraint(['for_user_id'], ['users.id'], name=op.f('fk_stand_ins_for_user_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_stand_ins_organisation_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_stand_ins_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_ins'))
    )
    op.create_index(op.f('ix_stand_ins_user_id'), 'stand_ins', ['user_id'], unique=False)
    op.create_index('ix_stand_ins_organisation_id_valid_to', 'stand_ins', ['organisation_id', 'valid_to'], unique=False)
    op.create_table('post_ends',
    sa.Column('post_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_post_ends_decided_by')),
    sa.PrimaryKeyConstraint('post_id', name=op.f('pk_post_ends'))
    )


def downgrade() -> None:
    for table in ("post_ends", "stand_ins", "hand_overs", "list_prints", "correction_answers", "corrections"):
        op.drop_table(table)
    for table, column in reversed(SIGNATORY):
        op.drop_column(table, column)
