"""Reports on the command line: counted, frozen under a number, the same hash at any later time."""

from datetime import timedelta

import pytest

from borderreg.domain.access import Role
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user

PERIOD = ("--period", "2026-11")


@pytest.fixture
def gate(borderreg, engine, client, clock, monkeypatch):
    """A gate where one person left; more may follow, each a minute later."""
    monkeypatch.setattr("borderreg.cli.state.now", lambda: clock[0])
    people = CertifiedList(engine)
    commander = make_user(engine, "chien", Role.GATE_COMMANDER, "HUUNGHI", name="Lộc Văn Chiến")
    make_user(engine, "pao", Role.GATE_OFFICER, "HUUNGHI", name="Vi Văn Páo")
    make_user(engine, "hoa", Role.FOREIGN_AFFAIRS, "SNGV", name="Lương Thị Hoà")
    device = GateDevice.enrol(engine, client, actor_of(engine, commander))
    assert device.sign_in("pao").status_code == 201

    listed = [people.issue(), people.issue(name="Vi Thị Mến")]

    def leave():
        clock[0] += timedelta(minutes=1)
        issued = listed.pop()
        assert device.record("departure", digits=issued.digits)["result"] == "stored"

    leave()
    return leave


def test_a_frozen_number_gives_the_same_hash_and_later_data_a_correction(borderreg, gate, tmp_path):
    office = {"as_": "hoa"}
    counted = borderreg("report", "run", "province", *PERIOD, **office).document
    frozen = borderreg("report", "freeze", "province", *PERIOD, **office).document
    assert (frozen["number"], frozen["sha256"]) == (0, counted["sha256"])
    assert borderreg("report", "freeze", "province", *PERIOD, **office).status == 1, "nothing changed"
    gate()
    correction = borderreg("report", "freeze", "province", *PERIOD, **office).document
    assert correction["number"] == 1
    assert correction["sha256"] != frozen["sha256"]
    again = borderreg("report", "run", "province", *PERIOD, "--number", "0", **office)
    assert (again.status, again.document["sha256"]) == (0, frozen["sha256"])
    assert again.document["differences"] == []
    for kind, magic in (("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")):
        path = tmp_path / f"bao-cao.{kind}"
        made = borderreg(
            "report", "run", "province", *PERIOD, "--number", "1", "--format", kind, "-o", path, **office
        )
        assert made.status == 0
        assert path.read_bytes().startswith(magic)


def test_what_is_handed_out_as_a_paper_has_a_number_and_only_the_office_freezes(borderreg, gate, tmp_path):
    paper = ("report", "run", "crossings", *PERIOD, "--format", "pdf", "-o", tmp_path / "a.pdf")
    assert borderreg(*paper, as_="hoa").status == 2
    assert borderreg("report", "freeze", "crossings", *PERIOD).status == 3
    assert borderreg("report", "freeze", "balance", *PERIOD, as_="hoa").status == 3
    assert borderreg("report", "run", "crossings", *PERIOD, "--number", "0", as_="hoa").status == 3
    assert borderreg("report", "freeze", "crossings", *PERIOD, as_="hoa").document["number"] == 0
    slugs = [line["slug"] for line in borderreg("report", "list", as_="hoa").document["reports"]]
    assert {"province", "crossings", "registered"} <= set(slugs)
