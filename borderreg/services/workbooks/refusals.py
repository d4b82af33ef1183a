"""Why a file is not read at all: stable codes with a text per language that says what to do."""

from __future__ import annotations

from enum import StrEnum

from borderreg.domain.errors import Refused


class FileRefusal(StrEnum):
    """Name every reason for refusing a whole file."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    EXTENSION = "file_extension"
    OLD_EXCEL = "file_old_excel"
    PASSWORD = "file_password"  # noqa: S105 (no password)
    NOT_A_WORKBOOK = "file_not_a_workbook"
    DAMAGED = "file_damaged"
    TOO_HEAVY = "file_too_heavy"
    STRAY_CELL = "file_stray_cell"
    ENCODING = "file_encoding"
    NO_SHEET = "file_no_sheet"


TEXTS: dict[FileRefusal, tuple[str, str, str]] = {
    FileRefusal.EMPTY: (
        "Tệp rỗng. Hãy chọn lại tệp danh sách.",
        "The file is empty. Choose the list again.",
        "文件为空。请重新选择名单文件。",
    ),
    FileRefusal.TOO_LARGE: (
        "Tệp lớn hơn {limit} MB. Hãy xoá hình ảnh, trang thừa hoặc chia thành nhiều tệp.",
        "The file is larger than {limit} MB. Delete pictures and spare sheets, or split it.",
        "文件超过{limit} MB。请删除图片和多余的工作表，或拆分文件。",
    ),
    FileRefusal.EXTENSION: (
        "Chỉ nhận tệp .xlsx và .csv. Hãy mở danh sách và lưu thành .xlsx rồi tải lên lại.",
        "Only .xlsx and .csv are accepted. Open the list, save it as .xlsx and send it again.",
        "仅接受 .xlsx 和 .csv 文件。请将名单另存为 .xlsx 后重新上传。",
    ),
    FileRefusal.OLD_EXCEL: (
        "Đây là tệp Excel cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành → .xlsx rồi tải lên lại.",
        "This is an old Excel file (.xls). Open it, save it as .xlsx and send it again.",
        "这是旧版 Excel 文件（.xls）。请另存为 .xlsx 后重新上传。",
    ),
    FileRefusal.PASSWORD: (
        "Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi tải lên lại.",
        "The file has a password. Remove it (File → Info → Protect workbook) and send it again.",
        "文件有密码保护。请取消密码（文件→信息→保护工作簿）后重新上传。",
    ),
    FileRefusal.NOT_A_WORKBOOK: (
        "Nội dung tệp không phải bảng tính {expected}. Hãy mở danh sách bằng Excel và lưu lại thành .xlsx.",
        "The content is no {expected} spreadsheet. Open the list in Excel and save it as .xlsx.",
        "文件内容不是 {expected} 表格。请用 Excel 打开名单并另存为 .xlsx。",
    ),
    FileRefusal.DAMAGED: (
        "Tệp bị hỏng hoặc tải lên chưa hết. Hãy mở thử bằng Excel, lưu lại rồi tải lên lần nữa.",
        "The file is damaged or was cut off. Open it in Excel, save it and send it again.",
        "文件已损坏或上传不完整。请用 Excel 打开并重新保存后再上传。",
    ),
    FileRefusal.TOO_HEAVY: (
        "Tệp giải nén quá lớn hoặc đọc quá lâu. Hãy chép riêng danh sách sang một tệp mới rồi tải lên lại.",
        "The file unpacks to far too much or takes too long. Copy the list alone into a new file.",
        "文件解压后过大或读取时间过长。请将名单单独复制到新文件后重新上传。",
    ),
    FileRefusal.STRAY_CELL: (
        "Ô {cell} nằm quá xa bảng danh sách. Hãy xoá nội dung ngoài bảng hoặc chép danh sách sang tệp mới.",
        "Cell {cell} lies far outside the list. Delete what is outside, or copy the list into a new file.",
        "单元格{cell}远在名单之外。请删除表外内容，或将名单复制到新文件。",
    ),
    FileRefusal.ENCODING: (
        "Không đọc được bảng mã của tệp .csv. Hãy lưu thành .xlsx hoặc CSV UTF-8.",
        "The encoding of the .csv file cannot be read. Save it as .xlsx or as CSV UTF-8.",
        "无法识别 .csv 文件的编码。请另存为 .xlsx 或 CSV UTF-8。",
    ),
    FileRefusal.NO_SHEET: (
        "Tệp không có trang tính nào có nội dung. Hãy chọn lại tệp danh sách.",
        "No sheet of the file holds anything. Choose the list again.",
        "文件中没有包含内容的工作表。请重新选择名单文件。",
    ),
}


class FileRefused(Refused):
    """A file is not read; nothing was written. `reason` is stable, `message` Vietnamese."""

    def __init__(self, reason: FileRefusal, **params: str | int) -> None:
        self.reason = reason
        self.params = params
        super().__init__(self.text("vi"), code=reason.value)

    def text(self, language: str) -> str:
        """Return the text in a language (vi, en, zh)."""
        vi, en, zh = TEXTS[self.reason]
        return {"en": en, "zh": zh}.get(language, vi).format(**{"cell": "", "expected": "", **self.params})
