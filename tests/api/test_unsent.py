"""A file of unsent events from a device, read at a desk."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from borderreg.api.unsent import import_unsent
from borderreg.db import read_on, write_on
from borderreg.domain.errors import BadInput, NotFound, NotPermitted
from borderreg.models import Event, new_id
from tests.crossings import AT
from tests.preparation import operator

WRITTEN = AT + timedelta(hours=3)


@pytest.fixture
def desk(engine):
    return write_on(engine, operator)


def saved(device, *events, behind=timedelta(0)):
    """Return the file as the gate page writes it; `behind` is how slow the device's clock is."""
    body = json.dumps(
        {
            "device_time": (WRITTEN - behind).isoformat(),
            "written_at": WRITTEN.isoformat(),
            "live": False,
            "events": list(events),
        }
    )
    batch = {"body": body, "signature": device.sign(body.encode())}
    return {"format": "borderreg/unsent/1", "device_id": str(device.device_id), "batches": [batch]}


def read(engine, desk, file, *, at=AT + timedelta(days=2)):
    return import_unsent(engine, actor=desk, text=json.dumps(file).encode(), at=at)


def test_what_could_not_be_sent_is_stored_with_its_own_time(engine, device, work_list, desk):
    event = device.event("departure", digits=work_list.issue().digits)
    answers = read(engine, desk, saved(device, event, behind=timedelta(minutes=10)))
    assert [answer["result"] for answer in answers] == ["stored"]
    with read_on(engine) as session:
        stored = session.scalars(select(Event)).one()
    assert stored.occurred_at == AT + timedelta(minutes=10)
    assert stored.received_at == AT + timedelta(days=2)
    assert stored.live is False


def test_reading_a_file_twice_or_after_the_device_sent_it_doubles_nothing(engine, device, work_list, desk):
    event = device.event("return", digits=work_list.issue().digits)
    file = saved(device, event)
    read(engine, desk, file)
    assert [answer["result"] for answer in read(engine, desk, file)] == ["duplicate"]
    assert device.send(event, live=False).json["results"][0]["result"] == "duplicate"


def test_one_bad_event_does_not_hold_up_the_others(engine, device, work_list, desk):
    good = device.event("return", digits=work_list.issue().digits)
    bad = device.event("return", digits=work_list.issue().digits, occurred_at="2026-11-22T08:00:00")
    answers = read(engine, desk, saved(device, bad, good))
    assert sorted(answer["result"] for answer in answers) == ["invalid", "stored"]


def test_a_file_that_another_key_signed_is_refused_whole(engine, device, dong_dang, work_list, desk):
    file = saved(dong_dang, device.event("return", digits=work_list.issue().digits))
    with pytest.raises(BadInput) as refused:
        read(engine, desk, file | {"device_id": str(device.device_id)})
    assert refused.value.code == "unsent_signature"
    with read_on(engine) as session:
        assert session.scalars(select(Event)).all() == []


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"format": "borderreg/unsent/1"}', b"\xff"])
def test_what_is_no_such_file_is_named_so(engine, desk, text):
    with pytest.raises(BadInput) as refused:
        import_unsent(engine, actor=desk, text=text, at=AT)
    assert refused.value.code == "unsent_file"


def test_a_device_of_another_installation_is_not_found(engine, device, work_list, desk):
    file = saved(device, device.event("return", digits=work_list.issue().digits))
    with pytest.raises(NotFound):
        read(engine, desk, file | {"device_id": str(new_id())})


def test_an_officer_may_not_import(engine, device, work_list, officer):
    file = saved(device, device.event("return", digits=work_list.issue().digits))
    with pytest.raises(NotPermitted):
        read(engine, officer, file)
