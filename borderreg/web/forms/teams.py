"""The forms of teams: who goes and when, and what a team is called."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from borderreg.domain.dates import full_day, parse_date
from borderreg.services.lists import LONGEST_TITLE
from borderreg.services.named_teams import LONGEST_NAME
from borderreg.web.forms.acts import FILTERS

DAY = [InputRequired(_l("Hãy ghi ngày/tháng/năm.")), Length(max=20)]


class TeamForm(FlaskForm):
    """Who goes, and when; `key` makes two sendings of one form one draft."""

    title = StringField(_l("Tên gọi của danh sách"), [Length(max=LONGEST_TITLE)], filters=FILTERS)
    valid_from = StringField(_l("Từ ngày"), DAY)
    valid_to = StringField(_l("Đến ngày"), DAY)
    key = HiddenField()

    def check(self) -> bool:
        """Say what is wrong with the period before anybody is copied; the rules of rows say the rest."""
        if not self.validate_on_submit():
            return False
        for field in (self.valid_from, self.valid_to):
            field.data = full_day(field.data or "")
        first, last = parse_date(self.valid_from.data), parse_date(self.valid_to.data)
        for field, day in ((self.valid_from, first), (self.valid_to, last)):
            if day is None:
                field.errors = [_("Không đọc được ngày này. Hãy ghi ngày/tháng/năm.")]
        if first and last and last < first:
            self.valid_to.errors = [_("Ngày cuối phải sau ngày đầu.")]
        return not self.errors


class TeamNameForm(FlaskForm):
    """What a team is called."""

    name = StringField(_l("Tên tổ"), [InputRequired(), Length(max=LONGEST_NAME)], filters=FILTERS)
