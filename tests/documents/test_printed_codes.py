"""The printed codes: each is read back from the paper and belongs to its row, whatever the camera."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageFilter

from borderreg.documents import annex, cards, qr, slips
from borderreg.documents.work_list import Parts, print_list, render_list
from borderreg.ls1 import read_digits, read_key_list
from tests.documents import certified, pages, papers


def test_every_printed_code_of_a_list_with_slips_decodes_to_its_row(tmp_path: Path) -> None:
    paper = papers.certified(40)
    printed = print_list(paper, with_slips=True)
    sheets = pages.pictures(printed.pdf, tmp_path)
    found = [pages.codes(sheet, page=number) for number, sheet in enumerate(sheets)]
    table_pages = printed.pages - annex.page_count(40) - slips.page_count(40)
    assert [code.digits for code in found[0]] == [paper.head_digits]
    assert not any(found[1:table_pages]), "the table itself carries entry codes, not symbols"
    rows = [row.digits for row in paper.rows]
    for first, size, parts in (
        (table_pages, annex.A_PAGE, annex.page_count(40)),
        (table_pages + annex.page_count(40), slips.A_PAGE, slips.page_count(40)),
    ):
        for number in range(parts):
            expected = rows[number * size : (number + 1) * size]
            codes = sorted(found[first + number], key=lambda code: (round(code.box[1] / 60), code.box[0]))
            assert [code.digits for code in codes] == expected


def test_symbols_are_thirty_millimetres_and_thirty_five_on_a_slip(tmp_path: Path) -> None:
    printed = print_list(papers.certified(6), with_slips=True)
    sheets = pages.pictures(printed.pdf, tmp_path, dpi=pages.DPI)
    on_annex, on_slips = pages.codes(sheets[-2]), pages.codes(sheets[-1])
    assert len(on_annex) == len(on_slips) == 6
    assert all(code.side_mm > 29.7 for code in on_annex)
    assert all(code.side_mm > 34.7 for code in on_slips)


def test_a_reticle_twice_as_wide_as_a_symbol_never_holds_two(tmp_path: Path) -> None:
    printed = print_list(papers.certified(20))
    sheet = pages.pictures(printed.pdf, tmp_path)[-1]
    for code in pages.codes(sheet):
        left, top, right, bottom = code.box
        for shift_x, shift_y in ((0, 0), (-0.5, 0), (0.5, 0), (0, -0.5), (0, 0.5), (0.4, 0.4)):
            side = right - left
            x, y = (left + right) / 2 + shift_x * side, (top + bottom) / 2 + shift_y * side
            seen = pages.codes(sheet.crop((int(x - side), int(y - side), int(x + side), int(y + side))))
            assert [each.digits for each in seen] in ([], [code.digits])


def test_codes_survive_a_careless_photograph(tmp_path: Path) -> None:
    paper = papers.certified(20)
    sheet = pages.pictures(render_list(paper), tmp_path, dpi=200)[-1]
    photograph = sheet.rotate(4, Image.Resampling.BICUBIC, fillcolor=235, expand=True)
    photograph = photograph.filter(ImageFilter.GaussianBlur(1.2)).point(lambda value: 40 + value * 0.65)
    squeezed = io.BytesIO()
    photograph.save(squeezed, "JPEG", quality=45)
    found = {code.digits for code in pages.codes(Image.open(squeezed))}
    assert found == {row.digits for row in paper.rows}


def test_real_codes_read_back_from_paper_belong_to_their_rows(tmp_path: Path) -> None:
    signed = certified.signed_list(12)
    sheets = pages.pictures(render_list(signed.paper, slips=True), tmp_path)
    keys = read_key_list(signed.certified.key_list, root_public=certified.ROOT.public)
    at = datetime(2026, 3, 20, tzinfo=UTC)
    head = read_digits(pages.codes(sheets[0])[0].digits, at=at, keys=keys, expect="head").head
    assert (head.list_no, head.entries) == ("05/DS-CAX", 12)
    printed = [code.digits for sheet in sheets[1:] for code in pages.codes(sheet)]
    readings = [read_digits(digits, at=at, keys=keys) for digits in printed]
    assert all(reading.class_ == "accept" for reading in readings)
    assert sorted(reading.entry.row for reading in readings) == sorted([*range(1, 13)] * 2)


def test_long_codes_of_version_13_are_printed_larger_and_still_decode(tmp_path: Path) -> None:
    paper = papers.certified(20)
    long_digits = "84201" + "7" * 515
    rows = (*paper.rows[:5], replace(paper.rows[5], digits=long_digits), *paper.rows[6:])
    sheet = pages.pictures(render_list(replace(paper, rows=rows)), tmp_path)[-1]
    found = {code.digits: code for code in pages.codes(sheet)}
    assert len(found) == 20
    assert qr.symbol(long_digits).version == 13
    assert found[long_digits].side_mm > 34.5


def test_every_card_of_identity_card_size_decodes_between_its_cut_marks(tmp_path: Path) -> None:
    paper = papers.certified(12)
    printed = print_list(paper, parts=Parts(table=False, cards=True))
    sheets = pages.pictures(printed.pdf, tmp_path)
    assert len(sheets) == cards.page_count(12) == 2
    found = sorted(pages.codes(sheets[0]), key=lambda code: (round(code.box[1] / 60), code.box[0]))
    assert [code.digits for code in found] == [row.digits for row in paper.rows[:10]]
    dots = pages.DPI / 25.4
    for place, code in enumerate(found):
        left = (cards.LEFT + place % 2 * cards.WIDE) * dots
        top = (cards.TOP + place // 2 * cards.HIGH) * dots
        quiet = 2.0 * dots
        assert code.side_mm > 34.7
        assert code.box[0] - quiet >= left
        assert code.box[1] - quiet >= top
        assert code.box[2] + quiet <= left + cards.WIDE * dots
        assert code.box[3] + quiet <= top + cards.HIGH * dots
    assert {code.digits for code in pages.codes(sheets[1])} == {row.digits for row in paper.rows[10:]}


def test_a_card_holds_no_number_or_address_and_stays_within_its_size(tmp_path: Path) -> None:
    paper = papers.certified(1)
    (text,) = pages.texts(print_list(paper, parts=Parts(table=False, cards=True)).pdf)
    row = paper.rows[0]
    assert row.name in text
    assert row.entry_code in text
    for hidden in (row.personal_id, row.document_number, row.residence, row.employer):
        assert hidden not in text
    long_named = replace(row, name=papers.LONG_NAMES[1], digits="84201" + "7" * 515)
    printed = print_list(replace(paper, rows=(long_named,)), parts=Parts(table=False, cards=True))
    (sheet,) = pages.pictures(printed.pdf, tmp_path)
    (code,) = pages.codes(sheet)
    assert code.box[3] < (cards.TOP + cards.HIGH - 6) * pages.DPI / 25.4
