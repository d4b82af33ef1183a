"""What certifying and printing leave behind: corrections proposed by a chief, and each print of a paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.corrections import CorrectionOutcome
from borderreg.domain.print_kinds import PrintKind
from borderreg.models.base import Base, HasId


def _one_of(column: str, codes: type[CorrectionOutcome] | type[PrintKind]) -> str:
    return f"{column} in ({','.join(repr(code.value) for code in codes)})"


class Correction(HasId, Base):
    """A row of a list handed in as its chief would correct it: before and after, encrypted; it stays."""

    __tablename__ = "corrections"

    list_id: Mapped[UUID] = mapped_column(ForeignKey("work_lists.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    cells: Mapped[bytes]
    note: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]


class CorrectionAnswer(Base):
    """How a correction ended: agreed to, declined with a reason, taken back, or lapsed; once and for all."""

    __tablename__ = "correction_answers"
    __table_args__ = (CheckConstraint(_one_of("outcome", CorrectionOutcome), name="outcome"),)

    correction_id: Mapped[UUID] = mapped_column(ForeignKey("corrections.id"), primary_key=True)
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]


class ListPrint(HasId, Base):
    """One print of one paper of a list, or of one person's (`entry_id`); `number` 2 and more is a reprint."""

    __tablename__ = "list_prints"
    __table_args__ = (
        CheckConstraint(_one_of("paper", PrintKind), name="paper"),
        CheckConstraint("number > 0 and people > 0", name="counted"),
        UniqueConstraint("list_id", "paper", "entry_id", "number"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("work_lists.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"))
    paper: Mapped[str]
    number: Mapped[int]
    people: Mapped[int]
    printed_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    printed_at: Mapped[datetime]
