"""Forms of a post: a stand-in with dates, a hand-over to a successor."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from borderreg.domain.posts import SignsAs
from borderreg.services.list_core import LONGEST_REASON, SHORTEST_REASON
from borderreg.services.post_reading import Holder
from borderreg.web.forms.acts import FILTERS, REASON_WORDS
from borderreg.web.forms.fields import DayField
from borderreg.web.words import ROLE_WORDS

DAY_NEEDED: Any = _l("Hãy ghi ngày/tháng/năm.")
CHOSEN = [InputRequired(_l("Hãy chọn một người."))]


class PostForm(FlaskForm):
    """What both share: why."""

    reason = TextAreaField(
        _l("Lý do, căn cứ"),
        [
            InputRequired(REASON_WORDS),
            Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS),
        ],
        filters=FILTERS,
    )


class StandInForm(PostForm):
    """Somebody who holds another's post for a time."""

    person = SelectField(_l("Người thay"), CHOSEN, validate_choice=False)
    absent = SelectField(_l("Thay cho"), CHOSEN, validate_choice=False)
    signs_as = RadioField(
        _l("Khi ký danh sách"),
        [InputRequired(_l("Hãy chọn cách ký."))],
        choices=[
            SelectChoice(SignsAs.AUTHORISED.value, _l("TUQ. – ký thừa uỷ quyền")),
            SelectChoice(SignsAs.ACTING.value, _l("Q. – quyền trưởng công an")),
        ],
        default=SignsAs.AUTHORISED.value,
    )
    valid_from = DayField(_l("Từ ngày"), [InputRequired(DAY_NEEDED)])
    valid_to = DayField(_l("Đến hết ngày"), [InputRequired(DAY_NEEDED)])

    def offer(self, holders: Iterable[Holder]) -> None:
        """Offer who could stand in, and for whom."""
        people = list(holders)
        wanted = {holder.may_stand_in_for for holder in people if holder.may_stand_in_for}
        able = [holder for holder in people if holder.may_stand_in_for]
        self.person.choices = _to_choose(able)
        self.absent.choices = _to_choose(holder for holder in people if holder.role in wanted)


class HandOverForm(PostForm):
    """A post that passes to a successor from a day on."""

    successor = SelectField(_l("Người nhận"), CHOSEN, validate_choice=False)
    effective_on = DayField(_l("Từ ngày"), [InputRequired(DAY_NEEDED)])

    def offer(self, holders: Iterable[Holder], *, leaver: Holder, day: date) -> None:
        """Offer those who hold the same role."""
        fits = (each for each in holders if each.role is leaver.role and each.id != leaver.id)
        self.successor.choices = _choices(fits)
        if not self.effective_on.data:
            self.effective_on.fill(day)


def _to_choose(holders: Iterable[Holder]) -> list[SelectChoice]:
    """Offer people with nobody chosen beforehand; nothing at all when there is nobody."""
    people = _choices(holders)
    return [SelectChoice("", _l("Chọn người")), *people] if people else []


def _choices(holders: Iterable[Holder]) -> list[SelectChoice]:
    return [SelectChoice(str(each.id), f"{each.name} – {_role(each)}") for each in holders]


def _role(holder: Holder) -> str:
    word = str(ROLE_WORDS.get(holder.role.value, holder.role.value))
    return f"{word} ({_l('cấp phó')})" if holder.is_deputy else word
