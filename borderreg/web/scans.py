"""A scanned card or passport fills a form: read once, compared, and forgotten.

The text of a card names parents and an address: it is taken out of the form before anything else happens, so
that no page, draft or log can hold it.
"""

from collections.abc import Iterable

from flask import Response, g, make_response
from flask_babel import gettext as _

from borderreg.db import write
from borderreg.domain.columns import Column
from borderreg.domain.dates import parse_birth
from borderreg.domain.documents_ import DocumentType
from borderreg.domain.identity_cards import IdentityCard, read_identity_card
from borderreg.domain.mrz import Passport, compare_passport, read_passport
from borderreg.domain.names import match_key
from borderreg.domain.people import parse_sex
from borderreg.domain.person_rows import PERSON_COLUMNS
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.services import people
from borderreg.services.list_reference import ListReference
from borderreg.services.people import DocumentFile, WorkerFile
from borderreg.services.people_search import WorkerFound
from borderreg.web.forms.rows import PersonForm, ScannedForm
from borderreg.web.gate_app import CAMERA_HERE
from borderreg.web.security import actor
from borderreg.web.words import language

READ = "read"
USUAL = "passport"
SEX_WORDS = {"M": "Nam", "F": "Nữ"}
# where the hand goes on: the first of these that is still empty
FIRST_EMPTY = (
    Column.PERSONAL_ID,
    Column.NAME,
    Column.BIRTH,
    Column.DOCUMENT_NUMBER,
    Column.DOCUMENT_EXPIRES,
    Column.EMPLOYER,
    Column.COUNTY,
    Column.VALID_FROM,
    Column.VALID_TO,
)


def read_scans(form: PersonForm, *, registers: ListReference, usual_type: str = "") -> WorkerFile | bool:
    """Fill the form from what was scanned into it; false when nothing was and the form is to be saved.

    Otherwise the form is only shown: a person of the register is returned with the numbers in clear.
    """
    card_text, lines = form.take("card"), form.take("mrz")
    if not card_text.strip() and not lines.strip():
        if form.then.data == READ:
            _refuse(form, problem(ProblemCode.CARD_UNREADABLE, variant="empty"), "card")
            return True
        return False
    known: WorkerFile | None = None
    if card_text.strip():
        known = _read_card(form, card_text, registers)
    if lines.strip():
        _read_passport(form, lines, registers)
    if not form.document_type.data:
        form.document_type.data = _type_name(registers, usual_type) or _type_name(registers, USUAL)
    form.focus = next((name for name in FIRST_EMPTY if _is_empty(form, name)), Column.DOCUMENT_NUMBER)
    return known or True


def next_card(form: PersonForm) -> str:
    """Take the next person's card out of a form that is complete, so that a scan saves the row before.

    Empty when there is none: no card, the card of the form's own person, a row that lacks its paper.
    """
    held = "".join((form.personal_id.data or "").split())
    complete = held and form.document_number.data and form.document_expires.data
    card = read_identity_card(str(form.card.data or "")) if complete else None
    if not isinstance(card, IdentityCard) or card.personal_id == held:
        return ""
    return form.take("card")


def with_camera(html: str, status: int) -> Response:
    """Answer with a page that may open the camera for a card."""
    response = make_response(html, status)
    response.headers["Permissions-Policy"] = CAMERA_HERE
    return response


def _is_empty(form: PersonForm, name: str) -> bool:
    return name in form and not form[name].data


def _refuse(form: ScannedForm, refused: Problem, field: str) -> None:
    form[field].errors = [refused.text_on_form(language())]


def _read_card(form: PersonForm, text: str, registers: ListReference) -> WorkerFile | None:
    card = read_identity_card(text)
    if isinstance(card, Problem):
        _refuse(form, card, "card")
        return None
    if form.personal_id.data and form.personal_id.data != card.personal_id:
        _clear_person(form)
    _fill_from_card(form, card)
    known: WorkerFile | None = write(people.recognise, actor=actor(), personal_id=card.personal_id, at=g.at)
    if known is not None:
        _fill_from_register(form, card, known, registers)
    form.notice((*card.problems, *_differences(card, known)))
    return known


