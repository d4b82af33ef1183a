"""GET /pack: signed, without names, whole or what changed, and never short of a late commit."""

import base64
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.db import MODE, read_on, write_on
from borderreg.domain.lists import EntryStatus
from borderreg.domain.packs import PackRow, PackState
from borderreg.ls1 import read_key_list
from borderreg.ls1.packs import PackRefused, check_pack
from borderreg.models import DeviceState, Employer, Entry, IssuedCode, Journey, PackChange, StopMark, new_id
from borderreg.services.devices import revoke_device
from tests.crossings import AT

# SQLite has one writer at a time, so nothing can commit late there
LATE_COMMITS = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


def fetch(device, cursor=""):
    answer = device.client.get("/api/v1/pack", query_string={"cursor": cursor}, headers=device.headers())
    assert answer.status_code == 200, answer.data
    return answer.json


def b64(text_):
    return base64.urlsafe_b64decode(text_ + "=" * (-len(text_) % 4))


def rows(pack):
    data = b64(pack["rows"])
    assert len(data) % 13 == 0
    found = [PackRow.from_bytes(data[at : at + 13]) for at in range(0, len(data), 13)]
    assert len(b64(pack["hashes"])) == 16 * len(found)
    return {row.cti: row for row in found}


def change(engine, statement):
    write_on(engine, lambda session: session.execute(statement) and None)


def test_a_pack_is_signed_and_names_nobody(device, work_list):
    issued = work_list.issue(name="Triệu Mùi Phấy", personal_id="020390012345")
    pack = fetch(device)
    keys = read_key_list(pack["keys"], root_public=vault().root_public)
    check_pack(pack, keys=keys)
    assert pack["kind"] == "full"
    assert rows(pack)[issued.cti].status is EntryStatus.CERTIFIED
    said = json.dumps(pack, ensure_ascii=False)
    assert "Triệu" not in said
    assert "020390012345" not in said
    assert "C0050001" not in said


def test_a_pack_says_for_how_long_it_may_be_used(device):
    pack = fetch(device)
    assert pack["issued_at"] == "2026-11-22T01:00:00Z"
    assert pack["fresh_until"] == "2026-11-23T01:00:00Z"
    assert pack["hard_until"] == "2026-11-25T01:00:00Z"
    assert pack["gate"]["code"] == "HUUNGHI"
    assert pack["gate"]["international"] is True


@pytest.mark.parametrize("member", ["serial", "rows", "hard_until", "seals", "cursor"])
def test_a_changed_pack_is_refused(device, work_list, member):
    work_list.issue()
    pack = fetch(device)
    keys = read_key_list(pack["keys"], root_public=vault().root_public)
    with pytest.raises(PackRefused) as refused:
        check_pack(pack | {member: 7}, keys=keys)
    assert refused.value.code == "pack_signature"


def test_a_lower_serial_is_refused(device):
    pack = fetch(device)
    keys = read_key_list(pack["keys"], root_public=vault().root_public)
    with pytest.raises(PackRefused) as refused:
        check_pack(pack, keys=keys, at_least_serial=pack["serial"] + 1)
    assert refused.value.code == "pack_serial"


def test_papers_are_found_by_the_keyed_hashes(device, work_list):
    issued = work_list.issue(personal_id="020390012345")
    pack = fetch(device)
    place = list(rows(pack)).index(issued.cti)
    hashes = b64(pack["hashes"])[16 * place : 16 * place + 16]
    index = vault().index
    assert hashes[:8] == index.short_hash("pack/document_number", "C0050001")
    assert hashes[8:] == index.short_hash("pack/personal_id", "020390012345")
    assert b64(pack["hash_keys"]["personal_id"]) == index.device_key("pack/personal_id")


def test_a_delta_holds_who_left_and_who_is_new_and_nobody_else(device, work_list, clock):
    left, stays = work_list.issue(), work_list.issue()
    first = fetch(device)
    clock[0] += timedelta(minutes=5)
    device.record("departure", digits=left.digits)
    new = work_list.issue()
    clock[0] += timedelta(minutes=5)
    delta = fetch(device, first["cursor"])
    assert delta["kind"] == "delta"
    assert delta["base"] == first["cursor"]
    assert delta["serial"] > first["serial"]
    assert left.cti in rows(delta)
    assert new.cti in rows(delta)
    row = rows(delta)[left.cti]
    assert row.state is PackState.ABROAD
    assert row.last_event == AT + timedelta(minutes=5)
    again = fetch(device, delta["cursor"])
    assert stays.cti not in rows(again)


def test_the_other_code_of_a_person_abroad_says_so(device, work_list):
    one = work_list.issue(personal_id="020390012345")
    other = work_list.issue(personal_id="020390012345")
    device.record("departure", digits=one.digits)
    found = rows(fetch(device))
    assert found[one.cti].state is PackState.ABROAD
    assert found[other.cti].state is PackState.ABROAD_OTHERWISE


