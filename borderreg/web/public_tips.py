"""Tips: leave one with pictures, read the answer by its receipt, write again; no trace of the sender."""

from typing import Any
from uuid import uuid4

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, MultipleFileField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from borderreg.db import db, write
from borderreg.documents.pictures import clean_picture
from borderreg.domain.errors import Refused
from borderreg.domain.public_limits import PublicAct
from borderreg.domain.tips import (
    LONGEST,
    LONGEST_PICTURE,
    MOST_PICTURES,
    SHORTEST,
    TOPIC_TEXTS,
    Topic,
    read_receipt,
    show_receipt,
)
from borderreg.services.disk import disk_is_nearly_full
from borderreg.services.tips import leave_tip, read_tip, write_again
from borderreg.web.public_base import PublicForm, form_number, may_go_on, public_blueprint, too_many
from borderreg.web.security import public
from borderreg.web.words import in_language, language

bp = public_blueprint("public_tips")
_TEXT_WORDS = _l("Hãy viết từ 10 đến 4.000 ký tự.")
_PICTURE_WORDS = _l(
    "Chỉ nhận tối đa ba ảnh JPEG hoặc PNG, mỗi ảnh không quá 8 MB. Tệp PDF: hãy chụp màn hình."
)
_DISK_WORDS = _l("Lúc này chưa nhận được ảnh. Hãy gửi phần chữ trước, gửi ảnh sau.")
_RECEIPT_WORDS = _l("Mã biên nhận có 16 chữ số.")


class WritingForm(PublicForm):
    """What somebody writes, with pictures."""

    form_id = HiddenField()
    text = TextAreaField(
        _l("Bạn muốn cho biết điều gì?"),
        [InputRequired(_TEXT_WORDS), Length(min=SHORTEST, max=LONGEST, message=_TEXT_WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )
    pictures = MultipleFileField(_l("Ảnh"))

    def cleaned(self) -> list[bytes] | None:
        """Return the pictures drawn anew, or None with the reason beside the field."""
        sent = [file for file in self.pictures.data or [] if file]
        if sent and _disk_full():
            self.pictures.errors = [str(_DISK_WORDS)]
            return None
        try:
            if len(sent) > MOST_PICTURES:
                raise Refused(code="picture")
            return [_cleaned(file.stream.read(LONGEST_PICTURE + 1)) for file in sent]
        except Refused:
            self.pictures.errors = [str(_PICTURE_WORDS)]
            return None


class TipForm(WritingForm):
    """A new tip."""

    topic = RadioField(_l("Về việc gì?"), [InputRequired(_l("Hãy chọn một việc."))], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic.choices = [
            SelectChoice(code.value, in_language(text)) for code, text in TOPIC_TEXTS.items()
        ]


class ReceiptForm(PublicForm):
    """A receipt."""

    receipt = StringField(_l("Mã biên nhận"), [InputRequired(_RECEIPT_WORDS)])


class AgainForm(WritingForm):
    """One more message on a tip."""

    receipt = HiddenField()


def _disk_full() -> bool:
    config = current_app.config["BORDERREG"]
    return disk_is_nearly_full(config.instance, stop_at=config.uploads_stop_at)


def _cleaned(content: bytes) -> bytes:
    if len(content) > LONGEST_PICTURE:
        raise Refused(code="picture")
    return clean_picture(content)


@bp.route("/tip", methods=["GET", "POST"])
@public
def leave() -> ResponseReturnValue:
    """Take a tip and show its receipt once."""
    form = TipForm()
    if request.method == "POST" and form.validate():
        if not may_go_on(PublicAct.TIP):
            return too_many()
        pictures = form.cleaned()
        if pictures is not None:
            receipt = write(
                leave_tip,
                form_id=form_number(form.form_id.data),
                topic=Topic(form.topic.data),
                text=form.text.data or "",
                pictures=pictures,
                language=language(),
                at=g.at,
            )
            return render_template("public/receipt.html", receipt=show_receipt(receipt))
    form.form_id.data = form.form_id.data or str(uuid4())
    return render_template("public/tip.html", form=form), 422 if form.errors else 200


@bp.route("/tip/answer", methods=["GET", "POST"])
@public
def follow() -> ResponseReturnValue:
    """Show the talk to whoever has the receipt."""
    form = ReceiptForm()
    if request.method == "POST" and form.validate():
        if not may_go_on(PublicAct.FOLLOW):
            return too_many()
        page = _talk(form.receipt.data or "")
        if page is not None:
            return page
        form.receipt.errors = [_("Không có thông tin nào với mã biên nhận này. Hãy xem lại từng chữ số.")]
    return render_template("public/follow.html", form=form), 422 if form.errors else 200


@bp.post("/tip/more")
@public
def more() -> ResponseReturnValue:
    """Add a message and show the talk."""
    form = AgainForm()
    receipt = read_receipt(form.receipt.data or "") or ""
    if not may_go_on(PublicAct.FOLLOW):
        return too_many()
    pictures = form.cleaned() if form.validate() else None
    if pictures is not None:
        write(
            write_again,
            receipt=receipt,
            form_id=form_number(form.form_id.data),
            text=form.text.data or "",
            pictures=pictures,
            at=g.at,
        )
        form = AgainForm(formdata=None)
    page = _talk(receipt, form)
    return page if page is not None else (render_template("public/follow.html", form=ReceiptForm()), 422)


def _talk(receipt: str, form: AgainForm | None = None) -> ResponseReturnValue | None:
    """Render the talk of a receipt, or None for an unknown one."""
    talk = read_tip(db.session(), receipt=receipt)
    if talk is None:
        return None
    form = form or AgainForm(formdata=None)
    form.receipt.data = read_receipt(receipt)
    form.form_id.data = form.form_id.data or str(uuid4())
    page = render_template("public/talk.html", talk=talk, form=form, topic=TOPIC_TEXTS[talk.topic])
    return page, 422 if form.errors else 200
