"""A workbook through the import's pages: columns confirmed, rows repaired, good ones kept."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from borderreg.domain.access import Role
from borderreg.services import import_keeping, import_reading
from tests.client import page_text
from tests.web.site import Browser, Site
from tests.web.test_commune import new_list, row

FIXTURES = Path(__file__).parents[1] / "fixtures"
WORKBOOK = FIXTURES / "commune_list_40.xlsx"
KEY = re.compile(r'name="key" value="([^"]+)"')
HEADER = (
    "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Loại giấy tờ,Số giấy tờ,Ngày hết hạn,"
    'Đơn vị sử dụng lao động,"Huyện, thị",Từ ngày,Đến ngày'
)
WORK = "30/06/2029,Công ty Đường Bằng Tường,Bằng Tường,25/11/2026,20/02/2027"
MUI = f"Nông Thị Mùi,12/03/1988,Nữ,020188001234,Hộ chiếu,C1234567,{WORK}"
PAO = f"Vi Văn Páo,01/02/1985,Nam,020085004321,Hộ chiếu,C7654321,{WORK}"
SELECT = re.compile(r'<select class="govuk-select" name="(c\d+)".*?>(.*?)</select>', re.DOTALL)


def upload(browser: Browser, data: bytes, name: str = "danh-sach.xlsx", address: str = "/commune/import"):
    """Send a file as the import page would."""
    page = browser.get(address).text
    browser.read_token(address)
    key = KEY.search(page)
    form = {"csrf_token": browser.token, "file": (io.BytesIO(data), name), "key": key[1] if key else ""}
    return browser.post(address, data=form, content_type="multipart/form-data")


def confirm(browser: Browser, address: str):
    """Confirm the columns as they are guessed."""
    page = browser.get(address).text
    chosen = {}
    for name, options in SELECT.findall(page):
        selected = re.search(r'value="(\w*)" selected', options)
        chosen[name] = selected[1] if selected else ""
    return browser.submit(address, **chosen)


def read_in(browser: Browser, data: bytes, name: str = "danh-sach.xlsx", address: str = "/commune/import"):
    """Upload a file and go on to its grid; return the grid's address."""
    sent = upload(browser, data, name, address)
    assert sent.status_code == 302, sent.text
    if sent.location.endswith("/columns"):
        sent = confirm(browser, sent.location)
    assert sent.status_code == 302, sent.text
    return sent.location


def typed(page: str) -> dict[str, str]:
    """Return what a grid's form would send as it is shown."""
    inputs = re.findall(r'<input class="govuk-input br-grid__input.*?name="([^"]+)" value="([^"]*)"', page)
    versions = re.findall(r'name="(v\d+)" value="(\d+)"', page)
    return dict(inputs) | dict(versions)


def keep(browser: Browser, grid: str, **fields: str):
    """Press the button that puts the good rows into a draft."""
    return browser.submit(f"{grid.rsplit('/', 2)[0]}/keep", **fields)


def csv(*lines: str) -> bytes:
    """Make a file with the template's header."""
    return "\n".join((HEADER, *lines)).encode()


