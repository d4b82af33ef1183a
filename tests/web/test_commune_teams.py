"""A team that goes again: from last month's certified list to a new draft in three pages."""

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from borderreg.db import write_on
from borderreg.domain.access import Role
from borderreg.models import Entry, TravelDocument, WorkerRecord, new_id
from borderreg.services.certification import certify_list
from borderreg.services.list_reading import read_list
from tests.communes import Desk
from tests.reports.world import make_world
from tests.web.site import Browser, Site

WHO = re.compile(r'name="who" id="who-(\d+)" value="([^"]+)"( checked)?')
KEY = re.compile(r'name="key" value="([^"]+)"')


def certified(site: Site, people: int = 3) -> tuple[Desk, UUID]:
    """Certify last month's list."""
    desk = Desk.open(site.engine)
    list_id = desk.submitted(people)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    return desk, list_id


def go(browser: Browser, address: str, who: list[str], **fields: str):
    """Send the page of the team."""
    page = browser.get(address).text
    key = KEY.search(page)
    assert key
    dates = re.findall(r'name="(valid_from|valid_to)"[^>]*value="([^"]+)"', page) or re.findall(
        r'id="(valid_from|valid_to)"[^>]*value="([^"]+)"', page
    )
    return browser.submit(address, who=who, key=key[1], **{**dict(dates), "title": "Đợt hai", **fields})


def test_last_months_team_is_a_new_draft_after_three_pages(site_on_both: Site) -> None:
    site = site_on_both
    desk, list_id = certified(site)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    shown = officer.get(f"/commune/lists/{list_id}").text
    address = f"/commune/lists/{list_id}/team"
    assert f'href="{address}"' in shown
    page = officer.get(address).text
    assert 'value="21/02/2027"' in page  # the day after the last one
    people = WHO.findall(page)
    assert [ticked for _, _, ticked in people] == [" checked"] * 3
    done = go(officer, address, [people[0][1], people[2][1]], valid_to="30/04/2027")
    draft = officer.get(done.location).text
    assert "Đã đưa 2 người vào bản nháp mới" in draft
    rows = desk.read(read_list, list_id=UUID(done.location.rsplit("/", 1)[1]), at=site.clock.now).rows
    assert [row.name for row in rows] == ["Nông Thị Mùi", "Triệu Mùi Phấy"]
    assert {(row.employer, row.job, f"{row.valid_from:%d/%m}") for row in rows} == {
        ("Công ty Đường Bằng Tường", "Chặt mía", "21/02")
    }


def test_who_cannot_go_this_time_waits_to_be_repaired(site_on_both: Site) -> None:
    site = site_on_both
    _, list_id = certified(site)

    def shorten(session):
        record = session.scalars(select(WorkerRecord.id).where(WorkerRecord.name == "Vi Văn Páo")).one()
        day = site.clock.now.date() + timedelta(days=40)
        session.execute(
            update(TravelDocument).where(TravelDocument.record_id == record).values(expires_on=day)
        )

    write_on(site.engine, shorten)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"/commune/lists/{list_id}/team"
    who = [entry for _, entry, _ in WHO.findall(officer.get(address).text)]
    broken = go(officer, address, who, valid_from="khi nào cũng được")
    assert broken.status_code == 422
    assert "Không đọc được ngày này" in broken.text
    done = go(officer, address, who, valid_from="26/12/2030", valid_to="20/01/2031")
    page = officer.get(done.location).text
    assert "chưa vào danh sách này" in page
    grid = re.search(r'href="(/commune/import/[^"]+)"', page)
    assert grid
    assert "hết hạn" in officer.get(grid[1]).text


def test_a_renewed_passport_is_used_and_people_abroad_are_marked(site: Site) -> None:
    _, list_id = certified(site, 2)

    def renew(session):
        record = session.scalars(select(WorkerRecord.id).where(WorkerRecord.name == "Nông Thị Mùi")).one()
        paper = session.scalars(select(TravelDocument).where(TravelDocument.record_id == record)).one()
        fresh = {column.name: getattr(paper, column.name) for column in TravelDocument.__table__.columns}
        later = paper.expires_on + timedelta(days=900)
        session.add(TravelDocument(**fresh | {"id": new_id(), "number_hash": b"x" * 32, "expires_on": later}))
        return session.execute(select(Entry.id, Entry.worker_id).where(Entry.name == "Vi Văn Páo")).one()

    entry, worker = write_on(site.engine, renew)
    world = make_world(site.engine)
    when = site.clock.now - timedelta(hours=3)
    write_on(site.engine, lambda s: world.event(s, "departure", entry=entry, worker=worker, occurred_at=when))
    world.project()
    page = site.logged_in(Role.COMMUNE_OFFICER).get(f"/commune/lists/{list_id}/team").text
    assert "giấy tờ mới" in page
    assert "Đang ở nước ngoài" in page
    assert [ticked for _, _, ticked in WHO.findall(page)] == [" checked", ""]


