"""The province's registers of employers and recruiters: search, one with its history, add, edit, accept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.employers import SECTORS, RegisterKind, Standing
from borderreg.domain.errors import BorderregError, Conflict, Refused
from borderreg.domain.periods import local_day
from borderreg.services.employers import add_registered, edit_registered
from borderreg.services.places import reference_facts
from borderreg.services.register_effect import effect_of
from borderreg.services.register_reading import (
    RegisterPage,
    list_registered,
    read_registered,
    waiting_proposals,
)
from borderreg.web.components import Pager
from borderreg.web.forms.registers import EmployerForm, FactsForm, RecruiterForm
from borderreg.web.query import asked_page
from borderreg.web.register_words import ACT_WORDS, FACT_WORDS, shown_fact
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language, language

bp = Blueprint("employers", __name__, url_prefix="/province")
PER_PAGE = 50
KIND = "<any(employers, recruiters):register>"
ONE = f"/{KIND}/<uuid:object_id>"
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class Words:
    """How the pages of one register are called, and the form of its facts."""

    kind: RegisterKind
    title: Any
    one: Any
    add: Any
    form: type[EmployerForm] | type[RecruiterForm]


REGISTERS = {
    "employers": Words(
        RegisterKind.EMPLOYER,
        _l("Đơn vị sử dụng lao động"),
        _l("Đơn vị sử dụng lao động"),
        _l("Thêm đơn vị"),
        EmployerForm,
    ),
    "recruiters": Words(
        RegisterKind.RECRUITER,
        _l("Bên tuyển dụng, giới thiệu việc làm"),
        _l("Bên tuyển dụng, giới thiệu"),
        _l("Thêm bên giới thiệu"),
        RecruiterForm,
    ),
}
REFUSALS: dict[str, Any] = {
    "conflict": _l("Mục này vừa được người khác sửa. Chưa có gì bị ghi đè: hãy xem lại rồi làm tiếp."),
    "wrong_status": _l("Việc này không còn phù hợp: tình trạng của mục vừa thay đổi."),
    "wrong_target": _l("Không gộp vào mục này được. Hãy chọn mục khác."),
    "reversed": _l("Ngày cuối trước ngày đầu. Hãy sửa lại."),
    "reason": _l("Hãy ghi lý do, từ 5 đến 500 ký tự."),
    "source_document": _l("Hãy ghi văn bản làm căn cứ, từ 3 đến 200 ký tự."),
}


def words_of(error: BorderregError) -> str:
    """Return what to tell the person about a refusal."""
    return str(REFUSALS.get(error.code) or error.message or _("Việc này chưa làm được."))


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of codes."""
    counties = reference_facts(db.session(), day=local_day(g.at)).counties
    names = {county.code: county.name(language()) for county in counties}
    return {
        "county_name": lambda code: names.get(code, code),
        "sector_name": lambda code: in_language(SECTORS[code]) if code in SECTORS else code,
        "act_name": lambda act: ACT_WORDS.get(act, act),
        "fact_name": lambda field: FACT_WORDS.get(field, field),
        "fact_text": lambda field, value: shown_fact(field, value, names),
        "SECTORS": SECTORS,
        "counties": names,
        "may_write": actor().may(Permission.EMPLOYER_WRITE),
        "here": REGISTERS.get((request.view_args or {}).get("register", "")),
    }


@bp.get("/employers")
@requires(Permission.EMPLOYER_READ)
def index() -> ResponseReturnValue:
    """List employers, searched without accents, by pinyin, Chinese or code."""
    return _list("employers")


@bp.get("/recruiters")
@requires(Permission.EMPLOYER_READ)
def recruiters() -> ResponseReturnValue:
    """List recruiters with their licences."""
    return _list("recruiters")


