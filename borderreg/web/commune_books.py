"""The commune's books of the month: outreach, cases, people who seek work; pledges by hamlet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError, NotFound
from borderreg.domain.known_abroad import read_birth_year
from borderreg.domain.outreach import CaseKind, Offer, OutreachKind
from borderreg.domain.periods import local_day
from borderreg.services import outreach
from borderreg.web import drafts
from borderreg.web.commune_month import bp
from borderreg.web.forms.month import CaseForm, OfferForm, OutreachForm, SeekerForm, today_text
from borderreg.web.month_base import form_id, words_of
from borderreg.web.security import actor, requires

__all__ = ["bp"]
FORMS: dict[str, type[FlaskForm]] = {"outreach": OutreachForm, "cases": CaseForm, "seekers": SeekerForm}
TITLES: dict[str, Any] = {
    "outreach": _l("Sổ tuyên truyền"),
    "cases": _l("Vụ việc phát hiện"),
    "seekers": _l("Người tìm việc làm"),
}


def _log_outreach(form: Any) -> None:
    write(
        outreach.log_outreach,
        actor=actor(),
        line_id=form_id(form.line_id.data),
        kind=OutreachKind(form.kind.data),
        held_on=form.held_on.day,
        hamlet=form.hamlet.data or "",
        note=form.note.data or "",
        times=form.times.data or 1,
        listeners=form.listeners.data or 0,
        leaflets=form.leaflets.data or 0,
        at=g.at,
    )


def _log_case(form: Any) -> None:
    write(
        outreach.log_case,
        actor=actor(),
        line_id=form_id(form.line_id.data),
        kind=CaseKind(form.kind.data),
        held_on=form.held_on.day,
        persons=form.persons.data or 0,
        handed_to=form.handed_to.data or "",
        note=form.note.data or "",
        at=g.at,
    )


def _register_seeker(form: Any) -> None:
    draft = outreach.SeekerDraft(
        name=form.name.data or "",
        registered_on=form.held_on.day,
        birth_year=read_birth_year(form.birth_year.data or "", today=local_day(g.at)),
        hamlet=form.hamlet.data or "",
        phone=form.phone.data or "",
        wants=form.wants.data or "",
    )
    line_id = form_id(form.line_id.data)
    write(outreach.register_seeker, actor=actor(), line_id=line_id, draft=draft, at=g.at)


WRITERS: dict[str, Callable[[Any], None]] = {
    "outreach": _log_outreach,
    "cases": _log_case,
    "seekers": _register_seeker,
}


@bp.route("/books/<book>", methods=["GET", "POST"])
@requires(Permission.MONTH_WRITE)
def book(book: str) -> ResponseReturnValue:
    """Show one book with its form on top; a line that is sent twice is written once."""
    if book not in FORMS:
        raise NotFound(book)
    form: Any = FORMS[book]()
    if form.validate_on_submit():
        try:
            WRITERS[book](form)
        except BadInput as error:
            _show(form, error)
        else:
            flash(_("Đã ghi."), "success")
            return redirect(url_for("commune_month.book", book=book))
    else:
        drafts.restore_into(form)
    return _book_page(book, form)


def _show(form: Any, error: BadInput) -> None:
    if error.code in form:
        form[error.code].errors = [words_of(error)]
    else:
        form.form_errors.append(words_of(error))


def _book_page(book: str, form: Any, phone: tuple[str, str] | None = None) -> ResponseReturnValue:
    form.line_id.data = form.line_id.data or str(form_id(None))
    form.held_on.data = form.held_on.data or today_text()
    lines = outreach.lines_of(db.session(), actor=actor(), book=book)
    offer = OfferForm(formdata=None)
    offer.offered_on.data = today_text()
    html = render_template(
        f"commune/month/{book}.html",
        form=form,
        book=book,
        heading=TITLES[book],
        lines=lines,
        offer=offer,
        phone=phone,
    )
    return html, 422 if form.errors else 200


@bp.post("/books/<book>/<uuid:line_id>/remove")
@requires(Permission.MONTH_WRITE)
def remove_line(book: str, line_id: UUID) -> ResponseReturnValue:
    """Cross out a line that was written by mistake."""
    write(outreach.remove_line, actor=actor(), book=book, line_id=line_id, at=g.at)
    flash(_("Đã bỏ dòng ghi nhầm."), "success")
    return redirect(url_for("commune_month.book", book=book))


@bp.post("/seekers/<uuid:line_id>/offer")
@requires(Permission.MONTH_WRITE)
def offer(line_id: UUID) -> ResponseReturnValue:
    """Note what somebody was offered."""
    form = OfferForm()
    ok = form.validate_on_submit()
    try:
        kind, day = (Offer(form.offer.data), form.offered_on.day) if ok else (Offer.LOCAL, None)
        if day is None:
            lines = {line.id for line in outreach.lines_of(db.session(), actor=actor(), book="seekers")}
            if line_id not in lines:
                raise NotFound("job_seeker")
            raise BadInput("offer", code="offer")
        facts: dict[str, Any] = {"offer": kind, "offered": form.offered.data or "", "day": day}
        write(outreach.offer_work, actor=actor(), line_id=line_id, at=g.at, **facts)
    except NotFound:
        raise
    except BorderregError as error:
        flash(
            words_of(error) if error.code != "offer" else _("Hãy chọn việc đã giới thiệu và ghi ngày."),
            "error",
        )
    else:
        flash(_("Đã ghi việc đã giới thiệu."), "success")
    return redirect(url_for("commune_month.book", book="seekers"))


@bp.post("/seekers/<uuid:line_id>/phone")
@requires(Permission.MONTH_WRITE)
def seeker_phone(line_id: UUID) -> ResponseReturnValue:
    """Show the phone of somebody who seeks work; the look is logged."""
    found = write(outreach.read_phone, actor=actor(), line_id=line_id, at=g.at)
    return _book_page("seekers", SeekerForm(formdata=None), found)


def back_to(hamlet: str, year: int) -> ResponseReturnValue:
    """Go back to a hamlet's page."""
    return redirect(url_for("commune_month.hamlet", name=hamlet, year=year))


def asked_number(name: str, usual: int) -> int:
    """Read a small whole number of the address or form, the usual one without it; BadInput for others."""
    text = request.values.get(name, "") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadInput(name)
    return int(text)
