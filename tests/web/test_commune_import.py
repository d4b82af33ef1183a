"""A workbook through the import page: good rows kept, every problem named, hostile files refused."""

import io
import json
import zipfile
from pathlib import Path

from borderreg.domain.access import Role
from tests.web.site import Browser, Site
from tests.web.test_commune import new_list, row

FIXTURES = Path(__file__).parents[1] / "fixtures"
WORKBOOK = FIXTURES / "commune_list_40.xlsx"


def upload(browser: Browser, data: bytes, name: str = "danh-sach.xlsx", address: str = "/commune/import"):
    """Send a file as the import page would."""
    browser.read_token(address)
    form = {"csrf_token": browser.token, "file": (io.BytesIO(data), name)}
    return browser.post(address, data=form, content_type="multipart/form-data")


def test_the_workbook_of_a_commune_becomes_a_draft_with_every_problem_named(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    answer = upload(officer, WORKBOOK.read_bytes())
    assert answer.status_code == 200
    expected = json.loads((FIXTURES / "commune_list_40.expected.json").read_text())
    assert answer.text.count('class="br-problems__place"') == len(expected["problems"])
    assert "chưa đủ 18 tuổi" in answer.text
    lists = officer.get("/commune/lists").text
    assert "danh-sach" in lists
    assert "list:imported" in site_on_both.acts()


def test_importing_a_file_twice_into_one_draft_doubles_nobody(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    target = f"/commune/import?list={address.rsplit('/', 1)[1]}"
    upload(officer, WORKBOOK.read_bytes(), address=target)
    once = officer.get(address).text.count('class="br-person__masked"')
    upload(officer, WORKBOOK.read_bytes(), address=target)
    assert officer.get(address).text.count('class="br-person__masked"') == once > 60


def test_a_file_without_a_good_row_makes_no_list(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    header = "Họ và tên,Ngày sinh,Giới tính,Số CCCD\nNông Thị Mùi,12/03/1988,Nữ,020188001234\n"
    answer = upload(officer, header.encode(), "danh-sach.csv")
    assert answer.status_code == 422
    assert "Không thấy cột" in answer.text
    assert "Đơn vị chưa có danh sách nào" in officer.get("/commune/lists").text


def test_a_bomb_a_picture_and_an_empty_file_are_refused_in_words(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    for data, name in (
        (bomb.getvalue(), "danh-sach.xlsx"),
        (b"\x89PNG\r\n\x1a\n", "anh.png"),
        (b"", "danh-sach.xlsx"),
        (b"PK\x03\x04 not a zip", "danh-sach.xlsx"),
    ):
        answer = upload(officer, data, name)
        assert answer.status_code == 422, name
        assert "govuk-error-message" in answer.text
    assert "Đơn vị chưa có danh sách nào" in officer.get("/commune/lists").text


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/import")
    body = b"0" * (13 * 2**20)
    answer = officer.post("/commune/import", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_nothing_is_imported_into_a_submitted_or_a_foreign_list(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    list_id = address.rsplit("/", 1)[1]
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    assert other.get(f"/commune/import?list={list_id}").status_code == 404
    assert other.get("/commune/import?list=khong-phai-ma").status_code == 400
    version = officer.get(address).text.split('name="version" value="')[1].split('"')[0]
    officer.submit(f"{address}/submit", version=version)
    assert officer.get(f"/commune/import?list={list_id}").status_code == 409


def test_no_file_is_a_problem_of_the_field(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/import")
    answer = officer.submit("/commune/import")
    assert answer.status_code == 422
    assert "Hãy chọn tệp danh sách" in answer.text


def test_hostile_text_in_a_row_is_shown_as_text(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    answer = officer.submit(f"{address}/rows/new", **row(name="<script>alert(1)</script> Mùi"))
    assert answer.status_code == 302
    page = officer.get(address).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
