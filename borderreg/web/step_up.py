"""Ask for the password or a passkey again before a grave act, and then go on with it: nothing typed is lost.

Fresh means at most five minutes ago (security.md, step-up). A form that arrives without a fresh proof comes
back as a page that asks for it and carries the form's own fields; a page only read opens after it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import write
from borderreg.services import accounts, passkey_use
from borderreg.web import passkey_site
from borderreg.web.account_forms import StepUpForm
from borderreg.web.proofs import password_refusal, prove

View = TypeVar("View", bound=Callable[..., Any])
OWN_FIELDS = frozenset({"csrf_token", "step_up_password", passkey_site.FIELD})


def fresh(view: View) -> View:
    """Let a view run only within five minutes of the password or a passkey; put it under `@requires`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if _is_fresh():
            return cast(ResponseReturnValue, view(*args, **kwargs))
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("accounts.confirm", next=request.full_path.rstrip("?")))
        form = StepUpForm()
        if confirmed(form):
            return cast(ResponseReturnValue, view(*args, **kwargs))
        return question(form, fields=_carried())

    return cast(View, guarded)


def confirming(view: View) -> View:
    """Let an act on a list run after a passkey confirmed this very list, or the password five minutes ago.

    The view gets `confirmed`: the hash of the content that the passkey signed, None with the password.
    """

    @wraps(view)
    def guarded(list_id: UUID) -> ResponseReturnValue:
        answer = request.form.get(passkey_site.FIELD)
        if answer is None and _is_fresh():
            return cast(ResponseReturnValue, view(list_id, confirmed=None))
        form = StepUpForm()
        if answer is not None:
            content = _list_confirmed(form, list_id, answer) if _passkey_fits(form) else None
            if content is not None:
                return cast(ResponseReturnValue, view(list_id, confirmed=content))
        elif confirmed(form):
            return cast(ResponseReturnValue, view(list_id, confirmed=None))
        asked = url_for("passkeys.ask_to_certify", list_id=list_id)
        return question(form, fields=_carried(), passkey_question=asked)

    return cast(View, guarded)


def _is_fresh() -> bool:
    return g.session is not None and bool(g.session.is_fresh(g.at))


def confirmed(form: StepUpForm) -> bool:
    """Check what was given again, a passkey's answer or the password, and open the session for grave acts."""
    answer = request.form.get(passkey_site.FIELD)
    if answer is not None:
        return _passkey_fits(form) and _passkey_confirmed(form, answer)
    if "step_up_password" not in request.form or not form.validate():
        return False
    proof = prove(g.actor.username, form.step_up_password.data or "")
    done = write(accounts.confirm_password, actor=g.actor, session_id=g.session.id, proof=proof, at=g.at)
    if not done:
        form.step_up_password.errors = [password_refusal(proof)]
    return done


def _passkey_fits(form: StepUpForm) -> bool:
    """Say whether passkeys work under this address; where not, the form says under which."""
    if passkey_site.find_site() is None:
        form.form_errors.append(passkey_site.wrong_address())
        return False
    return True


def _passkey_confirmed(form: StepUpForm, answer: str) -> bool:
    done = write(passkey_use.confirm_with_passkey, session_id=g.session.id, **_said(answer))
    if not done:
        form.form_errors.append(refused_words())
    return done


def _list_confirmed(form: StepUpForm, list_id: UUID, answer: str) -> bytes | None:
    done = write(passkey_use.confirm_list, list_id=list_id, **_said(answer))
    if done is None:
        form.form_errors.append(refused_words())
    return done.content if done else None


def _said(answer: str) -> dict[str, Any]:
    site, browser = passkey_site.site(), passkey_site.browser()
    return {"actor": g.actor, "party": site, "bound_to": browser, "answer": answer, "at": g.at}


def refused_words() -> str:
    """Say that a passkey did not confirm; the audit log knows why."""
    return str(_("Không xác nhận được bằng khoá truy cập. Hãy thử lại, hoặc nhập mật khẩu."))


def question(
    form: StepUpForm, *, fields: list[tuple[str, str]], passkey_question: str | None = None
) -> ResponseReturnValue:
    """Show the page that asks for the password or a passkey, with the fields of the act that waits."""
    if "step_up_password" not in request.form:
        form.step_up_password.errors = []
    asked = passkey_question or url_for("passkeys.ask_to_confirm")
    page = render_template(
        "accounts/step_up.html",
        form=form,
        fields=fields,
        passkey_question=asked if passkey_site.may_confirm() else None,
    )
    return page, 422 if form.errors else 200


def _carried() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OWN_FIELDS]
