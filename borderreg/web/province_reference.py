"""Reference data with dates: lists, a change shown with what it touches before it is saved, its history."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.employers import Flaw
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.domain.reference_registers import (
    REFERENCE_REGISTERS,
    Field,
    ReferenceRegister,
    check_values,
)
from borderreg.services import reference_changes
from borderreg.services.reference_effect import effect_of_change
from borderreg.services.reference_rows import ReferenceRow, list_rows, register_named
from borderreg.services.registers import register_history
from borderreg.web.components import local_date
from borderreg.web.forms.reference import ReferenceForm, reference_form
from borderreg.web.province_employers import REFUSALS
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language

bp = Blueprint("reference", __name__, url_prefix="/reference")
CONFIRMED = "confirm"
ACTS: dict[str, Any] = {"added": _l("Thêm"), "changed": _l("Sửa"), "ended": _l("Kết thúc")}
WHEN: dict[str, Any] = {"now": _l("Đang áp dụng"), "later": _l("Sắp áp dụng"), "past": _l("Đã hết")}
SETTING_WORDS: dict[str, Any] = {
    "longest_stay_days": _l("Số ngày dài nhất của một lần có tên"),
    "document_short_months": _l("Cảnh báo khi giấy tờ còn ít hơn (tháng)"),
    "same_crossing_minutes": _l("Hai lần ghi trong (phút) là một lượt"),
    "copied_code_minutes": _l("Cùng mã ở cửa khẩu khác trong (phút) là mã sao chép"),
    "annul_minutes": _l("Cán bộ được huỷ lượt của mình trong (phút)"),
    "clock_tolerance_minutes": _l("Sai lệch đồng hồ chấp nhận được (phút)"),
    "gate_silent_hours": _l("Nêu tên cửa khẩu không gửi dữ liệu quá (giờ)"),
    "report_first_day": _l("Ngày đầu kỳ báo cáo tháng"),
    "report_due_day": _l("Báo cáo tháng gửi trước ngày"),
    "contact_points": _l("Đầu mối liên hệ in trên phiếu"),
    "people_due_days": _l("Hỏi về người hết hạn trong (ngày)"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of fields, values and states."""
    return {
        "say": in_language,
        "WHEN": WHEN,
        "ACTS": ACTS,
        "field_value": field_value,
        "row_name": row_name,
        "may_write": actor().may(Permission.REFERENCE_WRITE),
    }


def row_name(slug: str, name: str) -> str:
    """Return what a row is called: a setting by its words."""
    return str(SETTING_WORDS.get(name, name)) if slug == "settings" else name


def field_value(field: Field, value: Any) -> str:
    """Write a value for a reader."""
    if field.choices is not None:
        codes = value if isinstance(value, list | tuple) else (value,)
        return ", ".join(in_language(field.choices[code]) for code in codes if code in field.choices) or "–"
    if isinstance(value, bool):
        return str(_("Có") if value else _("Không"))
    if hasattr(value, "strftime"):
        return local_date(value) if hasattr(value, "year") else f"{value:%H:%M}"
    return str(value) if value not in (None, "") else "–"


@bp.get("")
@requires(Permission.REFERENCE_READ)
def index() -> ResponseReturnValue:
    """List the registers."""
    return render_template("province/reference/index.html", registers=REFERENCE_REGISTERS.values())


@bp.get("/<slug>")
@requires(Permission.REFERENCE_READ)
def show(slug: str) -> ResponseReturnValue:
    """Show one register: what holds today, what is to come, what was changed."""
    register = register_named(slug)
    rows = _rows(slug)
    return render_template(
        "province/reference/register.html",
        register=register,
        rows=rows,
        may_add=register.may_add or (slug == "agreement" and not rows),
        history=register_history(db.session(), kind=slug),
    )


@bp.route("/<slug>/new", methods=["GET", "POST"])
@requires(Permission.REFERENCE_WRITE)
def add(slug: str) -> ResponseReturnValue:
    """Add an object: what it touches is shown before it is saved."""
    register = register_named(slug)
    fields = (*register.new_fields, *register.fields)
    form = reference_form(fields)
    if slug == "holidays":
        del form.since
    if form.validate_on_submit() and _holds(form, fields):
        values = form.values(fields)
        act: dict[str, Any] = {"slug": slug, "values": values, "since": _since(form)}
        if form.step.data != CONFIRMED:
            return _preview(register, form, fields, None, values)
        if _saved(form, reference_changes.add_row, act):
            flash(_("Đã ghi vào danh mục."), "success")
            return redirect(url_for("reference.show", slug=slug))
    elif request.method == "GET" and "since" in form:
        form.since.fill(local_day(g.at))
    return _form_page(register, form, fields, None)


