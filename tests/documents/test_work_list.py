"""The printed list: what it says, in which layout, and what it never shows."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from borderreg.documents import annex, slips, words
from borderreg.documents.paper import PrintNumbers, Signature
from borderreg.documents.work_list import Parts, print_list, render_list
from borderreg.domain.lists import ListKind
from tests.documents import pages, papers

A4 = {(842, 595), (595, 842)}


def first_page(paper) -> str:
    return pages.texts(render_list(paper))[0]


@pytest.mark.parametrize("extract", [pages.texts, pages.texts_by_pypdf])
def test_text_can_be_extracted_and_every_name_is_composed_and_whole(extract) -> None:
    paper = papers.certified(40)
    every = extract(render_list(paper, slips=True))
    assert all(pages.is_nfc(text) for text in every)
    table, grid = " ".join(every[:-9]), " ".join(every[-9:])
    for row in paper.rows:
        assert row.name in table
        assert row.name in grid
        assert row.personal_id in table
        assert row.entry_code in grid
        assert row.entry_code in table.replace("- ", "-")


def test_decomposed_names_are_printed_composed() -> None:
    paper = papers.certified(1)
    decomposed = replace(paper, rows=(replace(paper.rows[0], name="Triê\u0323u  Mu\u0300i Phâ\u0301y"),))
    assert "Triệu Mùi Phấy" in first_page(decomposed)


def test_decomposed_signatories_and_bodies_are_printed_composed() -> None:
    paper = papers.certified(1)
    header = replace(paper.header, issuing_body="Công an xã Đô\u0300ng Đăng", place="Đô\u0300ng Đăng")
    signature = Signature(position="Trưởng Công an xã", name="Trung tá Vi Văn Hoa\u0300")
    text = first_page(replace(paper, header=header, signature=signature))
    assert pages.is_nfc(text)
    for piece in ("CÔNG AN XÃ ĐỒNG ĐĂNG", "Trung tá Vi Văn Hoà", "Đồng Đăng, ngày 05"):
        assert piece in text


def test_control_and_direction_characters_leave_a_visible_gap() -> None:
    paper = papers.certified(1)
    odd = replace(paper.rows[0], employer="Xưởng\u202egỗ\x00 Vạn\u200bLợi")
    assert "Xưởng□gỗ□ Vạn□Lợi" in first_page(replace(paper, rows=(odd,)))


def test_head_follows_the_decree() -> None:
    text = first_page(papers.certified(3))
    for words_of_head in (
        "CÔNG AN TỈNH LẠNG SƠN",
        "CÔNG AN XÃ ĐỒNG ĐĂNG",
        "Số: 05/DS-CAX",
        "Số văn bản: ....",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đồng Đăng, ngày 05 tháng 02 năm 2026",
        "DANH SÁCH CÔNG DÂN XUẤT CẢNH ĐI LÀM VIỆC QUA BIÊN GIỚI",
        "(Kèm theo văn bản ngày 05 tháng 02 năm 2026 của Công an xã Đồng Đăng)",
        "Danh sách có 03 người, từ số thứ tự 1 đến số thứ tự 3.",
        "Cửa khẩu xuất cảnh: Hữu Nghị, ga Đồng Đăng.",
        "Nơi nhận:",
        "- Lưu: CAX.",
        "KT. TRƯỞNG CÔNG AN XÃ PHÓ TRƯỞNG CÔNG AN XÃ",
        "Thiếu tá Lương Thị Hà",
    ):
        assert words_of_head in text


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_dates_have_a_leading_zero_only_where_the_decree_wants_it(day: date, written: str) -> None:
    assert words.long_date(day) == written


def test_the_head_signs_without_kt() -> None:
    paper = papers.certified(1)
    head = Signature(position="Trưởng Công an xã", name="Trung tá Vi Văn Hoà")
    text = first_page(replace(paper, signature=head))
    assert "TRƯỞNG CÔNG AN XÃ Trung tá Vi Văn Hoà" in text
    assert "KT." not in text


def test_a_given_document_number_replaces_the_dots() -> None:
    text = first_page(replace(papers.certified(1), document_number="128/CV-CAX"))
    assert "Số văn bản: 128/CV-CAX" in text
    assert "(Kèm theo văn bản số 128/CV-CAX ngày 05" in text


def test_a_supplement_and_a_withdrawal_name_the_list_that_they_change(tmp_path: Path) -> None:
    supplement = first_page(papers.certified(2, kind=ListKind.SUPPLEMENT))
    assert "DANH SÁCH BỔ SUNG" in supplement
    assert "(Bổ sung Danh sách số 03/DS-CAX ngày 15 tháng 01 năm 2026" in supplement
    paper = papers.certified(2, kind=ListKind.WITHDRAWAL)
    paper = replace(paper, rows=tuple(replace(row, reason="Không đi nữa", digits=None) for row in paper.rows))
    printed = print_list(paper, with_slips=True)
    withdrawal = " ".join(pages.texts(printed.pdf))
    assert "DANH SÁCH RÚT TÊN" in withdrawal
    assert "Lý do rút tên" in withdrawal
    assert withdrawal.count("Không đi nữa") == 2
    found = [code.digits for sheet in pages.pictures(printed.pdf, tmp_path) for code in pages.codes(sheet)]
    assert found == [paper.head_digits], "codes that end are not handed out"


def test_a_draft_is_marked_on_every_page_and_carries_no_code(tmp_path: Path) -> None:
    printed = print_list(papers.draft(40), with_slips=True, export=b"{}")
    texts = pages.texts(printed.pdf)
    assert all("BẢN NHÁP – KHÔNG CÓ GIÁ TRỊ" in text for text in texts)
    assert not any(pages.codes(sheet) for sheet in pages.pictures(printed.pdf, tmp_path))
    assert not PdfReader(io.BytesIO(printed.pdf)).attachments


def test_a_draft_never_prints_the_codes_it_is_given() -> None:
    texts = pages.texts(render_list(replace(papers.certified(3), specimen=True), slips=True))
    assert len(texts) == 1


@pytest.mark.parametrize("missing", ["number", "issued_on", "signature", "head_digits"])
def test_a_list_that_lacks_what_certifies_it_is_not_printed(missing: str) -> None:
    with pytest.raises(ValueError, match="certified list"):
        render_list(replace(papers.certified(1), **{missing: None}))


@pytest.mark.parametrize("missing", ["digits", "entry_code"])
def test_a_person_without_a_code_is_not_printed(missing: str) -> None:
    paper = papers.certified(2)
    with pytest.raises(ValueError, match="every person"):
        render_list(replace(paper, rows=(paper.rows[0], replace(paper.rows[1], **{missing: None}))))


def test_an_empty_list_is_not_printed() -> None:
    with pytest.raises(ValueError, match="at least one"):
        render_list(replace(papers.certified(1), rows=()))


@pytest.mark.parametrize("people", [1, 2, 9, 10, 11, 12, 13, 40])
def test_every_row_is_printed_once_and_the_signature_is_never_alone(people: int) -> None:
    paper = papers.certified(people)
    texts = pages.texts(render_list(paper))[: -annex.page_count(people)]
    numbers = [
        int(n)
        for text in texts
        for n in re.findall(r"\b(\d+) [^\d]{4,60} (?:\d\d/\d\d/)?\d{4} (?:Nam|Nữ)", text)
    ]
    assert numbers == list(range(1, people + 1))
    assert "Thiếu tá Lương Thị Hà" in texts[-1]
    assert all("STT Họ, chữ đệm và tên" in text for text in texts), "the head of the table is on every page"
    assert re.search(r"0\d{11}", texts[-1]), "the last rows stand with the signature"
    marks = [re.search(r"Trang (\d+)/(\d+)", text).groups() for text in texts]
    assert [int(page) for page, _ in marks] == list(range(1, len(texts) + 1))


def test_a_page_holds_about_eighteen_people() -> None:
    texts = pages.texts(render_list(papers.certified(40)))
    assert len(re.findall(r"\b020\d{9}\b", texts[0])) >= 14, "beside the head of the paper"
    assert 18 <= len(re.findall(r"\b020\d{9}\b", texts[1])) <= 22


def test_five_hundred_people_are_printed() -> None:
    printed = print_list(papers.certified(500), with_slips=True)
    assert printed.pages == len(PdfReader(io.BytesIO(printed.pdf)).pages)
    assert printed.pages > annex.page_count(500) + slips.page_count(500) + 20
    assert len(printed.pdf) < 5_000_000


@pytest.mark.parametrize("people", [1, 40])
def test_nothing_is_drawn_into_the_margins(people: int, tmp_path: Path) -> None:
    printed = print_list(papers.certified(people), with_slips=True)
    table = printed.pages - annex.page_count(people) - slips.page_count(people)
    for number, sheet in enumerate(pages.pictures(printed.pdf, tmp_path, dpi=100)):
        left, top, right, bottom = (
            value * 25.4 / 100 for value in sheet.point(lambda v: 255 * (v < 200)).getbbox()
        )
        wide, high = (side * 25.4 / 100 for side in sheet.size)
        if number >= table + annex.page_count(people):
            assert min(left, top, wide - right, high - bottom) >= 4.5, "cut lines stop where printers do"
        else:
            assert left >= 29.5
            assert wide - right >= 14.5
            assert min(top, high - bottom) >= 9.5


def test_pages_are_a4_and_known_to_be_vietnamese_without_personal_data_in_the_metadata() -> None:
    paper = papers.certified(20)
    reader = PdfReader(io.BytesIO(render_list(paper, slips=True)))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == A4
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    metadata = " ".join(map(str, reader.metadata.values()))
    assert "Danh sách số 05/DS-CAX" in metadata
    assert not any(
        part in metadata for row in paper.rows for part in (row.name, row.personal_id, row.entry_code)
    )


def test_all_fonts_are_embedded_and_can_be_searched() -> None:
    reader = PdfReader(io.BytesIO(render_list(papers.certified(20), slips=True)))
    fonts = {
        str(font["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
    }
    assert any("NotoSansCJKsc" in name for name in fonts)
    assert any(name.endswith("+Tinos") for name in fonts)
    assert all("/ToUnicode" in font and "/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def test_the_same_list_gives_the_same_bytes() -> None:
    first, again = (render_list(papers.certified(25), slips=True, export=b'{"a":1}') for _ in range(2))
    assert first == again


def test_rows_with_missing_facts_say_nothing_instead_of_none() -> None:
    paper = papers.certified(1)
    bare = replace(
        paper.rows[0], birth="1990", residence="", document_expires="", job="", phone="", contact="", gates=()
    )
    every = " ".join(pages.texts(render_list(replace(paper, rows=(bare,)), slips=True)))
    assert "None" not in every
    assert " 1990 " in every


def test_different_gates_are_named_in_each_row() -> None:
    paper = papers.certified(2)
    rows = (paper.rows[0], replace(paper.rows[1], gates=("Tân Thanh",)))
    text = first_page(replace(paper, rows=rows))
    assert "Tân Thanh" in text
    assert "Cửa khẩu xuất cảnh" not in text


def test_facts_of_the_greatest_length_stay_in_their_cells(tmp_path: Path) -> None:
    paper = papers.certified(3)
    longest = replace(
        paper.rows[1],
        name="Nguyễnhoàngtriệuthịphươngquỳnhnghiêngthuỷanh",
        residence="thôn " + "Nà Pò Khòn " * 9,
        employer="Công ty trách nhiệm hữu hạn " + "Vạn Lợi " * 11,
        job="Chế biến gỗ ván ép và đóng gói thành phẩm xuất khẩu, bốc xếp hàng hoá",
        contact="Hoàng Thị Phương Quỳnh Nghiêng Thuỷ Anh 0912345678",
        gates=("Hữu Nghị", "ga Đồng Đăng", "Tân Thanh", "Cốc Nam", "Chi Ma", "Na Hình", "Bình Nghi"),
    )
    printed = print_list(replace(paper, rows=(paper.rows[0], longest, paper.rows[2])), with_slips=True)
    sheet = pages.pictures(printed.pdf, tmp_path, dpi=100)[0]
    assert sheet.size[0] - sheet.point(lambda v: 255 * (v < 200)).getbbox()[2] >= 55
    assert len(pages.codes(pages.pictures(printed.pdf, tmp_path)[-1])) == 3


def test_a_slip_tells_what_to_do_in_both_languages_and_hides_the_identity_number() -> None:
    paper = papers.certified(1)
    slip = pages.texts(render_list(paper, slips=True))[-1]
    row = paper.rows[0]
    for piece in (
        row.name,
        row.entry_code,
        "Danh sách 05/DS-CAX · STT 1",
        "Mất phiếu vẫn về nước được",
        "凭条遗失仍可回国",
    ):
        assert piece in slip
    for contact in papers.CONTACTS:
        assert contact.phone in slip
        assert contact.label_zh in slip
    assert row.personal_id not in slip
    assert row.document_number not in slip


def test_a_character_that_no_font_has_leaves_a_visible_gap() -> None:
    paper = papers.certified(1)
    strange = replace(paper.rows[0], employer="Xưởng \U0001f600 gỗ")
    assert "Xưởng □ gỗ" in first_page(replace(paper, rows=(strange,)))


def test_a_reprint_says_so_on_each_sheet_and_keeps_its_codes(tmp_path: Path) -> None:
    paper = papers.certified(3)
    again = replace(paper, prints=PrintNumbers(table=2, slips=3, cards=4))
    printed = print_list(again, parts=Parts(slips=True, cards=True))
    table, _annex, slip, card = pages.texts(printed.pdf)
    assert "Bản in lần 2" in table
    assert slip.count("Bản in lần 3") == card.count("Bản in lần 4") == 3
    first = pages.pictures(print_list(paper, parts=Parts(slips=True, cards=True)).pdf, tmp_path)
    once = [code.digits for sheet in first for code in pages.codes(sheet)]
    twice = [code.digits for sheet in pages.pictures(printed.pdf, tmp_path) for code in pages.codes(sheet)]
    assert sorted(once) == sorted(twice)
    assert "Bản in lần" not in " ".join(pages.texts(print_list(paper).pdf))


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("Trưởng Công an xã", "Lý A Sính"), ("TRƯỞNG CÔNG AN XÃ",)),
        (papers.DEPUTY, ("KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ")),
        (Signature("Trưởng Công an xã", "Lý A Sính", signs_as="Q."), ("Q. TRƯỞNG CÔNG AN XÃ",)),
        (Signature("Trưởng Công an xã", "Lý A Sính", "Cán bộ", "TUQ."), ("TUQ. TRƯỞNG CÔNG AN XÃ", "CÁN BỘ")),
    ],
    ids=["head", "deputy", "acting", "authorised"],
)
def test_each_capacity_signs_in_its_own_way(signature: Signature, lines: tuple[str, ...]) -> None:
    assert signature.lines == lines


def test_the_last_page_of_the_table_has_one_empty_signature_field() -> None:
    paper = papers.certified(40)
    reader = PdfReader(io.BytesIO(print_list(paper, parts=Parts(slips=True)).pdf))
    fields = reader.get_fields()
    assert list(fields) == ["ChuKySo"]
    assert fields["ChuKySo"]["/FT"] == "/Sig"
    assert "/V" not in fields["ChuKySo"], "nothing is signed yet"
    texts = [page.extract_text() for page in reader.pages]
    holders = [number for number, page in enumerate(reader.pages) if "/Annots" in page]
    assert [number for number, text in enumerate(texts) if "Thiếu tá Lương Thị Hà" in text] == holders
    left, low, right, up = reader.pages[holders[0]]["/Annots"][0].get_object()["/Rect"]
    assert right - left > 150
    assert up - low > 50
    assert not PdfReader(io.BytesIO(render_list(papers.draft(3)))).get_fields()


def test_a_sheet_holds_about_eighteen_people_the_first_one_too() -> None:
    on_sheets = [
        len(re.findall(r"\d{12}", text)) for text in pages.texts(render_list(papers.certified(40)))[:3]
    ]
    assert on_sheets == [17, 20, 3]
