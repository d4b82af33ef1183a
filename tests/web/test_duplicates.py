"""Decisions about likenesses and notices between communes, through their pages."""

import re

from borderreg.domain.access import Role
from tests.web.site import Browser, Site
from tests.web.test_commune import certified, new_list, row, submitted, version_of

KEY = re.compile(r'name="keys"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="keys"')
SEEN = re.compile(r'action="(/commune/notices/[^"]+/seen)"')


def key_of(browser: Browser, address: str) -> str:
    """Return the first likeness that a list's page asks about."""
    found = KEY.search(browser.get(address).text)
    assert found
    return found[1] or found[2]


def test_a_preset_reason_is_enough_and_another_needs_words(site: Site) -> None:
    certified(site, 1)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    key = key_of(officer, address)
    assert officer.submit(f"{address}/decide", keys=key, preset="other").status_code == 422
    assert officer.submit(f"{address}/decide", keys=key, preset="because").status_code == 422
    assert officer.submit(f"{address}/decide", keys=key, preset="new_period").status_code == 302
    page = officer.get(address).text
    assert 'id="decided"' in page
    assert "Đi đợt mới; đợt cũ đã xong" in page


def test_a_likeness_that_only_asks_for_a_look_can_be_decided_and_blocks_nothing(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    near = row(20, name="Nông Mùi", birth="01/01/1980", sex="Nữ", personal_id="020180777777")
    officer.submit(f"{address}/rows/new", **near)
    page = officer.get(address).text
    assert "(nên xem)" in page
    assert "Phải giải quyết trước khi xác nhận" not in page
    done = officer.submit(f"{address}/decide", keys=key_of(officer, address), preset="other_person")
    assert done.status_code == 302
    assert "(nên xem)" not in officer.get(address).text


def test_the_decision_is_still_on_the_certified_list(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    twin = row(20, name="Nông Thị Mùi", birth="01/01/1980", sex="Nữ", personal_id="020180777777")
    officer.submit(f"{address}/rows/new", **twin)
    officer.submit(
        f"{address}/decide", keys=key_of(officer, address), preset="other_person", reason="Hai chị em họ"
    )
    officer.submit(f"{address}/submit", version=version_of(officer, address))
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token(address)
    chief.submit(f"{address}/certify", version=version_of(chief, address))
    page = chief.get(address).text
    assert "01/DS" in page
    assert "Hai người khác nhau, đã đối chiếu giấy tờ; Hai chị em họ" in page


def test_the_older_commune_reads_the_notice_and_takes_note(site: Site) -> None:
    chief, _ = certified(site, 1)
    stranger = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    address = new_list(stranger, 1)
    assert (
        stranger.submit(f"{address}/decide", keys=key_of(stranger, address), preset="moved").status_code
        == 302
    )
    page = chief.get("/commune/notices").text
    assert "đang lập danh sách có người này" in page
    assert "Đã chuyển về cư trú" in page
    seen = SEEN.search(page)
    assert seen
    assert stranger.submit(seen[1]).status_code == 404
    chief.read_token("/commune/notices")
    assert chief.submit(seen[1]).status_code == 302
    assert "/seen" not in chief.get("/commune/notices").text
    assert "Chưa có thông báo nào" in stranger.get("/commune/notices").text


def test_the_lists_are_filtered_and_paged(site: Site) -> None:
    submitted(site.logged_in(Role.COMMUNE_OFFICER))
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    for number in range(27):
        officer.submit("/commune/lists", title=f"Đợt hái ớt thôn {number}")
    first, second = officer.get("/commune/lists").text, officer.get("/commune/lists?page=2").text
    assert first.count("/commune/lists/0") == 25
    assert "Trang sau" in first
    assert second.count("/commune/lists/0") == 3
    assert officer.get("/commune/lists?text=hai+ot+26").text.count("/commune/lists/0") == 1
    assert officer.get("/commune/lists?status=submitted").text.count("/commune/lists/0") == 1
    assert "Không có danh sách nào phù hợp" in officer.get("/commune/lists?year=2019").text
    for wrong in ("status=x", "year=x", "page=0"):
        assert officer.get(f"/commune/lists?{wrong}").status_code == 400
