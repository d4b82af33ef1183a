"""A worker's travel documents through their pages: added, renewed, corrected, ended, never deleted."""

import re

import pytest

from borderreg.domain.access import Role
from tests.client import page_text
from tests.domain.test_mrz import lines
from tests.web.site import Browser, Site
from tests.web.test_commune_workers import person

LINK = re.compile(r"/commune/workers/[0-9a-f-]{36}/documents/[0-9a-f-]{36}")
PASSPORT = {
    "document_type": "Hộ chiếu",
    "document_number": "c7654321",
    "document_issued": "02112026",
    "document_expires": "02112036",
}


def registered(officer: Browser, **changes: object) -> str:
    """Register Nông Thị Mùi and return the address of her page."""
    officer.read_token("/commune/workers/new")
    return officer.submit("/commune/workers/new", **person(0, **changes)).location


def document(officer: Browser, address: str) -> str:
    """Return the address of the document that stands first on a person's page."""
    found = LINK.search(officer.get(address).text)
    assert found
    return found[0]


def test_a_renewed_passport_stands_above_the_old_one_which_keeps_its_end(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    renew = f"{document(officer, address)}/renew"
    assert "kết thúc hôm nay" in page_text(officer.get(renew))
    assert '<option selected value="Hộ chiếu">' in officer.get(renew).text
    assert officer.submit(renew, **PASSPORT).location == address
    said = page_text(officer.get(address))
    assert said.index("Hộ chiếu …4321") < said.index("Hộ chiếu …0000")
    assert "đã đổi giấy tờ mới, 22/11/2026" in said
    assert "C7654321" not in said
    assert officer.get(renew).status_code == 409


def test_a_border_pass_is_added_beside_the_passport(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    border_pass = {
        "document_type": "Giấy thông hành",
        "document_number": "GTH000123",
        "document_expires": "01/03/2027",
    }
    officer.submit(f"{address}/documents/new", **border_pass)
    said = page_text(officer.get(address))
    assert "Giấy thông hành …0123" in said
    assert "Còn dưới 6 tháng" in said
    again = officer.submit(f"{address}/documents/new", **border_pass)
    assert again.status_code == 422
    assert "đã có trong hồ sơ" in again.text


def test_a_border_pass_is_refused_where_nobody_lives_at_the_border(site: Site) -> None:
    inland = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="05977", username="canbo.dongkinh")
    address = registered(inland)
    refused = inland.submit(
        f"{address}/documents/new",
        document_type="Giấy thông hành",
        document_number="GTH000123",
        document_expires="01/03/2027",
    )
    assert refused.status_code == 422
    assert "không phải xã biên giới" in refused.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document_number": "C12"}, "cần một chữ cái in hoa và 7 chữ số"),
        ({"document_number": ""}, "Thiếu «Số giấy tờ»"),
        ({"document_expires": "31/02/2030"}, "không đọc được"),
        ({"document_expires": "21/11/2026", "document_issued": ""}, "hết hạn ngày 21/11/2026"),
        ({"document_expires": "01/01/2062"}, "xa hơn thời hạn của hộ chiếu"),
        ({"document_issued": "01/12/2026"}, "Ngày cấp 01/12/2026 phải trước ngày hết hạn"),
        ({"document_issued": "hôm qua"}, "Ngày cấp «hôm qua» không đọc được"),
        ({"document_type": ""}, "Thiếu «Loại giấy tờ»"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(site: Site, changes: dict[str, str], said: str) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    page = officer.submit(f"{address}/documents/new", **{**PASSPORT, **changes})
    assert page.status_code == 422
    assert said in page_text(page)


def test_a_passport_that_ends_within_six_months_is_taken_with_a_warning(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    short = {**PASSPORT, "document_issued": "", "document_expires": "01/02/2027"}
    saved = officer.submit(f"{address}/documents/new", **short)
    assert saved.status_code == 302
    assert "còn dưới 6 tháng" in page_text(officer.get(address))


def test_a_new_passports_lines_are_compared_with_the_person(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer, birth="05/02/1982")
    page = officer.submit(f"{address}/documents/new", mrz=lines(), then="read")
    assert 'value="C1234567"' in page.text
    assert "govuk-warning-text" not in page.text
    other = officer.submit(f"{address}/documents/new", mrz=lines(birth="830205", sex="M"), then="read")
    assert page_text(other).count("đúng hộ chiếu của người này không") >= 2


def test_a_number_is_opened_for_correcting_and_that_is_logged(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    edit = document(officer, address)
    reads = site.acts().count("worker:read")
    assert 'value="C0000000"' in officer.get(edit).text
    assert site.acts().count("worker:read") == reads + 1
    fixed = {"document_type": "Hộ chiếu", "document_number": "C0000001", "document_expires": "30/06/2029"}
    assert officer.submit(edit, **fixed).status_code == 302
    assert "Hộ chiếu …0001" in page_text(officer.get(address))


def test_a_lost_passport_ends_with_its_reason(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    end = f"{document(officer, address)}/end"
    assert officer.submit(end).status_code == 422
    officer.submit(end, reason="lost")
    said = page_text(officer.get(address))
    assert "Đã kết thúc bị mất, 22/11/2026" in said
    assert officer.submit(end, reason="lost").status_code == 409


def test_correcting_a_record_leaves_its_papers_alone(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = registered(officer)
    page = officer.get(f"{address}/edit")
    assert 'name="document_number"' not in page.text
    assert "ở trang của người này" in page_text(page)