def test_a_return_is_in_the_next_delta(device, work_list, clock):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    first = fetch(device)
    clock[0] += timedelta(hours=9)
    device.record("return", digits=issued.digits)
    row = rows(fetch(device, first["cursor"]))[issued.cti]
    assert row.state is PackState.HOME
    assert row.last_event == clock[0]


@pytest.mark.parametrize("status", ["withdrawn", "revoked", "suspended"])
def test_what_the_commune_takes_back_is_in_the_next_delta(device, work_list, engine, status):
    issued = work_list.issue()
    first = fetch(device)
    change(engine, update(Entry).where(Entry.id == issued.entry_id).values(status=status))
    delta = fetch(device, first["cursor"])
    assert rows(delta)[issued.cti].status is EntryStatus(status)
    assert (issued.cti.hex() in delta["revoked"]) == (status != "suspended")


def test_a_replaced_code_is_superseded(device, work_list, engine):
    old, new = work_list.issue(), work_list.issue()
    first = fetch(device)
    replace = update(IssuedCode).where(IssuedCode.cti == old.cti).values(superseded_by=new.cti)
    change(engine, replace)
    assert rows(fetch(device, first["cursor"]))[old.cti].status is EntryStatus.SUPERSEDED


def test_marks_papers_and_dates_that_matter_these_days_are_noted(device, work_list, engine):
    day = AT.date()
    ends = work_list.issue(valid_to=day + timedelta(days=1))
    later = work_list.issue(valid_from=day + timedelta(days=5), valid_to=day + timedelta(days=30))
    paper = work_list.issue(document_expires=day)
    usual = work_list.issue()
    mark = StopMark(
        id=new_id(), worker_id=usual.worker_id, effect="refuse", instruction=b"", created_by=None,
        created_at=AT, expires_at=AT + timedelta(days=9), lifted_at=None,
    )  # fmt: skip
    first = fetch(device)
    write_on(engine, lambda session: session.add(mark))
    notes = first["notes"]
    assert notes[ends.cti.hex()] == {"valid_to": "2026-11-23"}
    assert notes[later.cti.hex()] == {"valid_from": "2026-11-27"}
    assert notes[paper.cti.hex()] == {"document_expires": "2026-11-22"}
    assert usual.cti.hex() not in notes
    assert fetch(device, first["cursor"])["notes"][usual.cti.hex()] == {"stop": "refuse"}


def test_an_entry_that_begins_to_end_comes_with_the_delta_of_that_day(device, work_list, clock):
    issued = work_list.issue(valid_to=date(2026, 11, 26))
    first = fetch(device)
    assert issued.cti.hex() not in first["notes"]
    clock[0] += timedelta(days=2)
    delta = fetch(device, first["cursor"])
    assert delta["notes"][issued.cti.hex()] == {"valid_to": "2026-11-26"}


def test_a_suspended_employer_reaches_the_entries_of_his_people(device, work_list, engine):
    employer = Employer(
        id=new_id(), name_vi="Công ty Mía Long Châu", search_key="cong ty mia long chau", country="CN",
        status="active", suspended_from=None, created_at=AT,
    )  # fmt: skip
    write_on(engine, lambda session: session.add(employer))
    issued = work_list.issue(employer_id=employer.id)
    first = fetch(device)
    suspended = update(Employer).where(Employer.id == employer.id)
    change(engine, suspended.values(status="suspended", suspended_from=date(2026, 11, 22)))
    note = fetch(device, first["cursor"])["notes"][issued.cti.hex()]
    assert note == {"employer_suspended_from": "2026-11-22"}


@pytest.mark.parametrize("cursor", ["", "x", "e30", "eyJ2IjoxfQ", "/////", "é"])
def test_a_cursor_that_is_none_gives_the_whole_pack(device, work_list, cursor):
    issued = work_list.issue()
    pack = fetch(device, cursor)
    assert pack["kind"] == "full"
    assert issued.cti in rows(pack)


def test_an_old_cursor_gives_the_whole_pack(device, work_list, clock):
    work_list.issue()
    first = fetch(device)
    clock[0] += timedelta(days=7)
    assert fetch(device, first["cursor"])["kind"] == "full"


def test_a_cursor_whose_place_is_gone_gives_the_whole_pack(device, work_list, engine):
    work_list.issue()
    first = fetch(device)
    work_list.issue()
    write_on(engine, lambda session: session.execute(text("DELETE FROM pack_changes")) and None)
    assert fetch(device, first["cursor"])["kind"] == "full"


