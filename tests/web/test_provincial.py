"""The province's report in the browser: count, freeze, correct, take it out as files that open."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from borderreg.domain.access import Role
from borderreg.services.certification import certify_list
from tests.client import page_text
from tests.communes import Desk
from tests.web.site import Browser, Site


@pytest.fixture
def office(site: Site) -> Browser:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    browser.read_token("/account")
    return browser


def freeze(office: Browser) -> str:
    answer = office.submit("/province/report/freeze?period=2026-11")
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_report_is_counted_frozen_and_counted_again(office: Browser) -> None:
    assert "Chưa chốt báo cáo nào" in office.get("/province/report").text
    page = page_text(office.get("/province/report/count?period=2026-11"))
    assert "Đăng ký, xác nhận trong kỳ – Xã, phường" in page
    address = freeze(office)
    assert "Bản đầu" in page_text(office.get(address))
    assert "cho cùng mã băm" in page_text(office.get(f"{address}?again=1"))
    assert address in office.get("/province/report").text
    again = office.submit("/province/report/freeze?period=2026-11")
    assert again.location.endswith("/province/report/count?period=2026-11")
    assert "Số liệu không đổi" in page_text(office.get(again.location))


def test_a_period_that_has_not_begun_or_is_none_is_refused(office: Browser) -> None:
    assert office.get("/province/report/count?period=2031-01").status_code == 404
    assert office.get("/province/report/count?period=soon").status_code == 400


def test_a_frozen_report_is_an_official_paper_and_a_document_to_write_in(office: Browser) -> None:
    address = freeze(office)

    def taken(kind: str) -> bytes:
        answer = office.submit(f"{address}/file", format=kind)
        assert answer.status_code == 200
        assert f'filename="bao-cao-tinh-2026-11-0.{kind}"' in answer.headers["Content-Disposition"]
        return answer.data

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(taken("pdf"))).pages)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "SHA-256" in text
    document = taken("docx")
    written = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs)
    assert "BÁO CÁO" in written
    assert "SHA-256" in written
    assert zipfile.ZipFile(io.BytesIO(document)).testzip() is None
    book = load_workbook(io.BytesIO(taken("xlsx")))
    assert len(book.sheetnames) > 20
    assert book.worksheets[0].freeze_panes == "A2"
    assert office.submit(f"{address}/file", format="exe").status_code == 400


def test_a_correction_needs_a_reason_and_the_page_keeps_what_was_typed(office: Browser, site: Site) -> None:
    freeze(office)
    page = office.get("/province/report/count?period=2026-11").text
    assert "Chốt bản đính chính" not in page
    desk = Desk.open(site.engine)
    desk.write(certify_list, actor=desk.chief, list_id=desk.submitted(3))
    assert "Chốt bản đính chính" in office.get("/province/report/count?period=2026-11").text
    refused = office.submit("/province/report/freeze?period=2026-11", reason="gõ")
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.text
    made = office.submit("/province/report/freeze?period=2026-11", reason="Danh sách gửi muộn của Đồng Đăng")
    assert "Đính chính lần 1" in page_text(office.get(made.location))
    assert site.acts().count("report:frozen") == 2
