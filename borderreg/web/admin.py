"""The administrator's pages: users, organisations, devices; never a worker."""

from uuid import UUID

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.services import places, users
from borderreg.services.users import NewUser
from borderreg.web import drafts
from borderreg.web.admin_forms import USER_PROBLEMS, UserForm
from borderreg.web.security import actor, fresh, requires

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@bp.get("/users")
@requires(Permission.USER_READ)
def list_users() -> ResponseReturnValue:
    """List all users."""
    return render_template("admin/users.html", users=users.list_users(db.session(), actor=actor()))


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Permission.USER_WRITE)
@fresh
def add_user() -> ResponseReturnValue:
    """Add a user and show the made-up password once."""
    form = UserForm()
    form.offer(places.list_organisations(db.session(), actor=actor(), day=local_day(g.at)))
    drafts.restore_into(form)
    if form.validate_on_submit():
        made = _add(form)
        if made is not None:
            return render_template("admin/password.html", user=made, added=True)
    return render_template("admin/new_user.html", form=form), 422 if form.errors else 200


def _add(form: UserForm) -> NewUser | None:
    """Try to add the user; None with the problem beside its field."""
    try:
        return write(
            users.add_user,
            actor=actor(),
            username=form.username.data or "",
            name=form.name.data or "",
            role=form.role.data or "",
            organisation_code=form.organisation.data or "",
            is_deputy=bool(form.is_deputy.data),
            at=g.at,
        )
    except (BadInput, Conflict, NotFound, Refused) as error:
        field, words = USER_PROBLEMS[error.code]
        form[field].errors = [str(words)]
        return None


@bp.get("/users/<uuid:user_id>")
@requires(Permission.USER_READ)
def show_user(user_id: UUID) -> ResponseReturnValue:
    """Show one user and what can be done."""
    return _user_page(user_id, None)


def _user_page(user_id: UUID, problem: str | None) -> ResponseReturnValue:
    user = users.read_user(db.session(), actor=actor(), user_id=user_id)
    return render_template("admin/user.html", user=user, problem=problem), 422 if problem else 200


@bp.post("/users/<uuid:user_id>/reset")
@requires(Permission.USER_WRITE)
@fresh
def reset_user(user_id: UUID) -> ResponseReturnValue:
    """Give a new password, shown once; a disabled user may act again."""
    line = users.read_user(db.session(), actor=actor(), user_id=user_id)
    made = write(users.reset_user, actor=actor(), username=line.username, at=g.at)
    return render_template("admin/password.html", user=made, added=False)


@bp.post("/users/<uuid:user_id>/disable")
@requires(Permission.USER_WRITE)
@fresh
def disable_user(user_id: UUID) -> ResponseReturnValue:
    """Take all access from a user at once."""
    line = users.read_user(db.session(), actor=actor(), user_id=user_id)
    try:
        write(users.disable_user, actor=actor(), username=line.username, at=g.at)
    except Refused as error:
        return _user_page(user_id, str(USER_PROBLEMS[error.code][1]))
    return _user_page(user_id, None)


@bp.get("/organisations")
@requires(Permission.REFERENCE_READ)
def organisations() -> ResponseReturnValue:
    """List the organisations under their names of today."""
    found = places.list_organisations(db.session(), actor=actor(), day=local_day(g.at))
    kind = request.args.get("kind", "")
    shown = [facts for facts in found if not kind or facts.kind == kind]
    return render_template("admin/organisations.html", organisations=shown, kind=kind, kinds=_kinds())


def _kinds() -> dict[str, str]:
    return {
        "commune": _("Công an cấp xã"),
        "post": _("Đồn, trạm biên phòng"),
        "office": _("Sở Ngoại vụ"),
        "protection": _("Bảo hộ công dân"),
        "administration": _("Quản trị"),
        "audit": _("Kiểm tra"),
    }
