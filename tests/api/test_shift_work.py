"""A shift's own calls: the PIN chosen on the phone, who begins without a network, the report at hand-over."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import NotFound
from borderreg.domain.gate_pins import ITERATIONS
from borderreg.models import AuditRecord, Device, GatePin, ShiftReport, new_id
from borderreg.reports.shift_reports import list_shift_reports, read_shift_report
from borderreg.services.devices import revoke_device
from borderreg.services.gate_pins import prepare_pin, set_pin
from borderreg.services.shift_reports import sign_off
from tests.crossings import AT, PASSWORD, actor_of, make_user

SALT, VERIFIER = bytes(range(16)), bytes(range(32))


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def choose(device, **changes):
    body = {"salt": b64(SALT), "iterations": ITERATIONS, "verifier": b64(VERIFIER)} | changes
    return device.post("/shifts/current/pin", body)


def open_box(private, box, bound_to):
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(box["epk"]))
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=bound_to.encode())
    key = derived.derive(private.exchange(ec.ECDH(), theirs))
    return json.loads(AESGCM(key).decrypt(unb64(box["iv"]), unb64(box["data"]), bound_to.encode()))


def give_exchange_key(engine, device):
    """Let the device have been enrolled with a key for what only it may read."""
    private = ec.generate_private_key(ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    point = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")

    def give(session):
        session.get_one(Device, device.device_id).exchange_key = point

    write_on(engine, give)
    return private


def fetch_pack(device):
    return device.client.get("/api/v1/pack", headers=device.headers()).json


def test_a_pin_is_chosen_after_the_password_and_travels_sealed_to_the_device(
    engine, device, officer, commander, clock
):
    assert device.sign_in("bienphong").json["pin"] is False
    assert "officers" not in fetch_pack(device)  # a device without a second key gets none
    assert choose(device, iterations=1000).status_code == 400
    assert choose(device, salt="").status_code == 400
    assert choose(device).status_code == 200
    write_on(engine, set_pin, actor=commander, kept=prepare_pin("730264"), at=AT)
    assert device.sign_in("bienphong").json["pin"] is True

    private = give_exchange_key(engine, device)
    pack = fetch_pack(device)
    assert pack["gate"]["lanes"] == ["1116-1117"]
    assert "bienphong" not in json.dumps(pack)
    officers = open_box(private, pack["officers"], f"borderreg/officers/1 {device.device_id}")
    assert [(one["username"], one["commander"]) for one in officers] == [
        ("bienphong", False),
        ("chihuy", True),
    ]
    assert officers[0]["id"] == str(officer.user_id)
    assert unb64(officers[0]["verifier"]) == VERIFIER

    clock[0] = AT + timedelta(minutes=11)
    assert choose(device).json["code"] == "pin_too_late"


def test_a_lost_phone_takes_the_pins_that_it_carried_with_it(engine, device, commander):
    choose(device)
    elsewhere = actor_of(engine, make_user(engine, "chima", Role.GATE_COMMANDER, "CHIMA", "Lý Văn Sáng"))
    write_on(engine, set_pin, actor=elsewhere, kept=prepare_pin("730264"), at=AT)
    write_on(engine, revoke_device, actor=commander, device_id=device.device_id, lost=True, at=AT)
    with read_on(engine) as session:
        assert session.scalars(select(GatePin.user_id)).all() == [elsewhere.user_id]
        actions = session.scalars(select(AuditRecord.action)).all()
    assert "gate:pins_forgotten" in actions


def report(device, officer, **changes):
    return {
        "id": str(new_id()),
        "officer": str(officer.user_id),
        "started_at": AT.isoformat(),
        "ended_at": (AT + timedelta(hours=8)).isoformat(),
        "offline": True,
        "direction": "departure",
        "crossing_point": "1116-1117",
        "first_seq": 1,
        "last_seq": device.seq,
        "departures": 1,
        "returns": 1,
        "attempts": 1,
        "reasons": {"expired": 1},
        "annulments": 1,
        "contradictions": 0,
        "not_recorded": 0,
        "unsent": 4,
        "rejected": 0,
        "pack_ages": [{"at": (AT + timedelta(hours=1)).isoformat(), "minutes": 65}],
        "signed": "pin",
        "closed": "hand_over",
    } | changes


def send_report(device, body, signature=None):
    raw = json.dumps(body).encode()
    headers = device.headers() | {"X-Signature": signature or device.sign(raw)}
    return device.client.post(
        "/api/v1/shifts/reports", data=raw, headers=headers, content_type="application/json"
    )


def test_a_report_stands_beside_what_arrives_and_is_signed_off_once(
    engine, device, work_list, officer, commander
):
    events = [
        device.event("departure", digits=work_list.issue().digits),
        device.event("return", digits=work_list.issue().digits),
        device.event("departure", digits=work_list.issue().digits, verdict="refuse", reasons=["expired"]),
    ]
    events.append(device.event("annulment", annuls=events[0]["id"], reason="did_not_cross"))
    body = report(device, officer)
    assert send_report(device, body).json["result"] == "stored"
    assert send_report(device, body).json["result"] == "duplicate"
    assert send_report(device, body | {"returns": 9}).json["result"] == "conflict"
    assert send_report(device, body | {"id": str(new_id())}, signature="AAAA").status_code == 401
    assert send_report(device, body | {"started_at": "2026-11-22T08:00:00"}).status_code == 400
    early = {"id": str(new_id()), "ended_at": (AT - timedelta(hours=1)).isoformat()}
    assert send_report(device, body | early).status_code == 400

    with read_on(engine) as session:
        (before,) = list_shift_reports(session, actor=commander, until=AT.date())
    assert before.found.missing == before.said.missing == 4
    assert [one.name for one in before.differences] == ["departures", "returns", "attempts", "annulments"]
    assert device.send(*events, live=False).status_code == 200
    with read_on(engine) as session:
        (page,) = list_shift_reports(session, actor=officer, until=AT.date())
    assert (page.differences, page.found.missing, page.found.reasons) == ((), 0, {"expired": 1})
    assert (page.officer, page.gate, page.offline) == ("Vi Văn Páo", "Hữu Nghị", True)

    for note in ("Đã nhận đủ", "lần nữa"):
        write_on(engine, sign_off, actor=commander, report_id=page.id, note=note, at=AT)
    with read_on(engine) as session:
        signed = read_shift_report(session, actor=commander, report_id=page.id)
        assert session.scalar(select(func.count()).select_from(ShiftReport)) == 1
    assert [(one.name, one.note) for one in signed.signatures] == [("Lương Văn Bình", "Đã nhận đủ")]


def test_another_post_knows_nothing_of_a_report(engine, device, officer):
    body = report(device, officer)
    send_report(device, body)
    other = actor_of(engine, make_user(engine, "chima", Role.GATE_COMMANDER, "CHIMA", "Lý Văn Sáng"))
    with read_on(engine) as session, pytest.raises(NotFound):
        read_shift_report(session, actor=other, report_id=UUID(body["id"]))
    with pytest.raises(NotFound):
        write_on(engine, sign_off, actor=other, report_id=UUID(body["id"]), note="", at=AT)


def test_a_phone_puts_nobody_of_another_post_under_its_report(engine, device):
    other = actor_of(engine, make_user(engine, "chima", Role.GATE_COMMANDER, "CHIMA", "Lý Văn Sáng"))
    assert send_report(device, report(device, other)).json["result"] == "stored"
    with read_on(engine) as session:
        assert session.scalars(select(ShiftReport.officer_id)).all() == [None]
        reported = select(AuditRecord.actor_id).where(AuditRecord.action == "shift:reported")
        assert session.scalars(reported).all() == [None]


def test_the_password_of_a_shift_is_still_the_password(device):
    assert device.sign_in("bienphong", "250891").status_code == 401
    assert device.sign_in("bienphong", PASSWORD).status_code == 201
