"""A number that the register knows under another name: the form asks before anybody is renamed.

The answer counts for exactly the number, name and birth that it was asked about.
"""

from borderreg.db import db
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.errors import BorderregError, Refused
from borderreg.domain.names import match_key
from borderreg.services.registered_names import person_of_number
from borderreg.web.forms.rows import REGISTERED, RENAMED, RowForm
from borderreg.web.security import actor
from borderreg.web.words import language

ASKED = "number_of_other"


def ask_about_number(form: RowForm, refused: BorderregError) -> None:
    """Put the question beside the number when this is what a service refused."""
    if isinstance(refused, Refused) and refused.code == ASKED:
        form[Column.PERSONAL_ID].errors = [item.text_on_form(language()) for item in refused.problems]
        form.asked.data, form.same_person.data = _subject(form), None


def take_registered(form: RowForm) -> None:
    """Fill in the register's name and birth when the answer was to keep them."""
    if form.same_person.data != REGISTERED or form.asked.data != _subject(form):
        return
    number = "".join((form.personal_id.data or "").split())
    known = person_of_number(db.session(), actor=actor(), personal_id=number)
    if known is not None:
        form.name.data, form.birth.data = known.name, BirthDate.from_text(known.birth).display()


def is_settled(form: RowForm) -> bool:
    """Tell whether somebody said of this very number and name that it is the same person."""
    return bool(form.same_person.data == RENAMED and form.asked.data == _subject(form))


def _subject(form: RowForm) -> str:
    number = "".join((form.personal_id.data or "").split())
    return f"{number} {match_key(form.name.data or '')} {form.birth.data or ''}"
