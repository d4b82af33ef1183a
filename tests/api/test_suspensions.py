"""A suspended employer or recruiter at the gate: a look, on its days only, on-line and in the pack alike."""

from datetime import date

import pytest
from sqlalchemy import update

from borderreg.db import write_on
from borderreg.models import Employer, Recruiter, new_id
from tests.api.test_pack import fetch
from tests.crossings import AT

TODAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)


def add(engine, kind, **standing):
    """Put an employer or a recruiter into its register; returns the columns of an entry that name it."""
    common = {"id": new_id(), "search_key": "dong phong", "created_at": AT, "status": "active", **standing}
    if kind == "employer":
        found = Employer(name_vi="Nông trường Đông Phong", country="CN", **common)
    else:
        found = Recruiter(name="Trung tâm Đông Phong", **common)
    found_id = found.id
    write_on(engine, lambda session: session.add(found))
    return {f"{kind}_id": found_id}


@pytest.mark.parametrize("kind", ["employer", "recruiter"])
@pytest.mark.parametrize(
    ("first", "last", "reasons"),
    [
        (None, None, ["employer_suspended"]),
        (TODAY, TODAY, ["employer_suspended"]),
        (date(2026, 11, 23), None, []),
        (date(2026, 11, 1), YESTERDAY, []),
    ],
)
def test_a_suspension_asks_for_a_look_on_its_days(device, work_list, engine, kind, first, last, reasons):
    named = add(engine, kind, status="suspended", suspended_from=first, suspended_to=last)
    answer = device.verify(digits=work_list.issue(**named).digits).json
    assert answer["reasons"] == reasons
    assert answer["class"] == ("check" if reasons else "accept")


def test_a_suspension_never_stands_in_the_way_home(device, work_list, engine):
    issued = work_list.issue(**add(engine, "recruiter"))
    assert device.record("departure", digits=issued.digits)["result"] == "stored"
    write_on(engine, lambda session: session.execute(update(Recruiter).values(status="suspended")) and None)
    assert device.record("return", digits=issued.digits)["result"] == "stored"


def test_a_suspended_recruiter_reaches_the_pack_and_an_ended_suspension_does_not(device, work_list, engine):
    issued = work_list.issue(**add(engine, "recruiter"))
    first = fetch(device)
    assert issued.cti.hex() not in first["notes"]

    def suspend(last):
        values = {"status": "suspended", "suspended_from": date(2026, 11, 20), "suspended_to": last}
        write_on(engine, lambda session: session.execute(update(Recruiter).values(**values)) and None)
        return fetch(device, first["cursor"])["notes"].get(issued.cti.hex())

    assert suspend(None) == {"employer_suspended_from": "2026-11-20"}
    assert suspend(YESTERDAY) is None
