"""The desk pages of lane work: groups of a day, and returns that name nobody."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.models import AuditRecord, Journey
from tests.api.test_lane import LET_THROUGH, PAPER
from tests.crossings import AT, CertifiedList, GateDevice, Issued, actor_of
from tests.web.site import Browser, Site

PAGE = "/returns/unnamed"
MORNING = (AT - timedelta(hours=8)).isoformat()


@pytest.fixture
def commander(site: Site) -> Browser:
    return site.logged_in(Role.GATE_COMMANDER)


@pytest.fixture
def device(site: Site, commander: Browser) -> GateDevice:
    person = actor_of(site.engine, site.user_id("thang.hoangvan"))
    return GateDevice.enrol(site.engine, site.app.test_client(), person)


@pytest.fixture
def mui(site: Site, device: GateDevice) -> Issued:
    """Nông Thị Mùi has left; in the evening she is handed over and says her name."""
    issued = CertifiedList(site.engine).issue(name="Nông Thị Mùi")
    closed = {"giver": "Trạm Hữu Nghị Quan", "record": "BB 12", "expected": 2, "present": 1}
    by = {"officer": str(site.user_id("thang.hoangvan"))}
    declared = {"name": "Nông Thị Mùi", "birth": "1990", "commune": "06184"}
    device.send(
        device.event("departure", digits=issued.digits, occurred_at=MORNING, **by),
        device.event("return", declared=declared, hand_over={"id": str(uuid4()), "closed": closed}, **by),
        device.event(
            "departure", paper_list=PAPER, verdict="check", reasons=["paper_list"], **LET_THROUGH, **by
        ),
        live=False,
    )
    return issued


def test_the_commander_finds_who_came_home_and_the_log_says_what_is_apart(
    site: Site, commander: Browser, mui: Issued
) -> None:
    home = commander.get("/gate").text
    assert f'href="{PAGE}">Lượt về chưa rõ là ai (1)' in home
    assert "Xuất cảnh theo danh sách giấy" in home
    groups = commander.get("/gate/groups").text
    assert "Trạm Hữu Nghị Quan" in groups
    assert "1 / 2" in groups
    page = commander.get(PAGE).text
    assert "Nông Thị Mùi" in page
    event = UUID(page.split('name="event" value="')[1][:36])
    commander.read_token(PAGE)
    found = commander.submit(f"{PAGE}/look", event=event)
    assert found.status_code == 200
    assert str(mui.entry_id) in found.text
    assert "chưa ghi lượt về" in found.text
    assert commander.submit(f"{PAGE}/decide", event=event, outcome="aside", reason="").status_code == 400
    done = commander.submit(f"{PAGE}/decide", event=event, entry=mui.entry_id, outcome="match")
    assert done.status_code == 302
    assert "Không có lượt nào chờ" in commander.get(PAGE).text
    again = commander.submit(f"{PAGE}/decide", event=event, entry=mui.entry_id, outcome="match")
    assert again.status_code == 409
    assert "Đã ghép với mã" in commander.get(f"{PAGE}?decided=1").text
    with read_on(site.engine) as session:
        assert session.scalars(select(Journey.returned_event_id)).one() is not None
        read = session.scalars(select(AuditRecord).where(AuditRecord.object_type == "unnamed_return")).all()
        assert {record.action for record in read} == {"worker:searched"}


def test_the_declared_commune_is_asked_on_its_first_page_and_another_post_sees_nothing(
    site: Site, mui: Issued
) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER, username="mui.nong")
    assert "chưa rõ là ai (1)" in officer.get("/commune").text
    assert "Nông Thị Mùi" in officer.get(PAGE).text
    stranger = site.logged_in(Role.GATE_COMMANDER, at_organisation="CHIMA", username="chi.ma")
    assert "Không có lượt nào chờ" in stranger.get(PAGE).text
    assert "Trạm Hữu Nghị Quan" not in stranger.get("/gate/groups").text
    stranger.read_token(PAGE)
    for fields in ({}, {"event": "x"}, {"event": str(uuid4())}):
        assert stranger.submit(f"{PAGE}/look", **fields).status_code == 400
