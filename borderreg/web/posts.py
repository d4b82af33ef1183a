"""Posts of an organisation: who stands in from when to when, and handing a post over to a successor."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError, Conflict, Refused
from borderreg.domain.periods import local_day
from borderreg.services import posts
from borderreg.services.places import list_organisations
from borderreg.services.post_reading import Holder, Posts, open_work_of, posts_of
from borderreg.services.posts import StandInWish
from borderreg.web.forms.acts import REASON_WORDS
from borderreg.web.forms.posts import HandOverForm, PostForm, StandInForm
from borderreg.web.security import actor, fresh, requires

bp = Blueprint("posts", __name__, url_prefix="/posts")
# code of the service → (field, what to do)
PROBLEMS: dict[str, tuple[str, Any]] = {
    "effective_on": ("effective_on", _l("Ngày bàn giao từ hôm nay đến ba tháng tới.")),
    "successor_unfit": (
        "successor",
        _l("Người nhận phải cùng đơn vị, cùng vai trò. Hãy thêm người đó trước."),
    ),
    "leaving_already": ("successor", _l("Người giao hoặc người nhận đã có bàn giao khác.")),
    "stand_in_self": ("person", _l("Không tự cử mình. Hãy để lãnh đạo khác hoặc quản trị cử.")),
    "stand_in_unfit": ("person", _l("Người này không thay được vị trí đó.")),
    "stand_in_twice": ("valid_from", _l("Người này đã được cử trong những ngày đó.")),
    "stand_in_period": ("valid_to", _l("Thời gian thay từ hôm nay, tối đa 92 ngày.")),
    "signs_as": ("signs_as", _l("Hãy chọn cách ký.")),
    "reason": ("reason", REASON_WORDS),
}


@bp.get("")
@requires(Permission.POST_MANAGE)
def index() -> ResponseReturnValue:
    """Show who holds the posts of an organisation, who stands in, what was handed over."""
    return _page(_asked(), StandInForm(formdata=None))


@bp.post("/stand-ins")
@requires(Permission.POST_MANAGE)
@fresh
def appoint() -> ResponseReturnValue:
    """Let somebody hold another's post for a time."""
    form, code = StandInForm(), _asked()
    person, absent = _uuid(form.person.data), _uuid(form.absent.data)
    if not form.validate_on_submit() or person is None or absent is None:
        return _page(code, form)
    days = (form.valid_from.day, form.valid_to.day)
    if days[0] is None or days[1] is None:
        return _page(code, form)
    wish = StandInWish(person, absent, form.signs_as.data or "", days[0], days[1])
    act = {"wish": wish, "reason": form.reason.data or ""}
    if not _done(form, posts.stand_in, **act):
        return _page(code, form)
    flash(_("Đã cử người thay. Quyền có hiệu lực theo ngày và tự hết."), "success")
    return redirect(url_for("posts.index", organisation=code))


@bp.route("/hand-over", methods=["GET", "POST"])
@requires(Permission.POST_MANAGE)
@fresh
def hand_over() -> ResponseReturnValue:
    """Show what somebody would leave behind, and hand the post over."""
    code, user_id = _asked(), _uuid(request.values.get("user"))
    found = _posts(code)
    leaver = next((holder for holder in found.holders if holder.id == user_id), None)
    if leaver is None:
        return redirect(url_for("posts.index", organisation=code))
    form = HandOverForm()
    form.offer(found.holders, leaver=leaver, day=local_day(g.at))
    successor = _uuid(form.successor.data)
    if form.validate_on_submit() and successor and form.effective_on.day:
        act = {
            "from_user_id": leaver.id,
            "to_user_id": successor,
            "effective_on": form.effective_on.day,
            "reason": form.reason.data or "",
        }
        if _done(form, posts.hand_over, **act):
            flash(_("Đã ghi việc bàn giao của %(name)s.", name=leaver.name), "success")
            return redirect(url_for("posts.index", organisation=code))
    return _hand_over_page(code, form, leaver)


def _hand_over_page(code: str, form: HandOverForm, leaver: Holder) -> ResponseReturnValue:
    work = open_work_of(db.session(), actor=actor(), user_id=leaver.id, at=g.at)
    page = render_template("posts/hand_over.html", form=form, leaver=leaver, work=work, code=code)
    return page, 422 if form.errors else 200


@bp.post("/end")
@requires(Permission.POST_MANAGE)
@fresh
def end() -> ResponseReturnValue:
    """End a stand-in early, or call a hand-over off."""
    post_id, reason = _uuid(request.form.get("post")), request.form.get("reason", "")
    try:
        if post_id is None:
            raise BadInput(code="reason")
        write(posts.end_post, actor=actor(), post_id=post_id, reason=reason, at=g.at)
    except BadInput:
        flash(str(REASON_WORDS), "error")
    except Conflict:
        flash(_("Việc này đã kết thúc hoặc đã có hiệu lực."), "error")
    else:
        flash(_("Đã kết thúc."), "success")
    return redirect(url_for("posts.index", organisation=_asked()))


def _done(form: PostForm, use_case: Any, **act: Any) -> bool:
    """Run a use case; False with what stands in the way beside its field."""
    try:
        write(use_case, actor=actor(), at=g.at, **act)
    except (BadInput, Refused) as error:
        field, words = PROBLEMS[error.code]
        form[field].errors = [_words(error, words)]
        return False
    return True


def _words(error: BorderregError, words: Any) -> str:
    return str(words or error.message)


def _asked() -> str:
    """Return the code of the organisation that is meant: the own one unless another is named."""
    return request.values.get("organisation", "") or actor().organisation_code


def _posts(code: str) -> Posts:
    return posts_of(db.session(), actor=actor(), organisation_code=code, at=g.at)


def _page(code: str, form: StandInForm) -> ResponseReturnValue:
    found = _posts(code)
    form.offer(found.holders)
    choices: list[tuple[str, str]] = []
    if actor().may(Permission.USER_WRITE):
        named = list_organisations(db.session(), actor=actor(), day=local_day(g.at))
        choices = [(facts.code, facts.name) for facts in named]
    page = render_template("posts/index.html", posts=found, form=form, code=code, organisations=choices)
    return page, 422 if form.errors else 200


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
