"""A list as its page shows it: what is to be looked at beside each row, and what a person may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.lists import ListKind, ListStatus
from borderreg.domain.problems import Problem
from borderreg.services.correction_log import CorrectionLine, corrections_of
from borderreg.services.import_grids import GridHead, left_out
from borderreg.services.list_comparison import Comparison, compare_list
from borderreg.services.list_reading import ListLine, ListPage, read_list
from borderreg.services.papers import PrintLine, prints_of
from borderreg.services.review import Review, review_list
from borderreg.services.self_check import Finding, SelfCheck, check_certified
from borderreg.web.decisions import reason_words
from borderreg.web.security import actor
from borderreg.web.words import language, reason_of

CHECKED_AT_ONCE = 100  # rows; a longer list is checked when somebody asks
# finding of the self-check → what to say; `row` and `reasons` are filled in
FINDINGS: dict[str, Any] = {
    "content_changed": _l("Nội dung các dòng khác với mã nội dung đã xác nhận."),
    "head_signature": _l("Chữ ký trên mã danh sách không đúng: %(reasons)s"),
    "head_says_other": _l("Mã danh sách đã ký nói số khác, số người khác hoặc nội dung khác."),
    "signed_elsewhere": _l("Mã danh sách do đơn vị khác ký."),
    "row_signature": _l("Dòng %(row)s: chữ ký trên mã cá nhân không đúng: %(reasons)s"),
    "row_says_other": _l("Dòng %(row)s: họ tên, ngày sinh, thời gian hoặc cửa khẩu khác với mã đã ký."),
}
EDITABLE = frozenset({ListStatus.DRAFT.value, ListStatus.RETURNED.value})


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as its page shows it: rows, problems beside them, and what this person may do now."""

    page: ListPage
    review: Review
    editable: bool
    waiting: bool
    in_force: bool
    own_work: bool
    viewer_id: UUID | None
    corrections: tuple[CorrectionLine, ...] = ()
    comparison: Comparison | None = None
    check: SelfCheck | None = None
    prints: tuple[PrintLine, ...] = ()
    left_out: tuple[GridHead, ...] = ()

    def beside(self, row: int) -> list[dict[str, Any]]:
        """Return the problems of one row as the page writes them."""
        return problem_lines(self.review.beside(row), blockers=self.review.blockers)

    @property
    def names(self) -> dict[int, str]:
        """Return the rows' people by row."""
        return {item.row: item.name for item in self.page.rows}

    @property
    def open_corrections(self) -> list[CorrectionLine]:
        """Return the proposals that wait for an answer."""
        return [line for line in self.corrections if line.outcome is None]

    @property
    def answered_corrections(self) -> list[CorrectionLine]:
        """Return the proposals that were answered."""
        return [line for line in self.corrections if line.outcome is not None]

    def corrected(self, entry_id: UUID) -> CorrectionLine | None:
        """Return the open proposal for a row, if any."""
        return next((line for line in self.open_corrections if line.entry_id == entry_id), None)

    @property
    def warnings(self) -> list[tuple[list[int], str]]:
        """Return each warning once, with the rows that it is about."""
        rows: dict[str, list[int]] = {}
        for item in self.review.warnings:
            rows.setdefault(item.text(language()), []).append(item.row or 0)
        return [(found, text) for text, found in rows.items()]

    @property
    def settled(self) -> list[tuple[int, str, str]]:
        """Return the likenesses that were decided: row, what was alike, the reason."""
        found = {}
        for _entry, item in self.review.likenesses:
            if item.decided is not None:
                reason = reason_words(item.preset, item.decided)
                found[item.key] = (item.problem.row or 0, item.problem.text(language()), reason)
        return sorted(found.values())

    @property
    def check_words(self) -> list[str]:
        """Return what the self-check found, in the reader's language."""
        return [_finding(item) for item in self.check.findings] if self.check else []


def problem_lines(problems: Iterable[Problem], *, blockers: Iterable[Problem] = ()) -> list[dict[str, Any]]:
    """Write problems in the reader's language: row, column, severity, text; what blocks is an error."""
    blocking = set(map(id, blockers))
    return [
        {
            "row": item.row,
            "column": COLUMNS[Column(item.column)].label(language()) if item.column else None,
            "severity": "error" if item.is_error or id(item) in blocking else "warning",
            "text": item.text(language()),
        }
        for item in problems
    ]


def blocker_lines(view: ListView) -> list[dict[str, Any]]:
    """Return what blocks certification, each with the row's number and the person's name."""
    lines = problem_lines(view.review.blockers, blockers=view.review.blockers)
    return [{**line, "row": row_name(view, line["row"])} for line in lines]


def view_of(list_id: UUID, *, check: bool = False) -> ListView:
    """Read a list and what belongs to it; a certified one is checked when short, or when `check` asks."""
    page = read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
    head = page.head
    certified = head.status in ("certified", "in_force", "expired")
    waiting = head.status == ListStatus.SUBMITTED.value
    asked: dict[str, Any] = {"actor": actor(), "list_id": list_id, "at": g.at}
    return ListView(
        page=page,
        review=review_list(db.session(), **asked),
        editable=head.status in EDITABLE,
        waiting=waiting,
        in_force=certified and head.kind is not ListKind.WITHDRAWAL,
        own_work=actor().user_id in page.authors,
        viewer_id=actor().user_id,
        corrections=_corrections(head, asked),
        comparison=compare_list(db.session(), **asked) if waiting else None,
        check=_check(head, asked, wanted=check),
        prints=prints_of(db.session(), **asked) if page.prints else (),
        left_out=left_out(db.session(), actor=actor(), list_id=list_id),
    )


def _corrections(head: ListLine, asked: dict[str, Any]) -> tuple[CorrectionLine, ...]:
    """Read the proposals, if there are any; open ones show numbers in full, which is noted."""
    if head.corrections:
        return write(corrections_of, log_reads=True, **asked)
    return corrections_of(db.session(), **asked) if head.proposed else ()


def _check(head: ListLine, asked: dict[str, Any], *, wanted: bool) -> SelfCheck | None:
    if head.certified_at is None or (head.people > CHECKED_AT_ONCE and not wanted):
        return None
    return check_certified(db.session(), **asked)


def _finding(item: Finding) -> str:
    reasons = "; ".join(reason_of(reason.value)["label"] for reason in item.reasons)
    return str(FINDINGS[item.code] % {"row": item.row, "reasons": reasons or _("không đọc được")})


def row_name(view: ListView, row: int | None) -> str:
    """Return a row's number with the person's name, as `2 (Vi Văn Páo)`."""
    return f"{row} ({view.names[row]})" if row in view.names else str(row or "")
