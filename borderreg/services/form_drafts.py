"""What a user had typed when the session ended: one encrypted draft per user and form, kept for a week."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.models import FormDraft, new_id

KEPT_FOR = timedelta(days=7)

Fields = Sequence[tuple[str, str]]


def keep_draft(session: Session, *, user_id: UUID, form: str, fields: Fields, at: datetime) -> None:
    """Store a form's fields for its writer in place of an older draft, and drop drafts past their week."""
    forget_draft(session, user_id=user_id, form=form)
    session.execute(delete(FormDraft).where(FormDraft.saved_at < at - KEPT_FOR))
    draft_id = new_id()
    text = json.dumps([list(field) for field in fields], ensure_ascii=False)
    content = vault().fields.encrypt(text, bound_to=_bound(draft_id))
    session.add(FormDraft(id=draft_id, user_id=user_id, form=form, content=content, saved_at=at))


def waiting_forms(session: Session, *, user_id: UUID, at: datetime) -> tuple[str, ...]:
    """Return the addresses of the forms for which a user has a draft."""
    query = select(FormDraft.form).where(FormDraft.user_id == user_id, FormDraft.saved_at > at - KEPT_FOR)
    return tuple(session.scalars(query.order_by(FormDraft.form)))


def read_draft(session: Session, *, user_id: UUID, form: str, at: datetime) -> list[tuple[str, str]] | None:
    """Return the fields that a user had typed into a form, or None."""
    query = select(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == form)
    draft = session.scalar(query.where(FormDraft.saved_at > at - KEPT_FOR).limit(1))
    if draft is None:
        return None
    text = vault().fields.decrypt(draft.content, bound_to=_bound(draft.id))
    return [(str(name), str(value)) for name, value in json.loads(text)]


def forget_draft(session: Session, *, user_id: UUID, form: str) -> None:
    """Delete a user's draft of a form."""
    session.execute(delete(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == form))


def _bound(draft_id: UUID) -> str:
    return f"form_drafts.content:{draft_id}"