@bp.route("/<slug>/<key>/change", methods=["GET", "POST"])
@requires(Permission.REFERENCE_WRITE)
def change(slug: str, key: str) -> ResponseReturnValue:
    """Change an object from a day on: the old and the new value and what it touches, then the saving."""
    register, row = register_named(slug), _row(slug, key)
    if not register.fields or (slug == "settings" and not isinstance(row.values["value"], int)):
        raise NotFound(slug)
    form = reference_form(register.fields)
    if form.validate_on_submit() and _holds(form, register.fields):
        values = form.values(register.fields)
        act: dict[str, Any] = {"slug": slug, "key": key, "values": values, "since": _since(form)}
        if form.step.data != CONFIRMED:
            return _preview(register, form, register.fields, row, values)
        if _saved(form, reference_changes.change_row, act):
            flash(_("Đã ghi thay đổi. Danh sách và báo cáo cũ giữ như ngày của chúng."), "success")
            return redirect(url_for("reference.show", slug=slug))
    elif request.method == "GET":
        form.fill({field.name: row.values[field.name] for field in register.fields})
        form.since.fill(local_day(g.at))
    return _form_page(register, form, register.fields, row)


@bp.route("/<slug>/<key>/end", methods=["GET", "POST"])
@requires(Permission.REFERENCE_WRITE)
def end(slug: str, key: str) -> ResponseReturnValue:
    """Let an object end with a day, or withdraw a holiday; what it touches is on the page."""
    register, row = register_named(slug), _row(slug, key)
    form = reference_form(())
    if form.validate_on_submit():
        act: dict[str, Any] = {"slug": slug, "key": key, "last_day": _since(form)}
        if _saved(form, reference_changes.end_row, act):
            flash(_("Đã ghi ngày kết thúc."), "success")
            return redirect(url_for("reference.show", slug=slug))
    elif request.method == "GET":
        form.since.fill(local_day(g.at))
    touched = effect_of_change(
        db.session(), actor=actor(), slug=slug, key=key, values={}, day=local_day(g.at)
    )
    page = render_template(
        "province/reference/end.html", register=register, row=row, form=form, touched=touched
    )
    return page, 422 if form.errors else 200


def _rows(slug: str) -> tuple[ReferenceRow, ...]:
    return list_rows(db.session(), actor=actor(), slug=slug, day=local_day(g.at))


def _row(slug: str, key: str) -> ReferenceRow:
    row = next((row for row in _rows(slug) if row.key == key), None)
    if row is None:
        raise NotFound(slug)
    return row


def _since(form: ReferenceForm) -> Any:
    return form.since.day if "since" in form and form.since.day else local_day(g.at)


def _holds(form: ReferenceForm, fields: tuple[Field, ...]) -> bool:
    flaws = check_values(fields, form.values(fields))
    form.show(flaws)
    return not flaws


def _saved(form: ReferenceForm, use_case: Any, act: dict[str, Any]) -> bool:
    """Save; what stands in the way is shown in the form, which keeps everything typed."""
    form.step.data = ""
    source = form.source_document.data or ""
    try:
        write(use_case, actor=actor(), source_document=source, at=g.at, **act)
    except Refused as error:
        flaws = [flaw for flaw in error.problems if isinstance(flaw, Flaw)]
        form.show(flaw for flaw in flaws if flaw.field in form)
    except (Conflict, BadInput) as error:
        form.form_errors.append(str(REFUSALS.get(error.code, error.message)))
    else:
        return True
    return False


def _preview(
    register: ReferenceRegister,
    form: ReferenceForm,
    fields: tuple[Field, ...],
    row: ReferenceRow | None,
    values: dict[str, Any],
) -> ResponseReturnValue:
    """Show what changes and whom it touches; the second button saves."""
    key, day = row.key if row else None, local_day(g.at)
    touched = effect_of_change(
        db.session(), actor=actor(), slug=register.slug, key=key, values=values, day=day
    )
    before = row.values if row else {}
    pairs = [(field, before.get(field.name), values[field.name]) for field in fields]
    changed = [pair for pair in pairs if row is None or _plain(pair[1]) != _plain(pair[2])]
    return render_template(
        "province/reference/preview.html",
        register=register,
        form=form,
        row=row,
        changed=changed,
        touched=touched,
        since=_since(form),
        sent=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("csrf_token", "step")
        ],
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value or None


def _form_page(
    register: ReferenceRegister, form: ReferenceForm, fields: tuple[Field, ...], row: ReferenceRow | None
) -> ResponseReturnValue:
    page = render_template(
        "province/reference/form.html", register=register, form=form, fields=fields, row=row
    )
    return page, 422 if form.errors else 200
