"""What people are searched by: the words of their names as a register that both databases read alike."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base


class SearchWord(Base):
    """One word of a person's search key; ids grow with time, so the newest record stands last in an index."""

    __tablename__ = "search_words"
    __table_args__ = (Index("ix_search_words_organisation_id_word", "organisation_id", "word", "record_id"),)

    word: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("worker_records.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column()


class SearchVocabulary(Base):
    """Every word that a name has ever had here: a few hundred, so a part inside a word is found at once."""

    __tablename__ = "search_vocabulary"

    word: Mapped[str] = mapped_column(primary_key=True)
