"""Who gets in: tokens, signatures, shapes and sizes, each with its status and its stable code."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import Event
from borderreg.services.devices import invite_device
from tests.crossings import AT, jwk, make_user


def test_an_invitation_enrols_one_device_and_only_once(engine, client, commander):
    token = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=AT).token
    body = {
        "token": token,
        "public_key": jwk(ec.generate_private_key(ec.SECP256R1())),
        "name": "Máy 1",
        "app_version": "1.0",
    }
    first = client.post("/api/v1/devices/enrol", json=body)
    assert first.status_code == 201, first.json
    assert set(first.json) == {
        "device_id",
        "api_token",
        "gate",
        "gate_name",
        "root_public_key",
        "server_time",
    }
    second = client.post("/api/v1/devices/enrol", json=body)
    assert (second.status_code, second.json["code"]) == (400, "invite_not_valid")


def test_an_invitation_lasts_fifteen_minutes(engine, client, commander, clock):
    token = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=AT).token
    clock[0] = AT + timedelta(minutes=15)
    body = {
        "token": token,
        "public_key": jwk(ec.generate_private_key(ec.SECP256R1())),
        "name": "Máy 1",
        "app_version": "1",
    }
    assert client.post("/api/v1/devices/enrol", json=body).status_code == 400


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-384", "x": "A" * 43, "y": "A" * 43},
        {"kty": "RSA"},
        "key",
    ],
)
def test_only_a_point_of_p256_is_a_device_key(engine, client, commander, key):
    token = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=AT).token
    body = {"token": token, "public_key": key, "name": "Máy 1", "app_version": "1"}
    assert client.post("/api/v1/devices/enrol", json=body).status_code == 400


def test_without_a_device_nothing_is_answered(client):
    for path in ("/verify", "/events", "/search", "/shifts"):
        answer = client.post(f"/api/v1{path}", json={"direction": "departure", "digits": "1", "q": "abc"})
        assert answer.status_code in (400, 401), path
        assert answer.mimetype == "application/problem+json"


def test_a_device_without_an_officer_may_not_look_anybody_up(device, work_list):
    device.shift_token = ""
    assert device.verify(digits=work_list.issue().digits).json["code"] == "shift_required"
    assert device.post("/search", {"q": "nong"}).status_code == 401
    assert device.send(device.event("departure", digits="1")).status_code == 401


@pytest.mark.parametrize("signature", ["", "AAAA", "A" * 86, "không phải"])
def test_a_wrong_signature_stores_nothing(device, work_list, engine, signature):
    body = json.dumps(
        {
            "device_time": AT.isoformat(),
            "live": True,
            "events": [device.event("departure", digits=work_list.issue().digits)],
        }
    ).encode()
    answer = device.client.post(
        "/api/v1/events",
        data=body,
        headers=device.headers() | {"X-Signature": signature.encode("utf-8").decode("latin-1")},
    )
    assert (answer.status_code, answer.json["code"]) == (401, "bad_device_signature")
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0


def test_one_changed_byte_breaks_the_signature(device, work_list):
    body = json.dumps(
        {
            "device_time": AT.isoformat(),
            "live": True,
            "events": [device.event("departure", digits=work_list.issue().digits)],
        }
    ).encode()
    signature = device.sign(body)
    assert device.send_raw(body.replace(b"departure", b"return"), signature).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b'{"device_time": 1, "live": true, "events": []}', 400),
        (b'{"device_time": "2026-11-22T08:00:00+07:00", "live": true, "events": []}', 400),
        (b'{"device_time": "2026-11-22T08:00:00", "live": true, "events": [{}]}', 400),
        (b"[" * 100_000, 400),
        (b'{"device_time": "' + b"1" * 1_100_000 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_read_is_answered_by_its_status(device, body, status):
    answer = device.send_raw(body)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_more_than_five_hundred_events_are_too_many(device):
    events = [device.event("return", digits="1") for _ in range(501)]
    assert device.send(*events, live=False).status_code == 413


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "không"},
        {"seq": "1"},
        {"seq": -1},
        {"direction": "out"},
        {"method": "telepathy"},
        {"cti": "zz"},
        {"reasons": "typed_code"},
        {"reasons": ["x"] * 21},
        {"override": "vì thế"},
        {"override": {"reason": "a\u202eb"}},
        {"override": {"reason": "a\x00b"}},
        {"officer": "x" * 201},
        {"verdict": "yes"},
    ],
)
def test_a_member_of_the_wrong_kind_is_named_and_nothing_of_it_repeated(device, work_list, changes):
    event = device.event("departure", digits=work_list.issue().digits) | changes
    answer = device.send(event)
    assert answer.status_code == 400
    assert next(iter(changes)) in answer.json["detail"]
    assert "telepathy" not in answer.text


def test_an_event_that_names_another_gate_or_officer_is_invalid(device, work_list):
    digits = work_list.issue().digits
    assert device.record("departure", digits=digits, gate="CHIMA")["code"] == "gate_mismatch"
    assert device.record("departure", digits=digits, officer="nguoi_khac")["code"] == "officer_mismatch"


def test_an_officer_of_another_post_gets_no_shift_here(device, engine):
    make_user(engine, "chima", Role.GATE_OFFICER, "CHIMA", "Chu Văn Quý")
    assert device.sign_in("chima").status_code == 403


def test_a_commune_chief_gets_no_shift(device, engine):
    make_user(engine, "truongcongan", Role.COMMUNE_CHIEF, "06184", "Bế Văn Đạt")
    assert device.sign_in("truongcongan").status_code == 403


def test_a_wrong_password_looks_like_an_unknown_name(device):
    wrong, unknown = device.sign_in("bienphong", "sai"), device.sign_in("khongai", "sai")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json == unknown.json


def test_a_new_shift_ends_the_one_before_and_a_shift_can_be_ended(device, work_list):
    old = device.shift_token
    device.sign_in("chihuy")
    new, device.shift_token = device.shift_token, old
    assert device.verify(digits=work_list.issue().digits).status_code == 401
    device.shift_token = new
    ended = device.client.delete("/api/v1/shifts/current", headers=device.headers())
    assert ended.status_code == 200
    assert device.verify(digits="1").status_code == 401


def test_a_shift_lasts_sixteen_hours(device, work_list, clock):
    clock[0] = AT + timedelta(hours=16)
    assert device.verify(digits=work_list.issue().digits).status_code == 401


def test_the_key_list_is_public_and_cacheable(client):
    answer = client.get("/api/v1/keys")
    assert answer.status_code == 200
    assert answer.cache_control.public
    assert client.get("/api/v1/keys", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_openapi_document_names_every_call(client):
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        f"/api/v1{path}"
        for path in (
            "/devices/enrol",
            "/shifts",
            "/shifts/current",
            "/shifts/current/pin",
            "/shifts/reports",
            "/keys",
            "/verify",
            "/events",
            "/search",
            "/lists/{code}/boarding",
            "/pack",
            "/devices/state",
            "/openapi.json",
        )
    }


def test_nothing_personal_is_kept_in_a_cache(device, work_list):
    answer = device.verify(digits=work_list.issue().digits)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("naming", [{}, {"digits": "1", "entry_code": "2"}])
def test_a_question_names_its_person_exactly_once(device, naming):
    assert device.verify(**naming).status_code == 400


def test_a_device_cannot_open_the_pages_of_people(device):
    assert device.client.get("/admin", headers=device.headers()).status_code in (302, 404)
