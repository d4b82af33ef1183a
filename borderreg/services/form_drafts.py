"""What a user typed and did not save: one encrypted draft per user and form, kept for a week."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.domain.errors import BadInput
from borderreg.models import FormDraft, new_id

KEPT_FOR = timedelta(days=7)
LONGEST_ADDRESS = 300
LARGEST = 400_000
"""Characters of all fields together: a page of fifty rows of a workbook stays far below."""
OFFERED = 12
"""Forms whose drafts are offered: the newest ones."""

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """The fields of a form as they were typed, and when."""

    fields: tuple[tuple[str, str], ...]
    saved_at: datetime


def keep_draft(session: Session, *, user_id: UUID, form: str, fields: Fields, at: datetime) -> None:
    """Store a form's fields for its writer in place of an older draft, and drop drafts past their week.

    BadInput for more than any form holds.
    """
    if len(form) > LONGEST_ADDRESS or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        raise BadInput("too much for a draft", code="draft_too_large")
    forget_draft(session, user_id=user_id, form=form)
    session.execute(delete(FormDraft).where(FormDraft.saved_at < at - KEPT_FOR))
    draft_id = new_id()
    text = json.dumps([list(field) for field in fields], ensure_ascii=False)
    content = vault().fields.encrypt(text, bound_to=_bound(draft_id))
    session.add(FormDraft(id=draft_id, user_id=user_id, form=form, content=content, saved_at=at))


def waiting_forms(session: Session, *, user_id: UUID, at: datetime) -> tuple[str, ...]:
    """Return the addresses of the forms for which a user has a draft, the newest first."""
    query = select(FormDraft.form).where(FormDraft.user_id == user_id, FormDraft.saved_at > at - KEPT_FOR)
    return tuple(session.scalars(query.order_by(FormDraft.saved_at.desc(), FormDraft.form).limit(OFFERED)))


def read_draft(session: Session, *, user_id: UUID, form: str, at: datetime) -> KeptDraft | None:
    """Return what a user had typed into a form, or None."""
    query = select(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == form)
    draft = session.scalar(query.where(FormDraft.saved_at > at - KEPT_FOR).limit(1))
    if draft is None:
        return None
    text = vault().fields.decrypt(draft.content, bound_to=_bound(draft.id))
    fields = tuple((str(name), str(value)) for name, value in json.loads(text))
    return KeptDraft(fields, draft.saved_at)


def forget_draft(session: Session, *, user_id: UUID, form: str) -> None:
    """Delete a user's draft of a form."""
    session.execute(delete(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == form))


def _bound(draft_id: UUID) -> str:
    return f"form_drafts.content:{draft_id}"
