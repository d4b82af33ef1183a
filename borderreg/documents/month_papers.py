"""Papers of the commune's month: the report to the province, the sheet for the village meeting, pledges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borderreg.documents import words
from borderreg.documents.letter import ITALIC, STRONG, Letter, LetterColumn
from borderreg.documents.paper import ContactPoint, PaperHeader, Signature
from borderreg.domain.month_words import FIGURES, SECTIONS, figures_of

REPORT_TITLE = "BÁO CÁO"
REPORT_SUBJECT = "Công tác quản lý công dân xuất cảnh đi làm việc qua biên giới"
PLEDGE_TITLE = "BẢN CAM KẾT"
PLEDGE_SUBJECT = "Không xuất cảnh trái phép, không tiếp tay cho xuất cảnh trái phép"
PLEDGE_POINTS = (
    "1. Chỉ đi làm việc qua biên giới khi có tên trong danh sách do Công an xã, phường xác nhận; "
    "đi và về qua cửa khẩu quốc tế, có hộ chiếu hoặc giấy thông hành còn hạn.",
    "2. Không xuất cảnh trái phép; không môi giới, tổ chức, chứa chấp, chở người xuất cảnh trái phép.",
    "3. Người trong gia đình đang ở nước ngoài thì khai báo với Công an xã, phường; khi về thì báo ngay.",
    "4. Thấy người lôi kéo, hứa việc nhẹ lương cao, giữ giấy tờ thì báo ngay cho Công an xã, phường.",
)
MESSAGES = (
    "Muốn đi làm việc ở bên kia biên giới: đến Công an xã, phường đăng ký trước khi đi, "
    "mang theo thẻ căn cước, hộ chiếu hoặc giấy thông hành.",
    "Đi và về bằng cửa khẩu quốc tế, mang theo phiếu có mã. Mất phiếu vẫn về nước được.",
    "Không đi đường mòn, lối mở; không nghe theo lời hứa việc nhẹ lương cao của người lạ trên mạng.",
    "Bị giữ giấy tờ, nợ lương, tai nạn, bị ép buộc: gọi ngay các số dưới đây. Không ai bị phạt vì kêu cứu.",
    "Người nhà đi quá hạn, mất liên lạc: báo Công an xã, phường để được giúp tìm.",
)


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A frozen report as it is printed."""

    header: PaperHeader
    number: str
    sent_on: date
    first: date
    last: date
    correction: int
    reason: str
    counts: Mapping[str, int]
    late: Mapping[str, int]
    remarks: str
    signature: Signature
    prefix: str
    content_hash: bytes


def draw_report(paper: ReportPaper) -> bytes:
    """Draw a commune's monthly report as an official paper."""
    title = f"Báo cáo số {paper.number}"
    foot = f"{title} · SHA-256 {paper.content_hash.hex()[:16]}…"
    letter = Letter(title=title, author=paper.header.issuing_body, foot=foot)
    place = words.place_and_date(paper.header.place, paper.sent_on)
    letter.head(paper.header, number=paper.number, place_and_date=place)
    under = f"(Số liệu từ ngày {paper.first:%d/%m/%Y} đến ngày {paper.last:%d/%m/%Y})"
    letter.title(REPORT_TITLE, REPORT_SUBJECT, under=under)
    letter.paragraph(f"Kính gửi: {paper.header.recipients[0]}" if paper.header.recipients else "", STRONG)
    if paper.correction:
        letter.paragraph(f"Đính chính lần {paper.correction}. Lý do: {paper.reason}.", ITALIC)
    letter.table(_COLUMNS, _rows(paper.counts, paper.late))
    letter.paragraph("Tình hình, kiến nghị:" if paper.remarks else "Không có kiến nghị.", STRONG, gap=0.5)
    for line in paper.remarks.splitlines():
        letter.paragraph(line)
    letter.signature(paper.signature, paper.header.recipients, prefix=paper.prefix)
    return letter.finish()


_COLUMNS = (
    LetterColumn("Nội dung", 88),
    LetterColumn("Đơn vị", 26, "centre"),
    LetterColumn("Trong kỳ", 24, "right"),
    LetterColumn("Kỳ trước chuyển sang", 24, "right"),
)