def _clear_person(form: PersonForm) -> None:
    """Take the person before out of the form, so that no two people are mixed; the work stays."""
    for name in PERSON_COLUMNS:
        form[name].data = ""


def _fill_from_card(form: PersonForm, card: IdentityCard) -> None:
    form.personal_id.data = card.personal_id
    form.name.data = card.name
    form.birth.data = card.birth.display() if card.birth else ""
    form.sex.data = SEX_WORDS.get(card.sex, "")
    form.hamlet.data = form.hamlet.data or card.hamlet


def _fill_from_register(
    form: PersonForm, card: IdentityCard, known: WorkerFile, registers: ListReference
) -> None:
    """Take over what the card does not say: how to reach the person, and the paper that lasts longest."""
    form.name.data = card.name or known.name
    form.hamlet.data = known.hamlet or form.hamlet.data
    for name in (Column.PHONE, Column.CONTACT_NAME, Column.CONTACT_PHONE):
        form[name].data = getattr(known, name.value)
    paper = next((paper for paper in known.documents if paper.holds_on(registers.day)), None)
    if paper is not None:
        _fill_paper(form, paper, registers)
    elif known.documents:
        ended = f"{known.documents[0].expires:%d/%m/%Y}"
        form.document_number.description = _("Giấy tờ trong sổ đã hết hạn ngày %(day)s.", day=ended)


def _fill_paper(form: PersonForm, paper: DocumentFile, registers: ListReference) -> None:
    form.document_type.data = _type_name(registers, paper.type)
    form.document_number.data = paper.number
    form.document_expires.data = f"{paper.expires:%d/%m/%Y}"


def _type_name(registers: ListReference, code: str) -> str:
    kinds: Iterable[DocumentType] = registers.facts.document_types
    return next((kind.name_vi for kind in kinds if kind.code == code), "")


def _differences(card: IdentityCard, known: WorkerFile | None) -> Iterable[Problem]:
    if known is None:
        return
    if card.name and match_key(card.name) != match_key(known.name):
        yield problem(ProblemCode.CARD_NAME, column=Column.NAME, variant="register", value=known.name)
    birth = parse_birth(known.birth)
    if card.birth and birth and card.birth != birth:
        code, shown = ProblemCode.CARD_BIRTH, birth.display()
        yield problem(code, column=Column.BIRTH, variant="register", value=shown)


def _read_passport(form: PersonForm, lines: str, registers: ListReference) -> None:
    passport = read_passport(lines, at=registers.day)
    if isinstance(passport, Problem):
        _refuse(form, passport, "mrz")
        return
    _fill_number(form, passport, registers)
    form.personal_id.data = form.personal_id.data or passport.personal_id
    form.sex.data = form.sex.data or SEX_WORDS.get(passport.sex, "")
    if not form.birth.data and passport.birth:
        form.birth.data = passport.birth.display()
    found = compare_passport(
        passport,
        name=form.name.data or "",
        birth=parse_birth(form.birth.data),
        sex=parse_sex(form.sex.data or "") or "",
        personal_id=form.personal_id.data or "",
    )
    form.notice(found)


def _fill_number(form: ScannedForm, passport: Passport, registers: ListReference) -> None:
    """Fill number and expiry; a name without accents is none."""
    form.document_type.data = _type_name(registers, USUAL)
    form["document_number"].data = passport.number
    form["document_expires"].data = f"{passport.expires:%d/%m/%Y}"


def read_lines(form: ScannedForm, *, worker: WorkerFound, registers: ListReference) -> bool:
    """Fill the form of a document from a passport's lines and compare them with its person; false without."""
    lines = form.take("mrz")
    if not lines.strip() and form.then.data != READ:
        return False
    passport = read_passport(lines, at=registers.day)
    if isinstance(passport, Problem):
        _refuse(form, passport, "mrz")
        return True
    _fill_number(form, passport, registers)
    form.focus = Column.DOCUMENT_EXPIRES
    birth = parse_birth(worker.birth)
    form.notice(compare_passport(passport, name=worker.name, birth=birth, sex=worker.sex, personal_id=""))
    return True
