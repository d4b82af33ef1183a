"""Ask for the password again before a grave act, and then go on with it: nothing typed is lost.

Fresh means at most five minutes ago (security.md, step-up). A form that arrives without a fresh password
comes back as a page that asks for it and carries the form's own fields; a page only read opens after it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from borderreg.db import write
from borderreg.services import accounts
from borderreg.web.account_forms import StepUpForm
from borderreg.web.proofs import password_refusal, prove

View = TypeVar("View", bound=Callable[..., Any])
OWN_FIELDS = frozenset({"csrf_token", "step_up_password"})


def fresh(view: View) -> View:
    """Let a view run only within five minutes of the password; put it under `@requires`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if g.session is not None and g.session.is_fresh(g.at):
            return cast(ResponseReturnValue, view(*args, **kwargs))
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("accounts.confirm", next=request.full_path.rstrip("?")))
        form = StepUpForm()
        if "step_up_password" in request.form and confirmed(form):
            return cast(ResponseReturnValue, view(*args, **kwargs))
        return question(form, fields=_carried())

    return cast(View, guarded)


def confirmed(form: StepUpForm) -> bool:
    """Check the password that was given again and open the session for grave acts."""
    if not form.validate():
        return False
    proof = prove(g.actor.username, form.step_up_password.data or "")
    done = write(accounts.confirm_password, actor=g.actor, session_id=g.session.id, proof=proof, at=g.at)
    if not done:
        form.step_up_password.errors = [password_refusal(proof)]
    return done


def question(form: StepUpForm, *, fields: list[tuple[str, str]]) -> ResponseReturnValue:
    """Show the page that asks for the password, with the fields of the act that waits."""
    if "step_up_password" not in request.form:
        form.step_up_password.errors = []
    page = render_template("accounts/step_up.html", form=form, fields=fields)
    return page, 422 if form.errors else 200


def _carried() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OWN_FIELDS]
