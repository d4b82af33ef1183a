"""The poster past the lane and the slip's short address: read by a telephone, no code of ours to a gate."""

from dataclasses import replace

from borderreg.documents.paper import ContactPoint
from borderreg.documents.poster import PosterPaper, draw_poster
from borderreg.documents.work_list import Parts, print_list
from tests.documents import pages
from tests.documents.papers import certified

LINK = "https://borderreg.example.vn/r"
CONTACTS = (
    ContactPoint("Sở Ngoại vụ tỉnh Lạng Sơn", "谅山省外事厅", "0205 3999 100"),
    ContactPoint("Cửa khẩu Hữu Nghị", "友谊关", "0205 3999 701"),
)


def test_the_poster_is_one_page_whose_symbol_is_the_link_and_nothing_of_anybody(tmp_path):
    pdf = draw_poster(PosterPaper("Hữu Nghị · 友谊关", LINK, CONTACTS))
    (picture,) = pages.pictures(pdf, tmp_path)
    assert [code.digits for code in pages.codes(picture)] == [LINK]
    (text,) = pages.texts(pdf)
    for words in ("BẠN VỪA VỀ NƯỚC?", "刚刚回国？", "borderreg.example.vn/r", "0205 3999 701"):
        assert words in text


def test_a_slip_bears_the_short_address_in_letters_and_one_symbol_only(tmp_path):
    paper = replace(certified(1), short_link="borderreg.example.vn/r")
    pdf = print_list(paper, parts=Parts(table=False, slips=True), handouts=paper.rows).pdf
    (picture,) = pages.pictures(pdf, tmp_path)
    assert [code.digits for code in pages.codes(picture)] == [paper.rows[0].digits]
    assert "borderreg.example.vn/r" in pages.texts(pdf)[0]
