"""Papers of the commune's month: an official head, every figure, nothing that points at somebody."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from borderreg.documents.month_papers import (
    PledgePaper,
    ReportPaper,
    VillagePaper,
    draw_pledge_list,
    draw_pledges,
    draw_report,
    draw_village,
)
from borderreg.documents.paper import ContactPoint, PaperHeader, Signature
from borderreg.domain.month_words import FIGURES

HEADER = PaperHeader("Công an tỉnh Lạng Sơn", "Công an xã Đồng Đăng", "Đồng Đăng", ("Sở Ngoại vụ", "Lưu: VT"))


def words_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def report(**changes: object) -> bytes:
    facts: dict = {
        "header": HEADER,
        "number": "02/BC-CAX",
        "sent_on": date(2026, 2, 5),
        "first": date(2026, 1, 15),
        "last": date(2026, 2, 14),
        "correction": 1,
        "reason": "sót một buổi",
        "counts": dict.fromkeys(FIGURES, 1234),
        "late": {"listeners": 42},
        "remarks": "Đề nghị cấp thêm tờ rơi.",
        "signature": Signature("Trưởng Công an xã", "Hoàng Văn Thắng", "Phó Trưởng Công an xã"),
        "prefix": "KT.",
        "content_hash": bytes(32),
    }
    return draw_report(ReportPaper(**(facts | changes)))


def test_a_report_has_the_official_head_every_figure_and_the_signature():
    text = " ".join(words_of(report()))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 02/BC-CAX",
        "Đồng Đăng, ngày 05 tháng 02 năm 2026",
        "Đính chính lần 1. Lý do: sót một buổi.",
        "KT. TRƯỞNG CÔNG AN XÃ",
        "PHÓ TRƯỞNG CÔNG AN XÃ",
        "Hoàng Văn Thắng",
        "Nơi nhận:",
        "1.234",
    ):
        assert part in text, part
    assert all(words.label.vi in text for words in FIGURES.values())


def test_the_same_report_gives_the_same_bytes():
    assert report() == report()


def test_a_pledge_is_a_page_for_each_household_and_blank_without_a_name():
    paper = PledgePaper(HEADER, "Khu Ga", 2026, ["Nông Văn Sáng", ""], {})
    pages = words_of(draw_pledges(paper))
    assert len(pages) == 2
    assert "Nông Văn Sáng" in pages[0]
    assert "Năm 2026" in pages[1]


def test_a_long_list_of_households_goes_on_with_its_head():
    paper = PledgePaper(
        HEADER, "Khu Ga", 2026, [f"Chủ hộ {n}" for n in range(60)], {"Chủ hộ 3": "05/11/2026"}
    )
    pages = words_of(draw_pledge_list(paper))
    assert len(pages) == 3
    assert all("Chữ ký" in page for page in pages)
    assert "05/11/2026" in pages[0]


@pytest.mark.parametrize("own", ["0205 3888 222", ""])
def test_the_village_sheet_tells_numbers_messages_and_whom_to_call(own):
    numbers = [("Người xuất cảnh", "dưới 5 người")]
    contacts = [ContactPoint("Tổ bảo hộ công dân", "公民保护组", "0205 3999 111")]
    paper = VillagePaper(
        HEADER, date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 22), numbers, contacts, own
    )
    text = " ".join(words_of(draw_village(paper)))
    assert "dưới 5 người" in text
    assert "0205 3999 111" in text
    assert "Quá hạn" not in text
    assert (own in text) if own else True
