"""What an attacker or a broken device sends: kept, flagged or refused, but never an error of the server."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import Event, KeyListVersion, User
from borderreg.services.key_use import _known
from tests.crossings import AT, make_user

LARGEST = 2**53 - 1
MIDNIGHT_OF_CLOCKS = "1970-01-01T00:00:07+07:00"


def only_event(engine):
    with read_on(engine) as session:
        return session.scalars(select(Event)).one()


def test_a_return_with_the_largest_number_of_a_device_is_kept(device, work_list, engine):
    result = device.record("return", digits=work_list.issue().digits, seq=LARGEST)
    assert result["result"] == "stored"
    assert only_event(engine).seq == LARGEST


@pytest.mark.parametrize("said", [MIDNIGHT_OF_CLOCKS, "2010-01-01T00:00:00+07:00", "2150-06-01T00:00:00Z"])
def test_a_live_return_counts_whatever_the_devices_clock_says(device, work_list, said):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    result = device.record("return", digits=issued.digits, occurred_at=said)
    assert (result["result"], result["journey"]["state"]) == ("stored", "home")


@pytest.mark.parametrize("years", [-56, 120])
def test_a_batch_from_a_clock_that_is_decades_wrong_is_corrected_and_kept(device, work_list, engine, years):
    clock = AT.replace(year=AT.year + years)
    said = (clock - timedelta(minutes=30)).isoformat()
    event = device.event("return", digits=work_list.issue().digits, occurred_at=said)
    answer = device.send(event, live=False, at=clock)
    assert (answer.status_code, answer.json["results"][0]["result"]) == (200, "stored")
    stored = only_event(engine)
    assert stored.occurred_at == AT - timedelta(minutes=30)
    assert abs(stored.clock_offset) > 2**30


def test_a_time_before_the_register_began_is_uncertain(device, work_list):
    event = device.event("return", digits=work_list.issue().digits, occurred_at=MIDNIGHT_OF_CLOCKS)
    result = device.send(event, live=False).json["results"][0]
    assert (result["result"], "time_uncertain" in result["flags"]) == ("stored", True)


def test_a_return_with_another_systems_largest_code_is_kept(device):
    assert device.record("return", digits="8" * 7089)["verdict"] == "unreadable"


def test_no_gate_takes_back_what_another_gate_recorded(device, dong_dang, work_list):
    issued = work_list.issue()
    departure = device.record("departure", digits=issued.digits)
    undo = dong_dang.event("annulment", annuls=departure["id"], reason="nhầm", gate="HUUNGHI")
    result = dong_dang.send(undo, live=False).json["results"][0]
    assert {"would_refuse", "officer_unverified"} <= set(result["flags"])
    assert device.verify(digits=issued.digits).json["journey"]["state"] == "abroad"


@pytest.mark.parametrize("gate", ["DONGDANG", "KHONGCO"])
def test_a_queued_event_of_another_gate_is_kept_and_flagged(device, work_list, gate):
    event = device.event("departure", digits=work_list.issue().digits, gate=gate)
    result = device.send(event, live=False).json["results"][0]
    assert (result["result"], "officer_unverified" in result["flags"]) == ("stored", True)


def test_a_device_alone_with_the_name_of_somebody_of_no_gate_counts_for_nothing(device, work_list, engine):
    make_user(engine, "congan", Role.COMMUNE_OFFICER, "06184", "Nông Thị Mùi")
    device.shift_token = ""
    event = device.event("departure", digits=work_list.issue().digits, officer="congan")
    result = device.send(event, live=False).json["results"][0]
    assert {"officer_unverified", "quarantined"} <= set(result["flags"])
    assert result["journey"]["state"] == "home"


def test_what_a_dismissed_officer_recorded_counts_and_is_flagged(device, work_list, engine, officer):
    def dismiss(session):
        session.get_one(User, officer.user_id).disabled_at = AT

    write_on(engine, dismiss)
    event = device.event("return", digits=work_list.issue().digits, officer="bienphong")
    result = device.send(event, live=False).json["results"][0]
    assert (result["result"], "quarantined" in result["flags"]) == ("stored", False)
    assert "officer_unverified" in result["flags"]


def test_a_key_list_that_cannot_be_read_makes_devices_wait_and_not_give_up(device, work_list, engine):
    digits = work_list.issue().digits

    def spoil(session):
        newest = session.scalars(select(KeyListVersion).order_by(KeyListVersion.serial.desc())).first()
        newest.document = {**newest.document, "signature": "AAAA"}

    write_on(engine, spoil)
    _known.clear()
    answer = device.send(device.event("return", digits=digits), live=False)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
