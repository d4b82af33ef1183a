"""The commune's first page: what waits stands there with its age, one click from being done."""

from borderreg.domain.access import Role
from tests.web.site import Site
from tests.web.test_commune import new_list, submitted


def test_the_queue_is_empty_and_says_how_to_begin(site: Site) -> None:
    page = site.logged_in(Role.COMMUNE_OFFICER).get("/commune").text
    assert "Không có việc nào đang chờ" in page
    assert "Nhập danh sách từ tệp" in page


def test_one_click_opens_the_very_list_that_waits(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    sent, kept = submitted(officer), new_list(officer, first=5)
    page = officer.get("/commune").text
    assert page.index("Bản nháp đang làm") < page.index("chờ lãnh đạo xác nhận")
    assert f'href="{sent}"' in page
    assert f'href="{kept}"' in page
    chief = site.logged_in(Role.COMMUNE_CHIEF).get("/commune").text
    assert chief.index("Chờ bạn xác nhận") < chief.index("Bản nháp đang làm")
    assert "chờ lãnh đạo xác nhận" not in chief


def test_the_age_of_what_waits_is_said_in_days(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    submitted(officer)
    assert "trong hôm nay" in officer.get("/commune").text
    site.clock.forward(days=3)
    assert "chờ 3 ngày" in site.logged_in(Role.COMMUNE_OFFICER).get("/commune").text


def test_more_than_five_lists_are_named_in_part_and_all_behind_one_link(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    for number in range(7):
        new_list(officer, first=number)
    page = officer.get("/commune").text
    assert page.count("Đợt chặt mía") == 5
    assert "và 2 danh sách nữa" in page
    assert officer.get("/commune/lists?status=draft").text.count(">Đợt chặt mía</a>") == 7
