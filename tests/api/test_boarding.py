"""Group mode: one code opens a list with everybody on it, each decided by the same rules as a scan."""

import pytest
from sqlalchemy import event, select, update

from borderreg.db import db, read_on, write_on
from borderreg.domain.keys import KeyUse
from borderreg.domain.passes import HeadPayload, format_entry_code
from borderreg.ls1 import sign_head
from borderreg.models import AuditRecord, Entry, WorkList
from borderreg.services.key_use import issuing_key_for
from tests.crossings import AT, CertifiedList


@pytest.fixture
def bus(work_list):
    return [work_list.issue(name=name) for name in ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy")]


def open_list(device, code, **query):
    return device.client.get(f"/api/v1/lists/{code}/boarding", query_string=query, headers=device.headers())


def head_of(engine, work_list: CertifiedList, *, content_hash=bytes(32)):
    def sign(session):
        issuing = issuing_key_for(session, commune=work_list.commune, at=AT, use=KeyUse.LIST)
        payload = HeadPayload(
            list_no=f"{work_list.number:02d}/2026", entries=work_list.rows, content_hash=content_hash
        )
        return sign_head(payload=payload, key=issuing.key, signer=issuing.signer)

    with read_on(engine) as session:
        return sign(session)


def test_the_head_code_of_a_list_opens_it_in_the_order_of_its_rows(engine, device, work_list, bus):
    answer = open_list(device, head_of(engine, work_list))
    assert answer.status_code == 200, answer.data
    body = answer.json
    assert (body["list"], body["commune"], body["status"], body["entries"]) == (
        "05/2026",
        "06184",
        "certified",
        3,
    )
    assert body["next"] is None
    names = [row["person"]["name"] for row in body["rows"]]
    assert names == ["Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy"]
    assert [row["cti"] for row in body["rows"]] == [issued.cti.hex() for issued in bus]


def test_the_code_of_any_entry_opens_its_list(device, bus):
    for code in (format_entry_code(bus[1].cti), bus[2].cti.hex()):
        assert len(open_list(device, code).json["rows"]) == 3


def test_each_row_has_the_verdict_that_a_typed_code_gets(device, bus):
    device.record("departure", digits=bus[0].digits)
    for row, issued in zip(open_list(device, bus[0].cti.hex()).json["rows"], bus, strict=True):
        alone = device.verify(entry_code=format_entry_code(issued.cti)).json
        for key in ("class", "reasons", "flags", "text", "person"):
            assert row[key] == alone[key], key
    first = open_list(device, bus[0].cti.hex()).json["rows"][0]
    assert first["journey"]["state"] == "abroad"
    assert "already_departed" in first["reasons"]
    back = open_list(device, bus[0].cti.hex(), direction="return").json["rows"]
    assert [row["class"] for row in back] == ["accept"] * 3


def test_a_forged_head_code_opens_nothing(engine, device, work_list, bus):
    digits = head_of(engine, work_list)
    forged = f"{digits[:-7]}{(int(digits[-7]) + 3) % 10}{digits[-6:]}"
    other = head_of(engine, work_list, content_hash=b"\1" * 32)
    for code in (forged, other, bus[0].digits, "0000-0000-0000-0", "ff" * 8, "không-có"):
        answer = open_list(device, code)
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_list"), code


def test_a_draft_is_not_opened_and_a_revoked_list_says_so(engine, device, work_list, bus):
    def become(session, status, entry_status):
        session.execute(update(WorkList).where(WorkList.id == work_list.list_id).values(status=status))
        session.execute(update(Entry).where(Entry.list_id == work_list.list_id).values(status=entry_status))

    write_on(engine, become, "submitted", "certified")
    assert open_list(device, bus[0].cti.hex()).status_code == 404
    write_on(engine, become, "revoked", "revoked")
    body = open_list(device, bus[0].cti.hex()).json
    assert body["status"] == "revoked"
    assert {row["class"] for row in body["rows"]} == {"refuse"}


def test_opening_a_list_is_one_logged_read_of_everybody_on_it(engine, device, bus):
    open_list(device, bus[0].cti.hex())
    with read_on(engine) as session:
        found = [
            record.payload
            for record in session.scalars(select(AuditRecord))
            if "boarding" in str(record.payload)
        ]
    assert len(found) == 1
    assert all(str(issued.worker_id) in str(found[0]) for issued in bus)


def test_without_a_shift_nobody_is_shown(device, bus):
    device.shift_token = ""
    answer = open_list(device, bus[0].cti.hex())
    assert (answer.status_code, answer.json["code"]) == (401, "shift_required")


@pytest.mark.parametrize("query", [{"direction": "annulment"}, {"after": "x"}, {"after": "999999999"}])
def test_a_wrong_question_is_said_to_be_one(device, bus, query):
    assert open_list(device, bus[0].cti.hex(), **query).status_code == 400


def test_rows_after_a_row_are_the_rest(device, bus):
    rows = open_list(device, bus[0].cti.hex(), after="1").json["rows"]
    assert [row["person"]["row"] for row in rows] == [2, 3]


@pytest.mark.parametrize("others", [0, 30])
def test_a_longer_list_asks_no_more_statements(app, device, work_list, bus, others):
    for _ in range(others):
        work_list.issue()
    open_list(device, bus[0].cti.hex())
    seen = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    assert len(open_list(device, bus[0].cti.hex()).json["rows"]) == 3 + others
    assert len(seen) <= 12, seen