def _list(register: str) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    status, county = request.args.get("status", ""), request.args.get("county", "")
    page = asked_page()
    found = list_registered(
        db.session(),
        actor=actor(),
        kind=REGISTERS[register].kind,
        text=text,
        status=status if status in set(Standing) else "",
        county=county,
        page=page,
        per_page=PER_PAGE,
        at=g.at,
    )
    return render_template(
        "province/employers/list.html",
        here=REGISTERS[register],
        register=register,
        found=found,
        text=text,
        chosen_status=status,
        chosen_county=county,
        pager=Pager(page, PER_PAGE, found.total),
        proposals=waiting_proposals(db.session(), actor=actor()),
        today=local_day(g.at),
    )


def page_of(register: str, object_id: UUID) -> RegisterPage:
    """Read one of a register for its pages."""
    kind = REGISTERS[register].kind
    return read_registered(db.session(), actor=actor(), kind=kind, object_id=object_id, at=g.at)


def to_page(register: str, object_id: UUID) -> ResponseReturnValue:
    """Go back to the page of one of a register."""
    return redirect(url_for("employers.show", register=register, object_id=object_id))


@bp.get(ONE)
@requires(Permission.EMPLOYER_READ)
def show(register: str, object_id: UUID) -> ResponseReturnValue:
    """Show one of a register: facts, standing, whom it concerns, everything that was changed."""
    kind = REGISTERS[register].kind
    return render_template(
        "province/employers/show.html",
        register=register,
        one=page_of(register, object_id),
        effect=effect_of(db.session(), actor=actor(), kind=kind, object_id=object_id, at=g.at),
        today=local_day(g.at),
    )


@bp.route(f"/{KIND}/new", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def add(register: str) -> ResponseReturnValue:
    """Add an employer or a recruiter."""
    form = _form(register)
    if form.validate_on_submit():
        try:
            object_id = write(
                add_registered,
                actor=actor(),
                facts=form.facts(),
                since=form.since.day or local_day(g.at),
                source_document=form.source_document.data or "",
                at=g.at,
            )
        except Refused as error:
            form.show(error.problems)
        else:
            flash(_("Đã thêm vào sổ."), "success")
            return to_page(register, object_id)
    elif request.method == "GET":
        form.since.fill(local_day(g.at))
    return _form_page(form, register, None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def edit(register: str, object_id: UUID) -> ResponseReturnValue:
    """Change what the register says from a day on; a proposed one is accepted by it."""
    one = page_of(register, object_id)
    if one.merged_into is not None:
        return to_page(register, object_id)
    form = _form(register)
    if form.validate_on_submit() and _save(form, one):
        flash(_("Đã ghi vào sổ."), "success")
        return to_page(register, object_id)
    if request.method == "GET":
        form.fill(one.facts)  # type: ignore[arg-type]  # the form of its own register
        form.since.fill(local_day(g.at))
        form.version.data = one.version
    return _form_page(form, register, one)


def _save(form: EmployerForm | RecruiterForm, one: RegisterPage) -> bool:
    """Save the facts; what stands in the way is shown in the form, which keeps everything typed."""
    try:
        write(
            edit_registered,
            actor=actor(),
            object_id=one.id,
            version=form.version.data or 0,
            facts=form.facts(),
            since=form.since.day or local_day(g.at),
            source_document=form.source_document.data or "",
            accept=one.standing is Standing.PROPOSED,
            at=g.at,
        )
    except Refused as error:
        form.show(error.problems)
    except Conflict as error:
        form.form_errors.append(words_of(error))
        form.version.data = one.version
    else:
        return True
    return False


def _form(register: str) -> EmployerForm | RecruiterForm:
    form = REGISTERS[register].form()
    form.offer(reference_facts(db.session(), day=local_day(g.at)))
    return form


def _form_page(form: FactsForm, register: str, one: RegisterPage | None) -> ResponseReturnValue:
    page = render_template("province/employers/form.html", form=form, register=register, one=one)
    return page, 422 if form.errors else 200
