"""Search words that find people among a hundred thousand, likenesses found by keys, decisions that stay."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard, unguard

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

PAGE = 5000
LOG = "duplicate_decisions"


def upgrade() -> None:
    op.create_table('search_vocabulary',
    sa.Column('word', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('word', name=op.f('pk_search_vocabulary'))
    )
    op.create_table('search_words',
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['worker_records.id'], name=op.f('fk_search_words_record_id')),
    sa.PrimaryKeyConstraint('word', 'record_id', name=op.f('pk_search_words'))
    )
    op.create_index('ix_search_words_organisation_id_word', 'search_words', ['organisation_id', 'word', 'record_id'], unique=False)
    op.create_index('ix_worker_records_organisation_id_birth', 'worker_records', ['organisation_id', 'birth'], unique=False)
    op.create_index(op.f('ix_worker_records_search_key'), 'worker_records', ['search_key'], unique=False)
    op.create_index(op.f('ix_entries_birth'), 'entries', ['birth'], unique=False)
    op.create_table('commune_notices',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('other_entry_id', sa.Uuid(), nullable=False),
    sa.Column('other_organisation_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('preset', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('decided','superseded')", name=op.f('ck_commune_notices_kind')),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_commune_notices_entry_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_commune_notices_organisation_id')),
    sa.ForeignKeyConstraint(['other_entry_id'], ['entries.id'], name=op.f('fk_commune_notices_other_entry_id')),
    sa.ForeignKeyConstraint(['other_organisation_id'], ['organisations.id'], name=op.f('fk_commune_notices_other_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commune_notices')),
    sa.UniqueConstraint('kind', 'entry_id', 'other_entry_id', name=op.f('uq_commune_notices_kind_entry_id_other_entry_id'))
    )
    op.create_index('ix_commune_notices_organisation_id_seen_at', 'commune_notices', ['organisation_id', 'seen_at'], unique=False)
    op.add_column(LOG, sa.Column('preset', sa.String(), nullable=True))
    op.add_column(LOG, sa.Column('said', sa.JSON(), nullable=True))
    op.add_column(LOG, sa.Column('other_worker_id', sa.Uuid(), nullable=True))
    op.create_index(op.f('ix_duplicate_decisions_likeness'), LOG, ['likeness'], unique=False)
    _fill_words(op.get_bind())
    guard((LOG,))


def _fill_words(connection: sa.Connection) -> None:
    """Take the words out of the search keys that are there; the year of birth is one of them."""
    records = sa.table("worker_records", sa.column("id", sa.Uuid()), sa.column("organisation_id", sa.Uuid()), sa.column("search_key"), sa.column("birth"))
    words = sa.table("search_words", sa.column("word"), sa.column("record_id", sa.Uuid()), sa.column("organisation_id", sa.Uuid()))
    vocabulary = sa.table("search_vocabulary", sa.column("word"))
    seen: set[str] = set()
    rows = connection.execute(sa.select(records)).all()
    for start in range(0, len(rows), PAGE):
        found = [
            {"word": word, "record_id": row.id, "organisation_id": row.organisation_id}
            for row in rows[start : start + PAGE]
            for word in sorted({*row.search_key.split(), row.birth[:4]})
        ]
        if found:
            connection.execute(sa.insert(words), found)
            seen.update(line["word"] for line in found)
    if seen:
        connection.execute(sa.insert(vocabulary), [{"word": word} for word in sorted(seen)])


def downgrade() -> None:
    unguard((LOG,))
    op.drop_index(op.f('ix_duplicate_decisions_likeness'), LOG)
    for column in ("other_worker_id", "said", "preset"):
        op.drop_column(LOG, column)
    op.drop_table('commune_notices')
    op.drop_index(op.f('ix_entries_birth'), 'entries')
    op.drop_index(op.f('ix_worker_records_search_key'), 'worker_records')
    op.drop_index('ix_worker_records_organisation_id_birth', 'worker_records')
    op.drop_table('search_words')
    op.drop_table('search_vocabulary')