def test_the_workbook_of_a_commune_is_repaired_in_place_and_kept(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    grid = read_in(officer, WORKBOOK.read_bytes())
    assert grid.endswith("/wrong/1")
    page = officer.get(grid).text
    assert "chưa đủ 18 tuổi" in page
    assert "là công thức" in page
    assert "3 dòng có lỗi" in page
    everything = officer.get(grid.replace("/wrong/", "/all/") + "?columns=all").text
    expected = json.loads((FIXTURES / "commune_list_40.expected.json").read_text())
    assert everything.count("br-grid__problem") == len(expected["problems"])
    fields = typed(page) | {"r46-name": "Nông Thị Bích", "x49": "1", "r33-birth": "19/11/2001"}
    saved = officer.submit(grid, **fields)
    assert saved.status_code == 302
    assert "Không còn dòng nào có lỗi" in officer.get(saved.location).text
    kept = keep(officer, grid)
    draft = officer.get(kept.location).text
    assert "Đã đưa 39 người vào bản nháp" in draft
    assert "chưa vào danh sách này" not in draft
    assert {"import:uploaded", "import:read", "import:edited", "list:imported"} <= set(site_on_both.acts())


def test_rows_that_are_still_wrong_wait_and_the_draft_says_so(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    grid = read_in(officer, WORKBOOK.read_bytes())
    address = keep(officer, grid).location
    page = officer.get(address).text
    assert "Đã đưa 37 người vào bản nháp" in page
    assert "3 dòng của tệp «danh-sach» chưa vào danh sách này" in page
    again = officer.get(grid).text
    assert "chưa đủ 18 tuổi" in again
    assert "đã có ở dòng" in again.lower() or "lặp" in again.lower() or "trùng" in again.lower()
    fields = typed(again) | {"r46-name": "Nông Thị Bích"}
    officer.submit(grid, **fields)
    assert keep(officer, grid).location == address
    page = officer.get(address).text
    assert "2 dòng của tệp" in page
    officer.submit(f"{grid.rsplit('/', 2)[0]}/discard")
    assert "chưa vào danh sách này" not in officer.get(address).text


def test_columns_are_confirmed_once_for_a_header(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    data = csv(MUI).replace("Họ và tên".encode(), b"Full name of worker")
    first = upload(officer, data, "a.csv")
    assert first.location.endswith("/columns")
    page = officer.get(first.location)
    assert "Nông Thị Mùi" in page.text
    wrong = officer.submit(first.location, c0="name", c1="name")
    assert wrong.status_code == 422
    assert "được chọn cho hai cột" in wrong.text
    assert "Không thấy cột «Số CCCD»" in wrong.text
    assert confirm(officer, first.location).location.endswith("/all/1")
    again = upload(officer, data.replace(b"1988", b"1989"), "b.csv")
    assert again.location.endswith("/all/1")


def test_columns_that_a_file_lacks_are_filled_once_for_everybody(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    header = "Tên,Năm sinh,Giới tính,CCCD,Dân tộc,Hộ chiếu,Hạn hộ chiếu"
    line = "Vi Văn Páo,01/02/1985,Nam,020085004321,Tày,C7654321,30/06/2029"
    sent = upload(officer, f"{header}\n{line}\n".encode(), "to-doi.csv")
    page = officer.get(sent.location).text
    assert 'name="fill-employer"' in page
    fills = {
        "fill-employer": "Nông trường Đông Phong", "fill-county": "Long Châu",
        "fill-document_type": "Hộ chiếu", "fill-valid_from": "25/11/2026", "fill-valid_to": "20/02/2027",
    }  # fmt: skip
    columns = {
        "c0": "name",
        "c1": "birth",
        "c2": "sex",
        "c3": "personal_id",
        "c5": "document_number",
        "c6": "document_expires",
    }
    grid = officer.submit(sent.location, **columns, **fills).location
    assert grid.endswith("/all/1")
    shown = officer.get(f"{grid}?columns=all").text
    assert "Nông trường Đông Phong" in shown
    assert "Tày" not in shown
    assert "Đã đưa 1 người vào bản nháp" in officer.get(keep(officer, grid).location).text


def test_a_file_that_comes_again_offers_the_draft_that_holds_its_people(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    first = keep(officer, read_in(officer, csv(MUI, PAO), "dot-1.csv")).location
    site_on_both.clock.forward(minutes=9)
    corrected = PAO.replace("020085004321", "020085004320").replace("C7654321", "C7654322")
    grid = read_in(officer, csv(MUI, corrected), "dot-1-sua.csv")
    page = officer.get(grid).text
    offered = re.search(r'name="list" id="list-1" value="([^"]+)" checked', page)
    assert offered
    assert "Cập nhật «dot-1» (đã có 1 người của tệp)" in page
    assert keep(officer, grid, list=offered[1]).location == first
    draft = officer.get(first).text
    assert draft.count('class="br-person__masked">') == 4
    assert "4320" in draft
    assert "4321" not in draft


def test_a_form_sent_twice_keeps_a_file_once(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/import")
    key = "01a20192-4373-713f-ade0-dd5ee0ed31c1"
    sent = [
        officer.post(
            "/commune/import",
            data={"csrf_token": officer.token, "key": key, "file": (io.BytesIO(csv(MUI, line)), "a.csv")},
            content_type="multipart/form-data",
        ).location
        for line in (PAO, PAO.replace("Páo", "Phấy"))
    ]
    assert sent[0] == sent[1]
    assert "Tệp đang chờ sửa" in officer.get("/commune/import").text


def test_a_number_of_somebody_else_asks_for_a_decision(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    officer.submit(
        f"{address}/rows/new", **row(name="Nông Thị Mùi", birth="12/03/1988", personal_id="020188001234")
    )
    grid = read_in(officer, csv(MUI.replace("Nông Thị Mùi", "Hoàng Bích Thảo"), PAO), "a.csv")
    page = officer.get(grid).text
    assert "là của Nông Thị Mùi, sinh 12/03/1988" in page
    kept = keep(officer, grid).location
    assert "Hoàng Bích Thảo" not in officer.get(kept).text
    assert "Nông Thị Mùi" in officer.get("/commune/workers").text
    officer.submit(grid, **typed(officer.get(grid).text), d2="registered")
    keep(officer, grid, list=kept.rsplit("/", 1)[1])
    assert "Nông Thị Mùi" in officer.get(kept).text
    assert "import:decided" in site_on_both.acts()


def test_two_officers_in_one_grid_lose_nothing_and_see_both_values(site_on_both: Site) -> None:
    site = site_on_both
    mui = site.logged_in(Role.COMMUNE_OFFICER)
    grid = read_in(mui, csv(MUI.replace("Bằng Tường,25", "Bằng Tường,99"), PAO), "a.csv")
    lan = site.logged_in(Role.COMMUNE_OFFICER, username="lan.chuthi")
    lan.read_token(grid)
    fields = typed(mui.get(grid).text)
    assert lan.submit(grid, **fields | {"r2-name": "Nông Thị Muồi"}).status_code == 302
    answer = mui.submit(grid, **fields | {"r2-name": "Nông Thị Mười", "r2-valid_from": "25/11/2026"})
    assert answer.status_code == 409
    assert 'value="Nông Thị Muồi" checked' in answer.text
    assert 'value="Nông Thị Mười"' in answer.text
    shown = mui.get(grid.replace("wrong", "all") + "?columns=all").text
    assert 'value="25/11/2026"' in shown
    version = re.search(r'name="v2" value="(\d+)"', answer.text)
    assert version
    mui.submit(grid, v2=version[1], **{"r2-name": "Nông Thị Mười"})
    assert 'value="Nông Thị Mười"' in mui.get(grid.replace("wrong", "all")).text


def test_cells_typed_when_the_session_ended_come_back(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    grid = read_in(officer, csv(MUI.replace("Bằng Tường,25", "Bằng Tường,99")), "a.csv")
    fields = typed(officer.get(grid).text)
    site.clock.forward(minutes=31)
    assert officer.submit(grid, **fields | {"r2-valid_from": "26/11/2026"}).status_code == 302
    officer.log_in("mui.nongthi", next_=grid)
    page = officer.get(grid).text
    assert 'value="26/11/2026"' in page
    assert "Những gì bạn đã nhập lúc" in page
    officer.submit("/drafts/discard", draft_form=grid)
    assert 'value="26/11/2026"' not in officer.get(grid).text


def test_a_long_file_is_read_step_by_step_and_survives_a_restart(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_reading, "PIECE", 60)
    monkeypatch.setattr(import_keeping, "PIECE", 25)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    people = [
        PAO.replace("Páo", f"Páo {n}")
        .replace("020085004321", f"0200850{n:05d}")
        .replace("01/02/1985", f"{1 + n % 28:02d}/{1 + n % 12:02d}/{1970 + n % 30}")
        for n in range(300)
    ]
    sent = upload(officer, csv(*people), "tat-ca.csv")
    assert sent.location.endswith("/progress")
    assert "240 trên 300" in officer.get(sent.location).text
    step = officer.post(
        sent.location, data={"csrf_token": officer.token}, headers={"Accept": "application/json"}
    )
    assert (step.json["done"], step.json["next"][-6:]) == (300, "/all/1")
    grid = officer.get(sent.location).location
    kept = keep(officer, grid)
    assert kept.status_code == 302, kept.text
    assert kept.location == sent.location
    page = officer.get(kept.location).text
    assert "Xem tiếp" in page
    assert "100 trên 300" in page
    while kept.location == sent.location:
        kept = officer.submit(sent.location)
    assert "300" in page_text(officer.get(kept.location))


def test_a_file_without_people_makes_no_grid(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    for data, words in ((b"a,b,c\n1,2,3\n", "Không tìm thấy dòng tiêu đề"), (csv(), "không có người nào")):
        answer = upload(officer, data, "danh-sach.csv")
        assert answer.status_code == 422
        assert words in answer.text
    assert "Tệp đang chờ sửa" not in officer.get("/commune/import").text


def test_a_file_whose_columns_were_never_confirmed_is_forgotten_after_a_day(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = upload(officer, WORKBOOK.read_bytes()).location
    site.clock.forward(hours=25)
    officer.log_in("mui.nongthi")
    assert officer.get(address).status_code == 404
    assert "Tệp đang chờ sửa" not in officer.get("/commune/import").text


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
    assert "Tệp đang chờ sửa" not in officer.get("/commune/import").text


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/import")
    body = b"0" * (13 * 2**20)
    answer = officer.post("/commune/import", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_no_file_is_taken_when_the_disk_is_nearly_full(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    site.app.config["BORDERREG"] = replace(site.app.config["BORDERREG"], uploads_stop_at=0)
    answer = upload(officer, WORKBOOK.read_bytes())
    assert answer.status_code == 503
    assert "sắp hết chỗ lưu" in answer.text


def test_nothing_is_imported_into_a_submitted_or_a_foreign_list(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    list_id = address.rsplit("/", 1)[1]
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    assert other.get(f"/commune/import?list={list_id}").status_code == 404
    assert other.get("/commune/import?list=khong-phai-ma").status_code == 400
    grid = read_in(officer, csv(MUI), "a.csv", f"/commune/import?list={list_id}")
    assert other.get(grid).status_code == 404
    version = officer.get(address).text.split('name="version" value="')[1].split('"')[0]
    officer.submit(f"{address}/submit", version=version)
    assert officer.get(f"/commune/import?list={list_id}").status_code == 409
    answer = keep(officer, grid, list=list_id)
    assert "không sửa được nữa" in officer.get(answer.location).text


def test_importing_a_file_twice_into_one_draft_doubles_nobody(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    target = f"/commune/import?list={address.rsplit('/', 1)[1]}"
    for data in (csv(MUI, PAO), csv(PAO, MUI)):
        keep(officer, read_in(officer, data, "a.csv", target), list=address.rsplit("/", 1)[1])
        assert officer.get(address).text.count('class="br-person__masked">') == 4


def test_no_file_is_a_problem_of_the_field(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/import")
    answer = officer.submit("/commune/import")
    assert answer.status_code == 422
    assert "Hãy chọn tệp danh sách" in answer.text


def test_hostile_text_in_a_row_is_shown_as_text(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    grid = read_in(officer, csv(MUI.replace("Nông Thị Mùi", "<script>alert(1)</script> Mùi")), "a.csv")
    page = officer.get(grid).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
