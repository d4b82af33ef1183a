"""Tables that people put together and keep: their own, or shared with their organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.models import SavedView, User
from borderreg.services.guard import require

LONGEST_NAME = 80
MOST_VIEWS = 50


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as the list shows it: the parts of its address, whose it is."""

    id: UUID
    name: str
    address: Mapping[str, str]
    shared: bool
    owner: str
    own: bool


def list_views(session: Session, *, actor: Actor) -> tuple[View, ...]:
    """Return one's own views and those that the organisation shares, by name."""
    require(actor, Permission.FIGURES_READ)
    mine = SavedView.user_id == actor.user_id
    theirs = (SavedView.organisation_id == actor.organisation_id) & SavedView.shared
    query = select(SavedView, User.name).join(User, User.id == SavedView.user_id).where(or_(mine, theirs))
    return tuple(
        View(view.id, view.name, view.address, view.shared, owner, view.user_id == actor.user_id)
        for view, owner in session.execute(query.order_by(SavedView.name, SavedView.id))
    )


def save_view(
    session: Session, *, actor: Actor, name: str, address: Mapping[str, str], shared: bool, at: datetime
) -> None:
    """Keep a view under a name, in the place of one's own view of that name.

    BadInput for an empty or too long name, Conflict for more views than anybody needs.
    """
    require(actor, Permission.FIGURES_READ)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("Tên bảng phải có từ 1 đến 80 ký tự.", code="name")
    mine = SavedView.user_id == actor.user_id
    view = session.scalars(select(SavedView).where(mine, SavedView.name == name).with_for_update()).first()
    if view is None:
        if (session.scalar(select(func.count()).select_from(SavedView).where(mine)) or 0) >= MOST_VIEWS:
            raise Conflict("Đã lưu quá nhiều bảng; hãy bỏ bớt.", code="too_many_views")
        view = SavedView(user_id=actor.user_id, name=name, created_at=at)
        session.add(view)
    view.organisation_id, view.address, view.shared = actor.organisation_id, dict(address), shared
    session.flush()


def remove_view(session: Session, *, actor: Actor, view_id: UUID) -> None:
    """Remove one's own view; NotFound for anybody else's."""
    require(actor, Permission.FIGURES_READ)
    view = session.get(SavedView, view_id)
    if view is None or view.user_id != actor.user_id:
        raise NotFound("view")
    session.delete(view)
    session.flush()