def test_a_team_sent_twice_is_one_draft_and_nobody_is_an_error(site: Site) -> None:
    _, list_id = certified(site)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"/commune/lists/{list_id}/team"
    page = officer.get(address).text
    key, who = KEY.search(page), [entry for _, entry, _ in WHO.findall(page)]
    assert key
    fields = {
        "key": key[1],
        "who": who,
        "title": "Đợt hai",
        "valid_from": "21/02/2027",
        "valid_to": "30/04/2027",
    }
    first, second = (officer.submit(address, **fields).location for _ in range(2))
    assert first == second
    nobody = officer.submit(address, **fields | {"who": []})
    assert nobody.status_code == 422
    assert "Hãy chọn ít nhất một người" in nobody.text


def test_only_a_certified_list_of_the_own_commune_goes_again(site: Site) -> None:
    desk, list_id = certified(site)
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    assert other.get(f"/commune/lists/{list_id}/team").status_code == 404
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    draft = desk.filled(1, first=5)
    assert officer.get(f"/commune/lists/{draft}/team").status_code == 302


NEXT = re.compile(r'href="(/commune/teams/[0-9a-f-]{36})"')
TOLD = re.compile(r'govuk-notification-banner__heading">\s*([^<]+)')


def test_a_team_with_a_name_goes_again_from_the_first_page(site: Site) -> None:
    desk, first = certified(site)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    assert "Chưa có tổ nào" in officer.get("/commune/teams").text
    named = officer.submit(f"/commune/lists/{first}/team/name", name="Tổ chặt mía Nà Pài")
    address = named.location
    assert NEXT.search(officer.get("/commune").text)[1] == address
    page = officer.get(address).text
    assert 'value="Tổ chặt mía Nà Pài"' in page
    assert "Danh sách cũ còn hiệu lực đến 20/02/2027" in page
    assert "chưa xuất cảnh lần nào" in page
    people = WHO.findall(page)
    done = go(
        officer, address, [people[0][1], people[1][1]], valid_from="210227", valid_to="300427", title=""
    )
    second = UUID(done.location.rsplit("/", 1)[1])
    rows = desk.read(read_list, list_id=second, at=site.clock.now).rows
    assert {f"{row.valid_from:%d/%m/%Y}–{row.valid_to:%d/%m/%Y}" for row in rows} == {"21/02/2027–30/04/2027"}
    shown = officer.get("/commune/teams").text
    assert "Đang lập, mở tiếp" in shown
    assert not NEXT.search(officer.get("/commune").text)  # its next list is under way
    # certified: the newest list decides who is ticked, who stayed at home is offered below
    officer.read_token(f"/commune/lists/{second}")
    version = desk.read(read_list, list_id=second, at=site.clock.now).head.version
    officer.submit(f"/commune/lists/{second}/submit", version=version)
    desk.write(certify_list, actor=desk.chief, list_id=second, at=site.clock.now)
    again = WHO.findall(officer.get(address).text)
    assert [ticked for _, _, ticked in again] == [" checked", " checked", ""]


def test_teams_are_renamed_put_away_and_taken_out_and_names_are_one_teams(site: Site) -> None:
    desk, first = certified(site)
    other = desk.submitted(1, first=20)
    desk.write(certify_list, actor=desk.chief, list_id=other)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token(f"/commune/lists/{first}/team")
    address = officer.submit(f"/commune/lists/{first}/team/name", name="Tổ mía").location
    for list_id, name, told in (
        (first, "Tổ khác", "đã thuộc một tổ"),
        (other, "tổ MIA", "Đã có tổ mang tên này"),
        (other, " ", "Hãy đặt tên tổ"),
    ):
        answer = officer.submit(f"/commune/lists/{list_id}/team/name", name=name)
        assert told in officer.get(answer.location).text
    officer.submit(f"{address}/rename", name="Tổ mía Pò Mánh")
    assert "Tổ mía Pò Mánh" in officer.get("/commune/teams").text
    officer.submit(f"{address}/archive")
    assert "Lấy lại Tổ mía Pò Mánh" in officer.get("/commune/teams").text
    taken = officer.submit(f"/commune/lists/{other}/team/name", name="Tổ mía Pò Mánh")
    assert taken.location.startswith("/commune/teams/")
    answer = officer.submit(f"{address}/restore")
    assert "Đã có tổ mang tên này" in officer.get(answer.location).text
    officer.submit(f"{taken.location}/rename", name="Tổ gỗ")
    officer.submit(f"{address}/restore")
    shown = officer.get("/commune/teams").text
    assert "Lấy lại" not in shown.replace("Đã lấy lại tổ", "")
    assert [act for act in site.acts() if act.startswith("team:")][-2:] == ["team:renamed", "team:restored"]
