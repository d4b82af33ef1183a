"""What a commune follows by hand: visits, people known abroad, pledges, outreach, monthly reports."""

import sqlalchemy as sa
from alembic import op

from borderreg.migrations.append_only import guard

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

LOGS = (
    "visits",
    "visit_undos",
    "known_abroad_changes",
    "month_reports",
    "report_answers",
    "report_reminders",
)
TABLES = (
    "report_requests",
    "found_cases",
    "households",
    "job_seekers",
    "known_abroad",
    "month_drafts",
    "outreach",
    "report_reminders",
    "requested_communes",
    "known_abroad_changes",
    "month_reports",
    "pledges",
    "report_answers",
    "visits",
    "assistance_requests",
    "visit_undos",
)


def upgrade() -> None:
    _create_tables()
    guard(LOGS)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_tables() -> None:
    op.create_table('report_requests',
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_requests'))
    )
    op.create_table('found_cases',
    sa.Column('persons', sa.Integer(), nullable=False),
    sa.Column('handed_to', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('illegal_exit','broker','luring_post','trafficking','other')", name=op.f('ck_found_cases_kind')),
    sa.CheckConstraint('persons >= 0', name=op.f('ck_found_cases_persons')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_found_cases_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_found_cases'))
    )
    op.create_index(op.f('ix_found_cases_organisation_id'), 'found_cases', ['organisation_id'], unique=False)
    op.create_table('households',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('hamlet', sa.String(), nullable=False),
    sa.Column('head', sa.String(), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_households_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_households')),
    sa.UniqueConstraint('organisation_id', 'hamlet', 'search_key', name=op.f('uq_households_organisation_id_hamlet_search_key'))
    )
    op.create_table('job_seekers',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('hamlet', sa.String(), nullable=False),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('wants', sa.String(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('offered', sa.String(), nullable=False),
    sa.Column('offered_on', sa.Date(), nullable=True),
    sa.Column('offer_recorded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(offer = '') = (offered_on is null)", name=op.f('ck_job_seekers_offered')),
    sa.CheckConstraint("offer in ('local','elsewhere','abroad','training','')", name=op.f('ck_job_seekers_offer')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_job_seekers_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_seekers'))
    )
    op.create_index(op.f('ix_job_seekers_organisation_id'), 'job_seekers', ['organisation_id'], unique=False)
    op.create_table('known_abroad',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('hamlet', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('since', sa.String(), nullable=False),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('phone_hash', sa.LargeBinary(), nullable=True),
    sa.Column('contact_name', sa.String(), nullable=False),
    sa.Column('relation', sa.String(), nullable=False),
    sa.Column('contact_phone', sa.LargeBinary(), nullable=True),
    sa.Column('contact_phone_hash', sa.LargeBinary(), nullable=True),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('ending', sa.String(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_recorded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(ending = '') = (ended_on is null)", name=op.f('ck_known_abroad_ended')),
    sa.CheckConstraint("ending in ('helped','returned','listed','died','mistake','')", name=op.f('ck_known_abroad_ending')),
    sa.CheckConstraint("sex in ('M','F','')", name=op.f('ck_known_abroad_sex')),
    sa.ForeignKeyConstraint(['country'], ['countries.code'], name=op.f('fk_known_abroad_country')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_known_abroad_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_abroad'))
    )
    op.create_index(op.f('ix_known_abroad_contact_phone_hash'), 'known_abroad', ['contact_phone_hash'], unique=False)
    op.create_index('ix_known_abroad_organisation_id_search_key', 'known_abroad', ['organisation_id', 'search_key'], unique=False)
    op.create_index(op.f('ix_known_abroad_phone_hash'), 'known_abroad', ['phone_hash'], unique=False)
    op.create_table('month_drafts',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('remarks', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('prepared_by', sa.Uuid(), nullable=True),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_month_drafts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_month_drafts')),
    sa.UniqueConstraint('organisation_id', 'period', name=op.f('uq_month_drafts_organisation_id_period'))
    )
    op.create_table('outreach',
    sa.Column('hamlet', sa.String(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('listeners', sa.Integer(), nullable=False),
    sa.Column('leaflets', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('session','leaflets','loudspeaker')", name=op.f('ck_outreach_kind')),
    sa.CheckConstraint('times >= 1 and listeners >= 0 and leaflets >= 0', name=op.f('ck_outreach_counts')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_outreach_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outreach'))
    )
    op.create_index(op.f('ix_outreach_organisation_id'), 'outreach', ['organisation_id'], unique=False)
    op.create_table('report_reminders',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('reminded_by', sa.Uuid(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_report_reminders_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_reminders'))
    )
    op.create_index('ix_report_reminders_organisation_id_about', 'report_reminders', ['organisation_id', 'about'], unique=False)
    op.create_table('requested_communes',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('draft', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_requested_communes_organisation_id')),
    sa.ForeignKeyConstraint(['request_id'], ['report_requests.id'], name=op.f('fk_requested_communes_request_id')),
    sa.PrimaryKeyConstraint('request_id', 'organisation_id', name=op.f('pk_requested_communes'))
    )
    op.create_index(op.f('ix_requested_communes_organisation_id'), 'requested_communes', ['organisation_id'], unique=False)
    op.create_table('known_abroad_changes',
    sa.Column('known_abroad_id', sa.Uuid(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('before', sa.LargeBinary(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['known_abroad_id'], ['known_abroad.id'], name=op.f('fk_known_abroad_changes_known_abroad_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_abroad_changes'))
    )
    op.create_index(op.f('ix_known_abroad_changes_known_abroad_id'), 'known_abroad_changes', ['known_abroad_id'], unique=False)
    op.create_table('month_reports',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('correction', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('report_no', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('content_hash', sa.LargeBinary(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('sent_by', sa.Uuid(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_as', sa.String(), nullable=False),
    sa.Column('on_time', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('correction >= 0', name=op.f('ck_month_reports_correction')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_month_reports_organisation_id')),
    sa.ForeignKeyConstraint(['sent_by'], ['users.id'], name=op.f('fk_month_reports_sent_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_month_reports')),
    sa.UniqueConstraint('organisation_id', 'period', 'correction', name=op.f('uq_month_reports_organisation_id_period_correction')),
    sa.UniqueConstraint('organisation_id', 'year', 'number', name=op.f('uq_month_reports_organisation_id_year_number'))
    )
    op.create_index('ix_month_reports_period', 'month_reports', ['period'], unique=False)
    op.create_table('pledges',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['household_id'], ['households.id'], name=op.f('fk_pledges_household_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_pledges_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledges'))
    )
    op.create_index('ix_pledges_organisation_id_signed_on', 'pledges', ['organisation_id', 'signed_on'], unique=False)
    op.create_index('uq_pledges_standing', 'pledges', ['household_id', 'year'], unique=True, sqlite_where=sa.text('taken_back_at is null'), postgresql_where=sa.text('taken_back_at is null'))
    op.create_table('report_answers',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('content_hash', sa.LargeBinary(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('sent_by', sa.Uuid(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('on_time', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_report_answers_organisation_id')),
    sa.ForeignKeyConstraint(['request_id'], ['report_requests.id'], name=op.f('fk_report_answers_request_id')),
    sa.ForeignKeyConstraint(['sent_by'], ['users.id'], name=op.f('fk_report_answers_sent_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_answers')),
    sa.UniqueConstraint('request_id', 'organisation_id', name=op.f('uq_report_answers_request_id_organisation_id'))
    )
    op.create_index(op.f('ix_report_answers_organisation_id'), 'report_answers', ['organisation_id'], unique=False)
    op.create_table('visits',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('known_abroad_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('result', sa.String(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('precision', sa.String(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('visit','call')", name=op.f('ck_visits_kind')),
    sa.CheckConstraint("precision in ('','day','about')", name=op.f('ck_visits_precision')),
    sa.CheckConstraint("result in ('working','coming','returned','no_contact','needs_help')", name=op.f('ck_visits_result')),
    sa.CheckConstraint('(worker_id is null) <> (known_abroad_id is null)', name=op.f('ck_visits_about_one')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_visits_event_id')),
    sa.ForeignKeyConstraint(['known_abroad_id'], ['known_abroad.id'], name=op.f('fk_visits_known_abroad_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_visits_organisation_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_visits_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits'))
    )
    op.create_index(op.f('ix_visits_known_abroad_id'), 'visits', ['known_abroad_id'], unique=False)
    op.create_index('ix_visits_organisation_id_visited_on', 'visits', ['organisation_id', 'visited_on'], unique=False)
    op.create_index(op.f('ix_visits_worker_id'), 'visits', ['worker_id'], unique=False)
    op.create_table('assistance_requests',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handled_by', sa.Uuid(), nullable=True),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_assistance_requests_organisation_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_assistance_requests_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assistance_requests')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_assistance_requests_visit_id'))
    )
    op.create_index(op.f('ix_assistance_requests_asked_at'), 'assistance_requests', ['asked_at'], unique=False)
    op.create_index(op.f('ix_assistance_requests_organisation_id'), 'assistance_requests', ['organisation_id'], unique=False)
    op.create_table('visit_undos',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('annulment_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['annulment_id'], ['events.id'], name=op.f('fk_visit_undos_annulment_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_undos_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_undos')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_visit_undos_visit_id'))
    )
