"""Eight gates at once: one accept, no server error, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.models import Event, Journey
from borderreg.services import audit
from borderreg.services.journeys import rebuild
from tests.crossings import AT, GateDevice
from tests.preparation import operator

GATES = 8


def test_eight_simultaneous_departures_of_one_entry_give_exactly_one_accept(
    app, engine, client, commander, officer, work_list
):
    issued = work_list.issue()
    devices = [GateDevice.enrol(engine, app.test_client(), commander) for _ in range(GATES)]
    for device in devices:
        assert device.sign_in("bienphong").status_code == 201
    calls = [(device, device.event("departure", digits=issued.digits)) for device in devices]
    with ThreadPoolExecutor(GATES) as pool:
        answers = list(pool.map(lambda call: call[0].send(call[1]), calls))
    assert [answer.status_code for answer in answers] == [200] * GATES
    verdicts = sorted(answer.json["results"][0]["verdict"] for answer in answers)
    assert verdicts == ["accept"] + ["check"] * (GATES - 1)
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event).where(Event.kind == "departure")) == 1
        assert session.scalar(select(func.count()).select_from(Journey)) == 1
        assert all(check.first_bad is None for check in audit.verify(session))
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0


def test_the_same_event_sent_eight_times_at_once_is_one_row(app, engine, commander, officer, work_list):
    device = GateDevice.enrol(engine, app.test_client(), commander)
    device.sign_in("bienphong")
    event = device.event("return", digits="84201000000000000")
    clients = [app.test_client() for _ in range(GATES)]

    def send(client):
        twin = GateDevice(client, device.private, device.device_id, device.api_token, device.shift_token)
        return twin.send(event)

    with ThreadPoolExecutor(GATES) as pool:
        answers = list(pool.map(send, clients))
    assert [answer.status_code for answer in answers] == [200] * GATES
    results = sorted(answer.json["results"][0]["result"] for answer in answers)
    assert results == ["duplicate"] * (GATES - 1) + ["stored"]
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 1