def _rows(counts: Mapping[str, int], late: Mapping[str, int]) -> list[list[str]]:
    rows = []
    for section, name in SECTIONS.items():
        rows.append([name.vi, "", "", ""])
        for code in figures_of(section):
            known = FIGURES[code]
            carried = _number(late[code]) if late.get(code) else ""
            rows.append([known.label.vi, known.unit.vi, _number(counts.get(code, 0)), carried])
    return rows


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class VillagePaper:
    """What is read out at a village meeting: numbers that point at nobody, messages, contact points."""

    header: PaperHeader
    day: date
    first: date
    last: date
    numbers: Sequence[tuple[str, str]]
    contacts: Sequence[ContactPoint]
    own_contact: str


def draw_village(paper: VillagePaper) -> bytes:
    """Draw the sheet for the village meeting."""
    title = "Thông tin đi làm việc qua biên giới"
    letter = Letter(title=title, author=paper.header.issuing_body)
    place = words.place_and_date(paper.header.place, paper.day)
    letter.head(paper.header, number="", place_and_date=place)
    under = f"(Từ ngày {paper.first:%d/%m/%Y} đến ngày {paper.last:%d/%m/%Y})"
    letter.title("THÔNG TIN", "Đi làm việc qua biên giới an toàn, hợp pháp", under=under)
    letter.paragraph("Trong kỳ, xã, phường ta có:", STRONG)
    columns = (LetterColumn("Nội dung", 110), LetterColumn("Số lượng", 50, "centre"))
    letter.table(columns, [list(line) for line in paper.numbers])
    letter.paragraph("Bà con cần nhớ:", STRONG)
    for number, message in enumerate(MESSAGES, 1):
        letter.paragraph(f"{number}. {message}")
    letter.paragraph("Cần giúp đỡ, gọi:", STRONG)
    contacts = [[point.label_vi, point.phone] for point in paper.contacts]
    if paper.own_contact:
        contacts.insert(0, [paper.header.issuing_body, paper.own_contact])
    letter.table(
        (LetterColumn("Nơi nhận cuộc gọi", 110), LetterColumn("Số điện thoại", 50, "centre")), contacts
    )
    return letter.finish()


@dataclass(frozen=True, slots=True)
class PledgePaper:
    """Pledges of a hamlet: one page for each head of a household (an empty name is a blank), or one list."""

    header: PaperHeader
    hamlet: str
    year: int
    heads: Sequence[str]
    signed: Mapping[str, str]


def draw_pledges(paper: PledgePaper) -> bytes:
    """Draw one pledge a page, to be signed at home."""
    letter = Letter(title=f"Cam kết năm {paper.year}", author=paper.header.issuing_body)
    for number, head in enumerate(paper.heads):
        if number:
            letter.new_page()
        _pledge(letter, paper, head)
    return letter.finish()


def _pledge(letter: Letter, paper: PledgePaper, head: str) -> None:
    place = words.place_and_date(paper.header.place, None)
    letter.head(paper.header, number="", place_and_date=place)
    letter.title(PLEDGE_TITLE, PLEDGE_SUBJECT, under=f"Năm {paper.year}")
    letter.paragraph(f"Kính gửi: {paper.header.issuing_body}")
    letter.dotted(f"Tôi là: {head}" if head else "Tôi là:")
    letter.dotted(f"Đại diện hộ gia đình ở: {paper.hamlet}" if paper.hamlet else "Đại diện hộ gia đình ở:")
    letter.dotted("Số người trong hộ:", until=95)
    letter.y += 5
    letter.paragraph("Sau khi được tuyên truyền, gia đình tôi cam kết:", STRONG)
    for point in PLEDGE_POINTS:
        letter.paragraph(point)
    letter.paragraph("Gia đình tôi xin chịu trách nhiệm về lời cam kết này.")
    letter.signature(Signature(position="Người cam kết", name=head or "………………………"), ())


def draw_pledge_list(paper: PledgePaper) -> bytes:
    """Draw the hamlet's list for signing: one line a household."""
    title = f"Danh sách hộ ký cam kết năm {paper.year}"
    letter = Letter(title=title, author=paper.header.issuing_body)
    letter.head(paper.header, number="", place_and_date=words.place_and_date(paper.header.place, None))
    letter.title("DANH SÁCH HỘ KÝ CAM KẾT", PLEDGE_SUBJECT, under=f"{paper.hamlet}, năm {paper.year}")
    columns = (
        LetterColumn("STT", 12, "centre"),
        LetterColumn("Chủ hộ", 66),
        LetterColumn("Ngày ký", 30, "centre"),
        LetterColumn("Chữ ký", 54),
    )
    rows = [[str(n), head, paper.signed.get(head, ""), ""] for n, head in enumerate(paper.heads, 1)]
    letter.table(columns, rows, least=9)
    letter.signature(None, ())
    return letter.finish()
