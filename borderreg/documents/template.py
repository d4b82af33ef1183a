"""The workbook that a commune fills in for `list import`: text cells, choices, how to fill each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from borderreg.domain.columns import COLUMNS, Column

SHEET, GUIDE, CHOICES = "Danh sách", "Hướng dẫn", "Danh mục"
SEXES = ("Nam", "Nữ")
ROWS = 1_000  # prepared with formats and choices; more may be filled in below
_WIDTHS = {
    Column.NAME: 28,
    Column.HAMLET: 24,
    Column.CONTACT_NAME: 24,
    Column.EMPLOYER: 36,
    Column.JOB: 20,
    Column.GATES: 24,
    Column.RECRUITER: 30,
}
# How to fill a column, and what it may look like; invented people only.
_HOW: dict[Column, tuple[str, str]] = {
    Column.NAME: ("Viết như trên giấy tờ, đủ dấu.", "Nông Thị Mùi"),
    Column.BIRTH: ("ngày/tháng/năm; chỉ biết năm thì ghi năm, không thêm 01/01.", "12/03/1988"),
    Column.SEX: ("Nam hoặc Nữ.", "Nữ"),
    Column.PERSONAL_ID: ("Đủ 12 chữ số, giữ số 0 ở đầu.", "020188001234"),
    Column.HAMLET: ("Thôn, khối nơi thường trú.", "thôn Nà Ân"),
    Column.PHONE: ("Số gọi được khi ở nước ngoài.", "0912 345 678"),
    Column.CONTACT_NAME: ("Người thân ở nhà để gọi khi cần.", "Vi Văn Páo"),
    Column.CONTACT_PHONE: ("Điện thoại của người thân.", "0987 654 321"),
    Column.DOCUMENT_TYPE: ("Chọn trong danh mục.", "Giấy thông hành"),
    Column.DOCUMENT_NUMBER: ("Hộ chiếu: một chữ hoa và 7 chữ số.", "B1234567"),
    Column.DOCUMENT_EXPIRES: ("ngày/tháng/năm; phải còn hạn vào ngày xuất cảnh.", "30/11/2027"),
    Column.EMPLOYER: ("Tên đơn vị bên Trung Quốc; tên mới vẫn nhận.", "Nông trường mía Long Châu"),
    Column.COUNTY: ("Huyện, thị của Sùng Tả: chọn trong danh mục.", "Long Châu"),
    Column.JOB: ("Công việc sẽ làm.", "Chặt mía"),
    Column.VALID_FROM: ("Ngày đầu được đi.", "01/12/2026"),
    Column.VALID_TO: ("Ngày cuối, tính cả ngày đó.", "28/02/2027"),
    Column.GATES: ("Bỏ trống: mọi cửa khẩu quốc tế. Nhiều cửa khẩu cách nhau bằng dấu phẩy.", "Hữu Nghị"),
    Column.RECRUITER: (
        "Tổ chức, cá nhân giới thiệu; tự đi thì bỏ trống.",
        "Trung tâm Dịch vụ việc làm Lạng Sơn",
    ),
}
_NOTES = (
    "Mỗi người một dòng trong trang “Danh sách”; không gộp ô, không đổi tên cột; thứ tự cột tuỳ ý.",
    "Cột nền vàng là bắt buộc. Mọi ô là chữ: gõ ngày như 05/02/2026, máy không tự đổi.",
    "Dòng sai được báo theo số dòng và tên cột, các dòng đúng vẫn được nhận.",
    "Người dưới 18 tuổi không được đưa vào danh sách (Luật 69/2020/QH14).",
)


def list_template(
    *, document_types: Sequence[str], counties: Sequence[str], gates: Sequence[str], rows: int = ROWS
) -> bytes:
    """Return the workbook to fill in (.xlsx); the choices are names as they are printed."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (heavy, and needed by the template only)

    out = BytesIO()
    workbook = Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": "Mẫu danh sách", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 (fixed)
    choices = {
        Column.SEX: SEXES,
        Column.DOCUMENT_TYPE: document_types,
        Column.COUNTY: counties,
        Column.GATES: gates,
    }
    sheet, guide, lists = (workbook.add_worksheet(name) for name in (SHEET, GUIDE, CHOICES))
    sources = _write_choices(lists, choices)
    _write_list(workbook, sheet, sources, rows)
    _write_guide(workbook, guide)
    sheet.activate()
    workbook.close()
    return out.getvalue()


def _write_choices(sheet: Any, choices: Mapping[Column, Sequence[str]]) -> dict[Column, str]:
    """Fill the hidden sheet of choices; returns where each column finds its own."""
    sheet.hide()
    sources = {}
    for place, (column, names) in enumerate(choices.items()):
        sheet.write_string(0, place, COLUMNS[column].vi)
        for row, name in enumerate(names, 1):
            sheet.write_string(row, place, name)
        letter = chr(ord("A") + place)
        sources[column] = f"='{CHOICES}'!${letter}$2:${letter}${len(names) + 1}"
    return sources


def _write_list(workbook: Any, sheet: Any, sources: Mapping[Column, str], rows: int) -> None:
    text = workbook.add_format({"num_format": "@"})
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    required = workbook.add_format({**head, "bg_color": "#F3E3C3"})
    optional = workbook.add_format({**head, "bg_color": "#EEEEEE"})
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for place, (column, info) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, _WIDTHS.get(column, 16), text)
        sheet.write_string(0, place, info.vi, required if info.required else optional)
        rule = _rule(column, sources)
        if rule:
            sheet.data_validation(1, place, rows, place, rule)


def _rule(column: Column, sources: Mapping[Column, str]) -> dict[str, object] | None:
    """Return the check that the spreadsheet makes while typing; it warns and never stops."""
    how, example = _HOW[column]
    prompt = {"input_title": COLUMNS[column].vi[:32], "input_message": f"{how} Ví dụ: {example}"[:255]}
    if column in sources:
        return {"validate": "list", "source": sources[column], "error_type": "warning", **prompt}
    if column is Column.PERSONAL_ID:
        limits = {"validate": "length", "criteria": "==", "value": 12, "error_type": "warning"}
        return {**limits, "error_title": "Số CCCD", "error_message": "Số CCCD có đúng 12 chữ số.", **prompt}
    return {"validate": "any", **prompt}


def _write_guide(workbook: Any, sheet: Any) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 26, wrap)
    sheet.set_column(1, 1, 12, wrap)
    sheet.set_column(2, 2, 64, wrap)
    sheet.set_column(3, 3, 28, wrap)
    for row, note in enumerate(_NOTES):
        sheet.write_string(row, 0, note)
    top = len(_NOTES) + 1
    for place, label in enumerate(("Cột", "Bắt buộc", "Cách ghi", "Ví dụ")):
        sheet.write_string(top, place, label, bold)
    for row, (column, info) in enumerate(COLUMNS.items(), top + 1):
        how, example = _HOW[column]
        for place, cell in enumerate((info.vi, "có" if info.required else "", how, example)):
            sheet.write_string(row, place, cell, wrap)
