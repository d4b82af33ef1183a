"""The fixed words of the printed papers: official Vietnamese, and Chinese where a worker needs it."""

from __future__ import annotations

from datetime import date

from borderreg.documents.paper import ListPaper
from borderreg.domain.lists import ListKind

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SPECIMEN = "BẢN NHÁP – KHÔNG CÓ GIÁ TRỊ"
TITLES = {
    ListKind.ORIGINAL: "DANH SÁCH",
    ListKind.SUPPLEMENT: "DANH SÁCH BỔ SUNG",
    ListKind.WITHDRAWAL: "DANH SÁCH RÚT TÊN",
}
SUBJECT = "CÔNG DÂN XUẤT CẢNH ĐI LÀM VIỆC QUA BIÊN GIỚI"
SEXES = {"M": "Nam", "F": "Nữ"}
RECIPIENTS = "Nơi nhận:"
HEAD_CODE = "Mã danh sách"
ENTRY_CODE = "Mã tra cứu"
ANNEX = "PHỤ LỤC: MÃ QR CỦA TỪNG NGƯỜI"
BLANK = "." * 24
CARD_TITLE_VI = "THẺ LAO ĐỘNG QUA BIÊN GIỚI"
CARD_TITLE_ZH = "跨境务工人员卡"
CARD_NOTE = "Không thay giấy tờ tuỳ thân. Mất thẻ vẫn về nước được."

SLIP_TITLE_VI = "PHIẾU NGƯỜI LAO ĐỘNG QUA BIÊN GIỚI"
SLIP_TITLE_ZH = "跨境务工人员凭条"
SLIP_ADVICE_VI = (
    "Đưa phiếu cùng hộ chiếu hoặc giấy thông hành cả khi đi và khi về.",
    "Không quét được: đọc mã tra cứu. Mất phiếu vẫn về nước được.",
    "Bị giữ giấy tờ, nợ lương, tai nạn, bị ép buộc: gọi ngay số dưới đây.",
)
SLIP_ADVICE_ZH = (
    "出境和回国时，请出示本凭条和护照或边境通行证。",
    "无法扫描时请出示查询码。凭条遗失仍可回国。",
    "证件被扣、欠薪、工伤、被强迫：请立即拨打下列电话。",
)
SLIP_LINK = "Về nước, trả lời 4 câu hỏi · 回国后请回答："


def place_and_date(place: str, day: date | None) -> str:
    """Write place and date, a leading zero for days below 10 and months 1 and 2 (Decree 30/2020, annex I)."""
    if day is None:
        return f"{place}, ngày … tháng … năm ……"
    return f"{place}, {long_date(day)}"


def long_date(day: date) -> str:
    """Write `ngày 05 tháng 02 năm 2026`; months from March on have no leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def reprint(number: int) -> str:
    """Say that a paper was printed before; the codes on it are the same."""
    return f"Bản in lần {number}"


def phone(text: str) -> str:
    """Write a Vietnamese number as it is dialled at home, without the country's code and spaces."""
    plain = text.replace(" ", "")
    return f"0{plain[3:]}" if plain.startswith("+84") else plain


def short_date(iso: str) -> str:
    """Write an ISO date as `05/02/2026`; a year alone and empty text stay as they are."""
    parts = iso.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso


def relation(paper: ListPaper) -> str:
    """Say below the title what the list belongs to: "danh sách" is no document type, but an annex."""
    body = paper.header.issuing_body
    if paper.kind is ListKind.ORIGINAL:
        number = f" số {paper.document_number}" if paper.document_number else ""
        return f"(Kèm theo văn bản{number}{_on(paper.issued_on)} của {body})"
    verb = "Bổ sung" if paper.kind is ListKind.SUPPLEMENT else "Rút tên khỏi"
    return f"({verb} Danh sách số {paper.changes_number or BLANK}{_on(paper.changes_date)} của {body})"


def _on(day: date | None) -> str:
    return f" {long_date(day)}" if day else ""


def annex_relation(paper: ListPaper) -> str:
    """Say which list the annex with the codes belongs to."""
    body = paper.header.issuing_body
    return f"(Kèm theo Danh sách số {paper.number or BLANK}{_on(paper.issued_on)} của {body})"


def summary(paper: ListPaper, *, gates: tuple[str, ...]) -> str:
    """Close the table: how many people, so that no line can be added below, and by which gates they leave."""
    first, last = paper.rows[0].row, paper.rows[-1].row
    count = f"Danh sách có {len(paper.rows):02d} người"
    count += f", từ số thứ tự {first} đến số thứ tự {last}." if last > first else f", số thứ tự {first}."
    if paper.kind is ListKind.WITHDRAWAL or not gates:
        return count
    return f"{count} Cửa khẩu xuất cảnh: {', '.join(gates)}."
