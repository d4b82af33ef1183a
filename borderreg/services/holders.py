"""Who holds a post on a day, as conditions for statements: the check of permissions reads them by date.

A hand-over ends an account's access at its instant, without any job running; a stand-in gives a role from
one day to another, both included. Both count until they are ended, which is appended too.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from borderreg.models import HandOver, PostEnd, StandIn, User


def holds_post(at: datetime) -> ColumnElement[bool]:
    """Say in a statement over `users` that somebody was not disabled and has not handed the post over."""
    left = exists().where(HandOver.from_user_id == User.id, HandOver.effective_at <= at, ~_ended(HandOver.id))
    return User.disabled_at.is_(None) & ~left


def standing_role(day: date) -> Any:
    """Return the role that somebody stands in for on a day, as a column over `users`; null for nobody."""
    return _standing(StandIn.role, day)


def standing_sign(day: date) -> Any:
    """Return how somebody who stands in on a day signs, as a column over `users`; null for nobody."""
    return _standing(StandIn.signs_as, day)


def _standing(column: Any, day: date) -> Any:
    query = select(column).where(
        StandIn.user_id == User.id, StandIn.valid_from <= day, StandIn.valid_to >= day, ~_ended(StandIn.id)
    )
    return query.order_by(StandIn.decided_at.desc()).limit(1).correlate(User).scalar_subquery()


def _ended(post_id: Any) -> ColumnElement[bool]:
    return exists().where(PostEnd.post_id == post_id)
