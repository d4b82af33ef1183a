"""The chief's proposal for a row: the row's own form with a word to its writer."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from borderreg.services.corrections import LONGEST_NOTE
from borderreg.web.forms.acts import FILTERS
from borderreg.web.forms.rows import RowForm


class CorrectionForm(RowForm):
    """A row as it should be, and why."""

    note = StringField(
        _l("Ghi chú cho người lập danh sách"),
        [Length(max=LONGEST_NOTE, message=_l("Không quá 200 ký tự."))],
        filters=FILTERS,
    )
