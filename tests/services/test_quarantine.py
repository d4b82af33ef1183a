"""Held events count only when a commander of their gate has let them in, and every decision is logged."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted
from borderreg.models import AuditRecord, Journey, QuarantineReview
from borderreg.reports.held_events import count_held, held_events
from borderreg.services import audit
from borderreg.services.devices import revoke_device
from borderreg.services.journeys import rebuild
from borderreg.services.quarantine import leave_out, let_in
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user
from tests.preparation import operator


@pytest.fixture
def commander(engine):
    return actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình"))


@pytest.fixture
def stranger(engine):
    return actor_of(engine, make_user(engine, "chima", Role.GATE_COMMANDER, "CHIMA", "Hoàng Văn Thắng"))


@pytest.fixture
def held(engine, client, commander):
    """A departure that a revoked device still had in its queue."""
    device = GateDevice.enrol(engine, client, commander)
    event = device.event("departure", digits=CertifiedList(engine).issue().digits)
    write_on(engine, revoke_device, actor=commander, device_id=device.device_id, at=AT)
    assert device.send(event, live=False).status_code == 410
    return UUID(event["id"])


def abroad(engine):
    with read_on(engine) as session:
        return session.scalar(select(func.count()).select_from(Journey))


def test_what_is_held_is_shown_to_its_own_gate_only(engine, held, commander, stranger):
    with read_on(engine) as session:
        [line] = held_events(session, actor=commander)
        assert (line.id, line.kind, line.officer) == (held, "departure", "")
        assert (count_held(session, actor=commander), count_held(session, actor=stranger)) == (1, 0)
    assert abroad(engine) == 0


def test_an_event_that_is_let_in_counts_at_its_time_and_waits_no_more(engine, held, commander):
    write_on(engine, let_in, actor=commander, event_id=held, at=AT + timedelta(hours=3))
    with read_on(engine) as session:
        assert session.scalars(select(Journey.departed_at)).one() == AT
        assert held_events(session, actor=commander) == ()
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0


def test_an_event_that_is_left_out_needs_a_reason_and_stays_out(engine, held, commander):
    with pytest.raises(BadInput):
        write_on(engine, leave_out, actor=commander, event_id=held, reason=" ", at=AT)
    write_on(engine, leave_out, actor=commander, event_id=held, reason="máy bị mất trộm", at=AT)
    assert abroad(engine) == 0
    with read_on(engine) as session:
        review = session.scalars(select(QuarantineReview)).one()
        assert (review.accepted, review.reason) == (False, "máy bị mất trộm")
        assert count_held(session, actor=commander) == 0


def test_it_is_decided_once(engine, held, commander):
    write_on(engine, leave_out, actor=commander, event_id=held, reason="máy bị mất trộm", at=AT)
    with pytest.raises(Conflict):
        write_on(engine, let_in, actor=commander, event_id=held, at=AT)


def test_another_post_and_an_officer_cannot_decide(engine, held, stranger):
    with pytest.raises(NotFound):
        write_on(engine, let_in, actor=stranger, event_id=held, at=AT)
    officer = actor_of(engine, make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo"))
    with pytest.raises(NotPermitted):
        write_on(engine, let_in, actor=officer, event_id=held, at=AT)


def test_an_event_that_is_not_held_is_not_there(engine, client, commander):
    device = GateDevice.enrol(engine, client, commander)
    device.sign_in("chihuy")
    event = device.event("departure", digits=CertifiedList(engine).issue().digits)
    device.send(event)
    with pytest.raises(NotFound):
        write_on(engine, let_in, actor=commander, event_id=UUID(event["id"]), at=AT)


def test_the_decision_is_in_the_log_of_the_post(engine, held, commander):
    write_on(engine, let_in, actor=commander, event_id=held, reason="đã hỏi ca trực", at=AT)
    with read_on(engine) as session:
        query = select(AuditRecord).where(AuditRecord.action == "quarantine:reviewed")
        logged = session.scalars(query).one()
        assert (logged.organisation_id, logged.object_id) == (commander.organisation_id, str(held))
        assert all(check.first_bad is None for check in audit.verify(session))
