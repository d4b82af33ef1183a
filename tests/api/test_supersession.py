"""One person on two lists: the older entry closes when the newer is first used, and nobody is locked out."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import AuditRecord, CommuneNotice, Entry, EntryChange, IssuedCode, User, WorkList
from borderreg.services.devices import revoke_device
from borderreg.services.quarantine import let_in
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user

NUMBER = "020190333333"
KY_LUA = "06187"


@pytest.fixture
def device(engine, client):
    """A phone of the commander of Hữu Nghị."""
    commander = make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lộc Văn Chiến")
    device = GateDevice.enrol(engine, client, actor_of(engine, commander))
    assert device.sign_in("chihuy").status_code == 201
    return device


@pytest.fixture
def older(engine):
    """The entry that another commune certified a month ago."""
    work_list = CertifiedList(engine, commune=KY_LUA, number=3)
    write_on(engine, _certified_before, work_list.list_id)
    return work_list.issue(personal_id=NUMBER, document_number="C7654321")


@pytest.fixture
def newer(engine, older):
    """The entry of Đồng Đăng, for the same person and overlapping days."""
    return CertifiedList(engine).issue(personal_id=NUMBER, document_number="C7654321")


def _certified_before(session, list_id):
    statement = update(WorkList).where(WorkList.id == list_id)
    session.execute(statement.values(certified_at=AT - timedelta(days=30)))


def statuses(engine, *issued):
    """Return the status of entries now."""
    with read_on(engine) as session:
        return [session.get_one(Entry, one.entry_id).status for one in issued]


def test_both_are_in_force_until_the_newer_is_used(engine, device, older, newer):
    for one in (older, newer):
        assert device.verify(digits=one.digits).json["class"] == "accept"
    assert statuses(engine, older, newer) == ["certified", "certified"]


def test_the_older_closes_when_the_newer_is_first_used_and_points_to_it(engine, device, older, newer):
    assert device.record("departure", digits=newer.digits)["verdict"] == "accept"
    assert statuses(engine, older, newer) == ["superseded", "certified"]
    device.record("return", digits=newer.digits)
    later = device.verify(digits=older.digits).json
    assert (later["class"], later["reasons"]) == ("refuse", ["superseded"])
    assert device.verify(digits=newer.digits).json["class"] == "accept"
    with read_on(engine) as session:
        change = session.scalars(select(EntryChange)).one()
        assert (change.entry_id, change.status) == (older.entry_id, "superseded")
        assert "05/2026" in change.reason
        code = session.get_one(IssuedCode, older.cti)
        assert code.superseded_by == newer.cti
        assert "entry:superseded" in set(session.scalars(select(AuditRecord.action)))


def test_the_older_commune_is_told_once(engine, device, older, newer):
    device.record("departure", digits=newer.digits)
    device.record("return", digits=newer.digits)
    device.record("departure", digits=newer.digits)
    with read_on(engine) as session:
        notice = session.scalars(select(CommuneNotice)).one()
        entry = session.get_one(Entry, older.entry_id)
        assert (notice.kind, notice.entry_id) == ("superseded", older.entry_id)
        assert notice.organisation_id == entry.organisation_id


def test_using_the_older_first_closes_nothing(engine, device, older, newer):
    assert device.record("departure", digits=older.digits)["verdict"] == "accept"
    device.record("return", digits=older.digits)
    assert statuses(engine, older, newer) == ["certified", "certified"]
    assert device.record("departure", digits=newer.digits)["verdict"] == "accept"
    assert statuses(engine, older, newer) == ["superseded", "certified"]


def test_a_return_with_the_closed_paper_is_recorded(engine, device, older, newer):
    device.record("departure", digits=newer.digits)
    answer = device.record("return", digits=older.digits)
    assert (answer["result"], answer["verdict"]) == ("stored", "accept")
    assert answer["journey"]["state"] == "home"


def test_a_refused_departure_closes_nothing(engine, device, older, client):
    early = CertifiedList(engine).issue(personal_id=NUMBER, valid_from=date(2026, 12, 1))
    assert device.record("departure", digits=early.digits)["verdict"] == "refuse"
    assert statuses(engine, older, early) == ["certified", "certified"]


def test_an_entry_for_other_days_stays(engine, device, older):
    short = CertifiedList(engine).issue(personal_id=NUMBER, valid_to=date(2026, 11, 30))
    days = {"valid_from": date(2026, 12, 1), "valid_to": date(2027, 2, 20)}
    statement = update(Entry).where(Entry.id == older.entry_id).values(days)
    write_on(engine, lambda session: session.execute(statement))
    assert device.record("departure", digits=short.digits)["verdict"] == "accept"
    assert statuses(engine, older, short) == ["certified", "certified"]


def test_two_lists_of_one_commune_close_without_a_notice(engine, device):
    first = CertifiedList(engine, number=4)
    write_on(engine, _certified_before, first.list_id)
    old = first.issue(personal_id=NUMBER)
    new = CertifiedList(engine).issue(personal_id=NUMBER)
    device.record("departure", digits=new.digits)
    assert statuses(engine, old, new) == ["superseded", "certified"]
    with read_on(engine) as session:
        assert session.scalars(select(CommuneNotice)).all() == []


def test_a_queued_departure_closes_the_older_one_too(engine, device, older, newer):
    queued = device.event("departure", digits=newer.digits, officer="chihuy")
    assert device.send(queued, live=False).json["results"][0]["result"] == "stored"
    assert statuses(engine, older, newer) == ["superseded", "certified"]


def test_nothing_is_looked_for_where_there_is_no_older_entry(engine, device, older, newer, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "borderreg.services.event_log.close_older", lambda *args, **facts: asked.append(facts)
    )
    device.record("departure", digits=CertifiedList(engine, number=8).issue(name="Vi Văn Páo").digits)
    device.record("departure", digits=older.digits)
    assert asked == []
    device.record("return", digits=older.digits)
    device.record("departure", digits=newer.digits)
    assert [facts["entry_id"] for facts in asked] == [newer.entry_id]


def test_a_held_departure_closes_the_older_entry_once_it_is_let_in(engine, device, older, newer):
    event = device.event("departure", digits=newer.digits)
    with read_on(engine) as session:
        user = session.scalars(select(User.id).where(User.username == "chihuy")).one()
    commander = actor_of(engine, user)
    write_on(engine, revoke_device, actor=commander, device_id=device.device_id, at=AT)
    assert device.send(event, live=False).status_code == 410
    assert statuses(engine, older, newer) == ["certified", "certified"]
    write_on(engine, let_in, actor=commander, event_id=UUID(event["id"]), at=AT)
    assert statuses(engine, older, newer) == ["superseded", "certified"]


def test_an_annulled_first_use_opens_the_older_entry_again(engine, device, older, newer):
    left = device.event("departure", digits=newer.digits)
    assert device.send(left).json["results"][0]["result"] == "stored"
    assert statuses(engine, older, newer) == ["superseded", "certified"]
    back = device.event("annulment", annuls=left["id"], reason="nhầm")
    assert device.send(back).json["results"][0]["result"] == "stored"
    assert statuses(engine, older, newer) == ["certified", "certified"]
    assert device.verify(digits=older.digits).json["class"] == "accept"
    with read_on(engine) as session:
        assert session.get_one(IssuedCode, older.cti).superseded_by is None
        changes = session.scalars(select(EntryChange).order_by(EntryChange.changed_at, EntryChange.id)).all()
        assert sorted(change.status for change in changes) == ["certified", "superseded"]
        assert session.scalars(select(CommuneNotice)).one().seen_at is None
    # used again: closed again, and the notice is new once more
    assert device.record("departure", digits=newer.digits)["verdict"] == "accept"
    assert statuses(engine, older, newer) == ["superseded", "certified"]


def test_an_annulment_that_came_first_opens_the_older_once_it_is_let_in(engine, device, older, newer):
    left = device.event("departure", digits=newer.digits, officer="chihuy")
    back = device.event("annulment", annuls=left["id"], officer="chihuy", reason="nhầm")
    for event in (back, left):
        assert device.send(event, live=False).json["results"][0]["result"] == "stored"
    assert statuses(engine, older, newer) == ["superseded", "certified"]
    with read_on(engine) as session:
        user = session.scalars(select(User.id).where(User.username == "chihuy")).one()
    write_on(engine, let_in, actor=actor_of(engine, user), event_id=UUID(back["id"]), at=AT)
    assert statuses(engine, older, newer) == ["certified", "certified"]


def test_an_entry_whose_list_was_revoked_meanwhile_does_not_open(engine, device, older, newer):
    left = device.event("departure", digits=newer.digits)
    device.send(left)
    with read_on(engine) as session:
        list_id = session.get_one(Entry, older.entry_id).list_id
    revoked = {"status": "revoked", "revoked_at": AT, "revoke_reason": "Sai người"}
    write_on(
        engine,
        lambda session: session.execute(update(WorkList).where(WorkList.id == list_id).values(revoked)),
    )
    device.send(device.event("annulment", annuls=left["id"], reason="nhầm"))
    assert statuses(engine, older, newer) == ["revoked", "certified"]
