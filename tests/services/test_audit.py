"""The audit log finds every edited, deleted, reordered or cut record, on both databases."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.audit import AuditAction
from borderreg.models import AuditHead, AuditRecord, Organisation
from borderreg.services import audit


@pytest.fixture
def organisation(engine: Engine) -> UUID:
    def add(session):
        organisation = Organisation(code="99998", kind="commune")
        session.add(organisation)
        session.flush()
        return organisation.id

    return write_on(engine, add)


@pytest.fixture
def chain(engine, organisation, at):
    actor = Actor(None, "páo", "Vi Văn Páo", Role.COMMUNE_CHIEF, organisation, "99998")

    def act(session, n):
        audit.record(
            session,
            actor=actor,
            action=AuditAction.WORKER_READ,
            object_type="worker",
            object_id=f"w{n}",
            payload={"purpose": f"lý do {n}"},
            at=at + timedelta(minutes=n),
        )

    for n in range(5):
        write_on(engine, act, n)
    return organisation


def first_bad(engine, organisation):
    with read_on(engine) as session:
        return {check.organisation_id: check.first_bad for check in audit.verify(session)}[organisation]


def test_an_untouched_chain_holds(engine, chain):
    assert first_bad(engine, chain) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "list:revoked"),
        ("object_id", "w9"),
        ("object_type", "list"),
        ("payload", '{"purpose":"khác"}'),
        ("payload", None),
        ("salt", bytes(16)),
        ("prev", bytes(32)),
        ("commitment", bytes(32)),
        ("leaf", bytes(32)),
    ],
)
def test_an_edited_column_is_found_at_its_record(engine, chain, column, value):
    write_on(
        engine, lambda s: s.execute(update(AuditRecord).where(AuditRecord.seq == 3).values({column: value}))
    )
    assert first_bad(engine, chain) == 3


def test_a_moved_time_is_found(engine, chain, at):
    write_on(engine, lambda s: s.execute(update(AuditRecord).where(AuditRecord.seq == 2).values(at=at)))
    assert first_bad(engine, chain) == 2


@pytest.mark.parametrize(("gone", "found"), [(1, 1), (3, 3), (5, 5)])
def test_a_deleted_record_is_found_even_at_the_tail(engine, chain, gone, found):
    write_on(engine, lambda s: s.execute(delete(AuditRecord).where(AuditRecord.seq == gone)))
    assert first_bad(engine, chain) == found


def test_an_emptied_chain_is_found(engine, chain):
    write_on(engine, lambda s: s.execute(delete(AuditRecord)))
    assert first_bad(engine, chain) == 1


def test_a_lost_head_is_found(engine, chain):
    write_on(engine, lambda s: s.execute(delete(AuditHead)))
    assert first_bad(engine, chain) is not None


def test_two_swapped_records_are_found(engine, chain):
    def swap(session):
        for old, new in ((2, 99), (3, 2), (99, 3)):
            session.execute(update(AuditRecord).where(AuditRecord.seq == old).values(seq=new))

    write_on(engine, swap)
    assert first_bad(engine, chain) == 2


def test_the_payload_names_the_way_in(engine, chain):
    with read_on(engine) as session:
        own = select(AuditRecord.payload).where(AuditRecord.organisation_id == chain)
        payload = session.scalars(own.limit(1)).one()
    assert '"via":"web"' in payload
