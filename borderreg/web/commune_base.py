"""What the commune's pages share: their blueprint, the answers to refusals, the registers of the day."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db
from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.errors import BorderregError
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.web.security import actor
from borderreg.web.words import language

bp = Blueprint("commune", __name__, url_prefix="/commune")
DOCUMENT_WORDS = {"passport": _l("Hộ chiếu"), "border_pass": _l("Giấy thông hành")}


@bp.app_template_filter("birth")
def birth_text(stored: str) -> str:
    """Write a stored birth date as papers write it: dd/mm/yyyy, or the year alone."""
    return BirthDate.from_text(stored).display()


@bp.app_template_filter("column_word")
def column_word(column: str) -> str:
    """Return what a column of a list is called in the reader's language."""
    return COLUMNS[Column(column)].label(language())


@bp.app_template_filter("document_word")
def document_word(code: str) -> str:
    """Return what a kind of travel document is called; an unknown code shows itself."""
    return str(DOCUMENT_WORDS.get(code, code))


# code of the services → what to tell the person
REFUSALS = {
    "conflict": _l(
        "Danh sách này vừa được người khác sửa. Chưa có gì bị ghi đè: hãy xem lại bản mới rồi làm tiếp."
    ),
    "wrong_status": _l("Việc này không còn phù hợp: trạng thái của danh sách vừa thay đổi."),
    "not_as_confirmed": _l(
        "Danh sách không còn đúng như lúc bạn xác nhận bằng khoá truy cập. Hãy xem lại rồi xác nhận lại."
    ),
    "not_editable": _l("Danh sách này đã được gửi hoặc đã xác nhận nên không sửa được nữa."),
    "correction_open": _l("Còn đề nghị sửa chưa được người lập danh sách trả lời nên chưa xác nhận được."),
    "correction_answered": _l("Đề nghị sửa này đã được trả lời hoặc đã rút lại."),
    "correction_outdated": _l("Dòng này đã khác với lúc đề nghị. Hãy để lãnh đạo đề nghị lại."),
    "own_correction": _l("Người đề nghị sửa không tự đồng ý được: cần người lập danh sách."),
    "no_difference": _l("Chưa sửa ô nào: nội dung giống hệt dòng hiện tại."),
    "note": _l("Ghi chú không quá 200 ký tự."),
    "empty": _l("Danh sách chưa có người nào. Hãy thêm người hoặc nhập từ tệp."),
    "blockers": _l("Danh sách chưa đủ điều kiện xác nhận. Những điều phải sửa ghi ở bảng dưới đây."),
    "certifier_is_author": _l(
        "Bạn đã nhập hoặc gửi danh sách này nên không được tự xác nhận. Cần một lãnh đạo khác xác nhận."
    ),
    "organisation_frozen": _l("Đơn vị đang tạm dừng xác nhận. Hãy liên hệ Sở Ngoại vụ."),
    "parent_not_in_force": _l("Danh sách gốc đã bị thu hồi nên không xác nhận bổ sung được."),
    "no_issuing_key": _l("Chưa có khoá ký cho kỳ này. Hãy báo quản trị hệ thống."),
    "key_not_listed": _l("Khoá ký không khớp danh mục đã công bố. Hãy báo quản trị hệ thống ngay."),
    "content_changed": _l("Nội dung lưu không còn đúng như lúc xác nhận. Hãy báo quản trị hệ thống ngay."),
    "entry_over": _l("Người này không còn hiệu lực trong danh sách nên không in lại được."),
    "revoked": _l("Danh sách này không còn hiệu lực nên không in được."),
    "not_certified": _l("Việc này chỉ làm được với danh sách gốc đã xác nhận."),
    "withdrawal_stays": _l("Không thu hồi được danh sách rút tên."),
    "already_registered": _l("Số CCCD này đã có trong sổ của đơn vị."),
    "duplicate_in_file": _l("Người này đã có trong danh sách."),
    "number_of_other": _l("Số CCCD này đang là của người khác trong sổ."),
    "team_name": _l("Hãy đặt tên tổ, không quá 60 ký tự."),
    "team_name_taken": _l("Đã có tổ mang tên này. Hãy đặt tên khác."),
    "team_archived": _l("Tổ này đã được cất đi. Hãy lấy lại trước khi lập danh sách."),
    "team_never_went": _l("Tổ này chưa có danh sách nào được xác nhận."),
    "list_has_team": _l("Danh sách này đã thuộc một tổ."),
    "reason": _l("Hãy ghi lý do, từ 5 đến 500 ký tự."),
}


def words_of(error: BorderregError) -> str:
    """Return what to tell the person about a refusal, in the reader's language."""
    return str(REFUSALS.get(error.code) or error.message or _("Việc này chưa làm được."))


def reference() -> ListReference:
    """Read the registers of today for the actor's commune."""
    return list_reference(db.session(), commune=actor().organisation_code, at=g.at)


def to_list(list_id: UUID) -> ResponseReturnValue:
    """Go back to the page of a list."""
    return redirect(url_for("commune.show_list", list_id=list_id))


def told(list_id: UUID, error: BorderregError) -> ResponseReturnValue:
    """Go back to the page of a list and say what stands in the way."""
    flash(words_of(error), "error")
    return to_list(list_id)
