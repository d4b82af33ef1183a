"""The commune's first page: what waits stands there with its age, one click from being done."""

from datetime import UTC, datetime

from borderreg.domain.access import Role
from borderreg.services.certification import certify_list
from borderreg.services.corrections import propose_correction
from borderreg.services.list_reading import read_list
from tests.communes import Desk
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


def test_a_correction_that_waits_for_consent_stands_on_the_first_page(site: Site) -> None:
    desk = Desk.open(site.engine)
    list_id = desk.submitted(2, first=1)
    row = desk.read(read_list, list_id=list_id).rows[0]
    facts = {"list_id": list_id, "entry_id": row.entry_id, "draft": desk.draft(1, name="Vi Văn Pảo")}
    desk.write(propose_correction, actor=desk.chief, note="Sai tên đệm", **facts)
    page = site.logged_in(Role.COMMUNE_OFFICER).get("/commune").text
    assert "chờ bạn đồng ý" in page
    assert f'href="/commune/lists/{list_id}"' in page


def test_the_month_waits_on_the_first_page_when_its_last_day_comes_near(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    assert "Báo cáo tháng chưa gửi" not in officer.get("/commune").text
    site.clock.now = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
    assert "Báo cáo tháng chưa gửi" in site.logged_in(Role.COMMUNE_OFFICER).get("/commune").text


def test_people_whose_paper_ends_are_listed_one_click_from_the_first_page(site: Site) -> None:
    desk = Desk.open(site.engine)
    list_id = desk.submitted(1, document_expires="25/12/2026", valid_to="20/12/2026")
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    assert "Giấy tờ sắp hết hạn" in officer.get("/commune").text
    page = officer.get("/commune/papers").text
    assert "25/12/2026" in page
    assert "33 ngày" in page
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="canbo.khac")
    assert "Không có ai phải đổi giấy tờ" in other.get("/commune/papers").text