def test_a_cursor_of_another_history_gives_the_whole_pack(device, work_list, engine):
    """After a restore the same number may stand for another change."""
    work_list.issue()
    first = fetch(device)
    change(engine, update(PackChange).values(noted_at=AT - timedelta(days=1)))
    assert fetch(device, first["cursor"])["kind"] == "full"


@LATE_COMMITS
def test_no_change_is_lost_whose_transaction_commits_after_the_pack_was_made(
    device, work_list, engine, clock
):
    """A transaction that wrote before the pack was made, and committed after it (PostgreSQL)."""
    late, early = work_list.issue(), work_list.issue()
    slow = engine.connect().execution_options(**{MODE: "write"})
    slow.execute(update(Entry).where(Entry.id == late.entry_id).values(status="revoked"))
    change(engine, update(Entry).where(Entry.id == early.entry_id).values(status="suspended"))
    first = fetch(device)
    assert rows(first)[late.cti].status is EntryStatus.CERTIFIED
    assert rows(first)[early.cti].status is EntryStatus.SUSPENDED
    slow.commit()
    slow.close()
    clock[0] += timedelta(minutes=1)
    delta = fetch(device, first["cursor"])
    assert delta["kind"] == "delta"
    assert rows(delta)[late.cti].status is EntryStatus.REVOKED


@LATE_COMMITS
def test_a_chain_of_deltas_under_many_writers_equals_the_whole_pack(device, work_list, engine, clock):
    """Eight open transactions that commit in another order than they wrote; deltas between (PostgreSQL)."""
    people = [work_list.issue() for _ in range(8)]
    pack = fetch(device)
    held = rows(pack)
    open_ = []
    for person in people:
        connection = engine.connect().execution_options(**{MODE: "write"})
        connection.execute(update(Entry).where(Entry.id == person.entry_id).values(status="withdrawn"))
        open_.append(connection)
    for connection in open_[::2] + open_[1::2][::-1]:
        pack = fetch(device, pack["cursor"])
        held |= rows(pack)
        connection.commit()
        connection.close()
        clock[0] += timedelta(seconds=1)
    delta = fetch(device, pack["cursor"])
    assert delta["kind"] == "delta"
    held |= rows(delta)
    assert held == rows(fetch(device))


def test_a_pack_needs_a_device_and_a_revoked_one_is_told_to_wipe(client, device, engine, commander):
    assert client.get("/api/v1/pack").status_code == 401
    write_on(engine, revoke_device, actor=commander, device_id=device.device_id, at=AT)
    answer = client.get("/api/v1/pack", headers=device.headers())
    assert answer.status_code == 410


def test_asking_for_a_pack_writes_nothing(device, work_list, engine):
    work_list.issue()
    with read_on(engine) as session:
        before = session.scalars(select(PackChange.id)).all()
    fetch(device)
    with read_on(engine) as session:
        assert session.scalars(select(PackChange.id)).all() == before
        assert session.scalars(select(Journey)).all() == []


def test_a_device_says_how_it_is(device, engine, clock):
    facts = {
        "device_time": (AT - timedelta(seconds=90)).isoformat(), "app_version": "1.1", "pack_serial": 12,
        "pack_issued_at": AT.isoformat(), "waiting": 3,
        "rejected": 1, "oldest_at": AT.isoformat(), "ready": True,
    }  # fmt: skip
    assert device.post("/devices/state", facts).status_code == 200
    clock[0] += timedelta(days=1)
    later = facts | {"waiting": 0, "oldest_at": None, "device_time": clock[0].isoformat()}
    assert device.post("/devices/state", later).status_code == 200
    with read_on(engine) as session:
        state = session.scalars(select(DeviceState)).one()
    assert state.reported_at == clock[0]
    assert (state.waiting, state.rejected, state.ready) == (0, 1, True)
    assert state.clock_offset == 0


def test_a_report_without_a_zone_is_refused(device):
    answer = device.post("/devices/state", {"device_time": "2026-11-22T08:00:00"})
    assert answer.status_code == 400


def test_changes_of_the_day_before_last_are_kept_and_old_ones_forgotten(device, work_list, engine, clock):
    work_list.issue()
    with read_on(engine) as session:
        assert session.scalars(select(PackChange.id)).all()
    device.post("/devices/state", {"device_time": AT.isoformat()})
    _age(engine, days=40)
    work_list.issue()
    clock[0] += timedelta(days=1)
    device.post("/devices/state", {"device_time": clock[0].isoformat()})
    with read_on(engine) as session:
        assert len(session.scalars(select(PackChange.id)).all()) == 1


def _age(engine, *, days: int) -> None:
    def age(session: Session) -> None:
        session.execute(update(PackChange).values(noted_at=AT - timedelta(days=days)))

    write_on(engine, age)
