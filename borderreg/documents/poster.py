"""A poster for the wall past the lane: questions on return, whom to call, one's rights; vi and zh, one A4.

Its symbol is a link to a public page; a gate's scanner knows it as no code of ours. It hangs past the lane,
so that it is never in the camera's view together with a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from borderreg.documents import text
from borderreg.documents.link_qr import link_rows
from borderreg.documents.paper import ContactPoint
from borderreg.documents.press import MM, PORTRAIT, Press
from borderreg.documents.text import Face, Style
from borderreg.domain.public_words import RIGHTS

TITLE_VI, TITLE_ZH = "BẠN VỪA VỀ NƯỚC?", "刚刚回国？"
ASK_VI = "Trả lời bốn câu hỏi trên điện thoại của bạn. Không cần cho biết tên."
ASK_ZH = "请用自己的手机回答四个问题，无需留下姓名。"
HELP_VI = "Cần giúp đỡ? Gọi ngay. Không mất tiền, không bị phạt."
HELP_ZH = "需要帮助？请立即打电话，帮助免费，求助不会受罚。"
MOST_CONTACTS = 6
SYMBOL_MM = 78.0
_EDGE = 18.0
_OVERLAP = 0.02  # millimetres, so that no viewer shows seams between rows
_TITLE = Style(Face.BOLD, 38, 44)
_TITLE_ZH = Style(Face.CHINESE, 30, 38)
_LINE = Style(Face.BOLD, 17, 21)
_LINE_ZH = Style(Face.CHINESE, 15, 20)
_LINK = Style(Face.BOLD, 16, 20)
_ITEM = Style(Face.REGULAR, 14, 17)
_ITEM_ZH = Style(Face.CHINESE, 12, 17)
_PHONE = Style(Face.BOLD, 17, 20)
_SMALL = Style(Face.REGULAR, 10, 12)


@dataclass(frozen=True, slots=True)
class PosterPaper:
    """What a gate's poster says: the gate, the short link, whom to call."""

    gate: str
    link: str
    contacts: Sequence[ContactPoint]


def draw_poster(paper: PosterPaper) -> bytes:
    """Draw the poster of one gate."""
    press = Press(title=f"{TITLE_VI} – {paper.gate}", author="borderreg", subject=TITLE_VI)
    press.new_page(PORTRAIT)
    centre = PORTRAIT[0] / 2
    press.write(TITLE_VI, centre, 32, _TITLE, align="centre")
    press.write(TITLE_ZH, centre, 46, _TITLE_ZH, align="centre")
    y = _centred(press, ASK_VI, 60, _LINE)
    y = _centred(press, ASK_ZH, y, _LINE_ZH)
    _draw_link(press, paper.link, centre - SYMBOL_MM / 2, y - 3)
    y += SYMBOL_MM + 3
    press.write(paper.link.split("//", 1)[-1], centre, y, _LINK, align="centre")
    y = _draw_rights(press, y + 10)
    _draw_contacts(press, paper.contacts, y + 2)
    press.write(paper.gate, centre, PORTRAIT[1] - 10, _SMALL, align="centre")
    return press.finish()


def _centred(press: Press, line: str, y: float, style: Style) -> float:
    lines = text.wrap(line, style, (PORTRAIT[0] - 2 * _EDGE) * MM)
    return press.write_lines(lines, PORTRAIT[0] / 2, y, style, align="centre")


def _draw_link(press: Press, link: str, left: float, top: float) -> None:
    rows = link_rows(link)
    module = SYMBOL_MM / len(rows)
    for number, row in enumerate(rows):
        column = 0
        for dark, run in groupby(row):
            wide = len(list(run))
            if dark:
                x, y = left + column * module, top + number * module
                press.shade(x, y, wide * module, module + _OVERLAP, 0)
            column += wide


def _draw_rights(press: Press, y: float) -> float:
    press.line(_EDGE, y - 6, PORTRAIT[0] - _EDGE, y - 6, points=1)
    for right in RIGHTS[:4]:
        press.write(f"• {right.title.vi}", _EDGE, y, _ITEM)
        press.write(right.title.zh, PORTRAIT[0] - _EDGE, y, _ITEM_ZH, align="right")
        y += _ITEM.leading / MM + 0.8
    return y


def _draw_contacts(press: Press, contacts: Sequence[ContactPoint], y: float) -> None:
    press.line(_EDGE, y - 5, PORTRAIT[0] - _EDGE, y - 5, points=1)
    y = _centred(press, HELP_VI, y + 2, _LINE)
    y = _centred(press, HELP_ZH, y, _LINE_ZH) + 2
    for contact in contacts[:MOST_CONTACTS]:
        wide = press.write(contact.label_vi, _EDGE, y, _ITEM)
        press.write(contact.label_zh, _EDGE + wide + 2, y, _ITEM_ZH)
        press.write(contact.phone, PORTRAIT[0] - _EDGE, y, _PHONE, align="right")
        y += _PHONE.leading / MM + 1
