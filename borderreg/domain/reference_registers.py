"""The reference registers kept in the browser: their fields in one table that pages and checks follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from borderreg.domain.employers import SECTORS, Flaw
from borderreg.domain.names import hidden_character
from borderreg.domain.reason_codes import Text


class Kind(StrEnum):
    """How the value of a field is typed and kept."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    YES_NO = "yes_no"
    TIME = "time"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register; `choices` are code → words."""

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    required: bool = False
    longest: int = 160
    choices: Mapping[str, Text] | None = None


@dataclass(frozen=True, slots=True)
class ReferenceRegister:
    """One register: dated rows are appended, undated ones change in place and keep their history."""

    slug: str
    title: Text
    fields: tuple[Field, ...]
    name_field: str
    is_dated: bool = True
    new_fields: tuple[Field, ...] = ()
    may_end: bool = False

    @property
    def may_add(self) -> bool:
        """Say whether a new object may be added here."""
        return bool(self.new_fields)


_NAMES = (
    Field("name_vi", Text("Tên tiếng Việt", "Vietnamese name", "越文名称"), required=True),
    Field("name_en", Text("Tên tiếng Anh", "English name", "英文名称"), required=True),
    Field("name_zh", Text("Tên tiếng Trung", "Chinese name", "中文名称"), required=True),
)
_CODE = Field("code", Text("Mã", "Code", "代码"), required=True, longest=24)
_COUNTRIES = {"CN": Text("Trung Quốc", "China", "中国"), "VN": Text("Việt Nam", "Viet Nam", "越南")}
CLASSES = {
    "international": Text("Quốc tế", "International", "国际"),
    "bilateral": Text("Song phương", "Bilateral", "双边"),
    "auxiliary": Text("Phụ, lối mở", "Auxiliary", "辅助通道"),
}
TRAFFIC = {"people": Text("Người", "People", "人员"), "goods": Text("Hàng hoá", "Goods", "货物")}
TRANSPORT = {"road": Text("Đường bộ", "Road", "公路"), "rail": Text("Đường sắt", "Rail", "铁路")}
OPEN = {"open": Text("Đang mở", "Open", "开放"), "closed": Text("Đang đóng", "Closed", "关闭")}
PAPERS = {
    "passport": Text("Hộ chiếu", "Passport", "护照"),
    "border_pass": Text("Giấy thông hành", "Border pass", "边境通行证"),
}

ORGANISATIONS = ReferenceRegister(
    "organisations",
    Text("Đơn vị: tên, tiêu đề, chữ ký", "Organisations: names and headers", "机构：名称与抬头"),
    (
        Field("name", Text("Tên", "Name", "名称"), required=True),
        Field("name_en", Text("Tên tiếng Anh", "English name", "英文名称"), required=True),
        Field("name_zh", Text("Tên tiếng Trung", "Chinese name", "中文名称"), required=True),
        Field("parent_body", Text("Cơ quan chủ quản", "Parent body", "上级机关")),
        Field("issuing_body", Text("Cơ quan ban hành", "Issuing body", "发文机关")),
        Field("symbol", Text("Ký hiệu văn bản", "Document symbol", "文号代字"), longest=30),
        Field("place", Text("Địa danh", "Place", "地名"), longest=60),
        Field("position", Text("Chức vụ người ký", "Signatory's position", "签署人职务"), longest=60),
        Field("deputy_position", Text("Chức vụ cấp phó", "Deputy's position", "副职职务"), longest=60),
        Field(
            "recipients",
            Text("Nơi nhận, cách nhau bằng dấu ;", "Recipients, separated by ;", "发送单位，用;分隔"),
            longest=300,
        ),
        Field("phone", Text("Điện thoại", "Phone", "电话"), longest=30),
    ),
    "name",
)
COUNTIES = ReferenceRegister(
    "counties",
    Text("Huyện, thị của Sùng Tả", "Counties of Chongzuo", "崇左县市"),
    (
        _NAMES[0],
        _NAMES[2],
        Field("pinyin", Text("Pinyin", "Pinyin", "拼音"), required=True),
        Field("on_border", Text("Giáp biên giới", "On the border", "边境县"), Kind.YES_NO),
    ),
    "name_vi",
    new_fields=(_CODE, Field("country", Text("Nước", "Country", "国家"), Kind.CHOICE, True, 2, _COUNTRIES)),
    may_end=True,
)
DOCUMENT_TYPES = ReferenceRegister(
    "document-types",
    Text("Loại giấy tờ xuất nhập cảnh", "Travel documents", "出入境证件类型"),
    (
        *_NAMES,
        Field("pattern", Text("Mẫu số (biểu thức)", "Number pattern", "号码格式"), required=True, longest=80),
        Field(
            "border_zone_only",
            Text("Chỉ dùng trong vùng biên", "Border zone only", "仅限边境区"),
            Kind.YES_NO,
        ),
    ),
    "name_vi",
    new_fields=(_CODE,),
    may_end=True,
)
CROSSING_POINTS = ReferenceRegister(
    "crossing-points",
    Text("Lối thông quan: loại, giờ mở", "Crossing points: class and hours", "通道：类别与开放时间"),
    (
        _NAMES[0],
        _NAMES[2],
        Field("class_", Text("Loại", "Class", "类别"), Kind.CHOICE, True, 20, CLASSES),
        Field("traffic", Text("Dành cho", "Traffic", "通行对象"), Kind.CHOICE, True, 20, TRAFFIC),
        Field("transport", Text("Phương thức", "Transport", "方式"), Kind.CHOICE, True, 20, TRANSPORT),
        Field("open_from", Text("Mở lúc", "Opens at", "开放"), Kind.TIME, True),
        Field("open_to", Text("Đóng lúc", "Closes at", "关闭"), Kind.TIME, True),
        Field("status", Text("Tình trạng", "Status", "状态"), Kind.CHOICE, True, 20, OPEN),
        Field("commune_code", Text("Mã xã", "Commune code", "乡代码"), required=True, longest=5),
    ),
    "name_vi",
    new_fields=(
        Field("gate_code", Text("Mã cửa khẩu", "Gate code", "口岸代码"), required=True, longest=24),
        Field("code", Text("Mốc giới", "Boundary markers", "界碑"), required=True, longest=24),
    ),
    may_end=True,
)
GATES = ReferenceRegister(
    "gates",
    Text("Cửa khẩu: tên, điện thoại", "Gates: names and telephones", "口岸：名称与电话"),
    (*_NAMES, Field("phone", Text("Điện thoại", "Phone", "电话"), longest=30)),
    "name_vi",
    is_dated=False,
)
HOLIDAYS = ReferenceRegister(
    "holidays",
    Text("Ngày nghỉ lễ", "Holidays", "节假日"),
    (),
    "name_vi",
    new_fields=(
        *_NAMES,
        Field("first_day", Text("Từ ngày", "From", "起"), Kind.DAY, True),
        Field("last_day", Text("Đến hết ngày", "To", "止"), Kind.DAY, True),
        Field("country", Text("Nước", "Country", "国家"), Kind.CHOICE, True, 2, _COUNTRIES),
    ),
    is_dated=False,
    may_end=True,
)
SETTINGS = ReferenceRegister(
    "settings",
    Text("Thông số", "Settings", "参数"),
    (Field("value", Text("Giá trị", "Value", "数值"), Kind.NUMBER, True),),
    "name",
    is_dated=False,
)
_AGREED = (
    _NAMES[0],
    Field("name_zh", Text("Tên tiếng Trung", "Chinese name", "中文名称")),
    Field(
        "longest_stay_days",
        Text("Số ngày dài nhất", "Longest stay (days)", "最长停留天数"),
        Kind.NUMBER,
        True,
    ),
    Field("sectors", Text("Các ngành", "Sectors", "行业"), Kind.CHOICES, choices=SECTORS),
    Field(
        "papers", Text("Giấy tờ được chấp nhận", "Accepted papers", "认可证件"), Kind.CHOICES, choices=PAPERS
    ),
)
AGREEMENT = ReferenceRegister(
    "agreement",
    Text("Thoả thuận hợp tác lao động", "The labour agreement", "劳务合作协议"),
    _AGREED,
    "name_vi",
    new_fields=(),
    may_end=True,
)

REFERENCE_REGISTERS = {
    register.slug: register
    for register in (
        ORGANISATIONS,
        GATES,
        CROSSING_POINTS,
        COUNTIES,
        DOCUMENT_TYPES,
        HOLIDAYS,
        AGREEMENT,
        SETTINGS,
    )
}
_CODE_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/.-]*")
LARGEST_NUMBER = 100_000


def check_values(fields: tuple[Field, ...], values: Mapping[str, Any]) -> tuple[Flaw, ...]:
    """Return everything that is wrong with typed values; texts are str, days and times already read."""
    found = [flaw for field in fields for flaw in _check_value(field, values.get(field.name))]
    first, last = values.get("first_day"), values.get("last_day")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        found.append(Flaw("last_day", "reversed"))
    opens, closes = values.get("open_from"), values.get("open_to")
    if isinstance(opens, time) and isinstance(closes, time) and closes <= opens:
        found.append(Flaw("open_to", "reversed"))
    return tuple(found)


def _check_value(field: Field, value: Any) -> list[Flaw]:
    if value in (None, "") or value == ():
        return [Flaw(field.name, "needed")] if field.required else []
    if field.kind is Kind.NUMBER:
        good = isinstance(value, int) and 0 < value <= LARGEST_NUMBER
        return [] if good else [Flaw(field.name, "number")]
    if field.choices is not None:
        chosen = value if isinstance(value, tuple) else (value,)
        return [] if set(chosen) <= set(field.choices) else [Flaw(field.name, "unknown")]
    return _check_text(field, value) if isinstance(value, str) else []


def _check_text(field: Field, value: str) -> list[Flaw]:
    if len(value) > field.longest:
        return [Flaw(field.name, "too_long")]
    if hidden_character(value) is not None:
        return [Flaw(field.name, "hidden")]
    if field.name in ("code", "gate_code") and not _CODE_SHAPE.fullmatch(value):
        return [Flaw(field.name, "code")]
    if field.name == "pattern" and not _is_pattern(value):
        return [Flaw(field.name, "pattern")]
    return []


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
