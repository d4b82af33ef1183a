"""The columns of a commune's list, their names in three languages and the headings that are recognised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """Name the facts of one row; the value is also the form field's name."""

    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    PERSONAL_ID = "personal_id"
    HAMLET = "hamlet"
    PHONE = "phone"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    DOCUMENT_TYPE = "document_type"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_EXPIRES = "document_expires"
    EMPLOYER = "employer"
    COUNTY = "county"
    JOB = "job"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    GATES = "gates"
    RECRUITER = "recruiter"


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """Say how a column is called, whether a row needs it and how long its text may be (characters)."""

    vi: str
    en: str
    zh: str
    required: bool
    longest: int
    other_headings: tuple[str, ...] = ()

    def label(self, language: str = "vi") -> str:
        """Return the column's name in a language (vi, en, zh)."""
        return {"en": self.en, "zh": self.zh}.get(language, self.vi)


# Names as the workbook of `list import` defines them; the others are what communes really write.
COLUMNS: dict[Column, ColumnInfo] = {
    Column.NAME: ColumnInfo(
        "Họ và tên",
        "full name",
        "姓名",
        True,
        60,
        ("Họ tên", "Họ, chữ đệm và tên", "Họ và tên người lao động"),
    ),
    Column.BIRTH: ColumnInfo(
        "Ngày sinh",
        "birth date",
        "出生日期",
        True,
        20,
        ("Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh", "Năm sinh", "date of birth"),
    ),
    Column.SEX: ColumnInfo("Giới tính", "sex", "性别", True, 10, ("Nam/Nữ", "gender")),
    Column.PERSONAL_ID: ColumnInfo(
        "Số CCCD",
        "personal id",
        "身份证号",
        True,
        20,
        (
            "CCCD",
            "Số định danh cá nhân",
            "Số định danh",
            "Số căn cước",
            "Số thẻ căn cước",
            "Số căn cước công dân",
        ),
    ),
    Column.HAMLET: ColumnInfo(
        "Thôn, khối",
        "hamlet",
        "村屯",
        False,
        100,
        ("Thôn", "Thôn/khối", "Nơi thường trú", "Nơi cư trú", "Địa chỉ", "Địa chỉ thường trú"),
    ),
    Column.PHONE: ColumnInfo("Điện thoại", "phone", "电话", False, 30, ("Số điện thoại", "SĐT")),
    Column.CONTACT_NAME: ColumnInfo(
        "Người liên hệ", "contact name", "联系人", False, 60, ("Người thân", "Họ tên người liên hệ")
    ),
    Column.CONTACT_PHONE: ColumnInfo(
        "Điện thoại liên hệ",
        "contact phone",
        "联系人电话",
        False,
        30,
        ("Số điện thoại liên hệ", "Điện thoại người liên hệ", "SĐT liên hệ", "SĐT người liên hệ"),
    ),
    Column.DOCUMENT_TYPE: ColumnInfo(
        "Loại giấy tờ", "document type", "证件类型", True, 40, ("Loại giấy tờ xuất nhập cảnh",)
    ),
    Column.DOCUMENT_NUMBER: ColumnInfo(
        "Số giấy tờ",
        "document number",
        "证件号码",
        True,
        40,
        ("Số hộ chiếu", "Số hộ chiếu, giấy thông hành", "Số giấy tờ xuất nhập cảnh"),
    ),
    Column.DOCUMENT_EXPIRES: ColumnInfo(
        "Ngày hết hạn",
        "document expiry",
        "证件有效期",
        True,
        20,
        ("Hạn giấy tờ", "Hết hạn", "Có giá trị đến", "Ngày hết hạn giấy tờ", "expiry date"),
    ),
    Column.EMPLOYER: ColumnInfo(
        "Đơn vị sử dụng lao động", "employer", "用工单位", True, 120, ("Nơi làm việc", "Đơn vị", "Công ty")
    ),
    Column.COUNTY: ColumnInfo(
        "Huyện, thị", "county", "县市", True, 60, ("Huyện", "Huyện/thị", "Huyện, thị (Trung Quốc)")
    ),
    Column.JOB: ColumnInfo("Công việc", "job", "工种", False, 80, ("Nghề nghiệp", "Việc làm")),
    Column.VALID_FROM: ColumnInfo(
        "Từ ngày", "from", "起始日期", True, 40, ("Thời gian từ ngày", "valid from", "from date")
    ),
    Column.VALID_TO: ColumnInfo(
        "Đến ngày", "until", "截止日期", True, 40, ("Thời gian đến ngày", "valid until", "valid to", "to")
    ),
    Column.GATES: ColumnInfo("Cửa khẩu", "gate", "口岸", False, 200, ("Cửa khẩu xuất cảnh", "gates")),
    Column.RECRUITER: ColumnInfo(
        "Bên tuyển dụng, giới thiệu",
        "recruiter",
        "招工中介",
        False,
        120,
        ("Đơn vị tuyển dụng", "Bên giới thiệu", "Người giới thiệu", "Tổ chức giới thiệu việc làm", "中介"),
    ),
}
