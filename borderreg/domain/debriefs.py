"""The questions on return (hỏi thăm khi về): paid as promised, papers kept, free to leave, needs help.

Asked on the worker's own phone or past the lane, never by an officer at work and never in the queue. Three
of the questions give figures; whether somebody needs help gives none: a count would say that a case exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from borderreg.domain.reason_codes import Text

LONGEST_WORDS = 1000
KEPT_FOR = timedelta(days=365)
"""An answer that opened no case goes after a year; the month's figures stay."""
SMALLEST_SHOWN = 11
"""Figures that leave the compartment hide cells under this (security.md, invariant 10)."""


class Question(StrEnum):
    """A question that gives a figure."""

    PAID = "paid"
    PAPERS = "papers"
    FREE = "free"


class Answer(StrEnum):
    """An answer; `good` is what ought to be, whatever the question's wording."""

    GOOD = "good"
    PARTLY = "partly"
    BAD = "bad"


class Way(StrEnum):
    """Where the questions were answered."""

    PHONE = "phone"
    KIOSK = "kiosk"


QUESTION_TEXTS: dict[Question, Text] = {
    Question.PAID: Text(
        "Bạn có được trả lương đúng như đã hứa không?", "Were you paid as promised?", "工资是否按约定支付？"
    ),
    Question.PAPERS: Text(
        "Có ai giữ giấy tờ của bạn không?", "Did anybody keep your papers?", "有人扣留您的证件吗？"
    ),
    Question.FREE: Text(
        "Bạn có được tự do nghỉ việc và đi lại không?",
        "Were you free to leave work and to go out?",
        "您可以自由离职、自由外出吗？",
    ),
}
ANSWER_TEXTS: dict[Question, dict[Answer, Text]] = {
    Question.PAID: {
        Answer.GOOD: Text("Có, trả đủ", "Yes, in full", "是，足额支付"),
        Answer.PARTLY: Text("Một phần, còn nợ", "In part, some is owed", "部分支付，仍有拖欠"),
        Answer.BAD: Text("Không được trả", "Not paid", "没有支付"),
    },
    Question.PAPERS: {
        Answer.GOOD: Text("Không, tôi tự giữ", "No, I kept them myself", "没有，我自己保管"),
        Answer.PARTLY: Text("Có giữ, đã trả lại", "Yes, and gave them back", "扣过，已归还"),
        Answer.BAD: Text("Có, chưa trả lại", "Yes, and still has them", "扣了，尚未归还"),
    },
    Question.FREE: {
        Answer.GOOD: Text("Có", "Yes", "可以"),
        Answer.PARTLY: Text("Có lúc không được", "Not always", "有时不可以"),
        Answer.BAD: Text("Không", "No", "不可以"),
    },
}
HELP_QUESTION = Text("Bạn có cần giúp đỡ không?", "Do you need help?", "您需要帮助吗？")
HELP_YES = Text("Có, tôi cần giúp", "Yes, I need help", "需要")
HELP_NO = Text("Không", "No", "不需要")


@dataclass(frozen=True, slots=True)
class Debrief:
    """What somebody answered; a question left out is not in `answers`. `cti` is the slip's code, if given."""

    answers: Mapping[Question, Answer]
    needs_help: bool
    words: str = ""
    cti: bytes | None = None
    way: Way = Way.PHONE
    gate_code: str = ""
    language: str = "vi"

    @property
    def worries(self) -> bool:
        """Say whether somebody ought to look: an answer that is not good, words, or a call for help."""
        return self.needs_help or bool(self.words) or any(a is not Answer.GOOD for a in self.answers.values())


def month_of(day: date) -> date:
    """Return the month in which an answer is counted, as its first day."""
    return day.replace(day=1)


def publishable(counts: Mapping[Answer, int], *, smallest: int = SMALLEST_SHOWN) -> dict[Answer, int | None]:
    """Return what of one question's counts may be shown: None where a cell is hidden.

    Too few answers in all hide everything. One hidden cell could be had back from the total, so the next
    smallest is hidden with it.
    """
    full = {answer: counts.get(answer, 0) for answer in Answer}
    if sum(full.values()) < smallest:
        return dict.fromkeys(Answer)
    hidden = {answer for answer, count in full.items() if 0 < count < smallest}
    if len(hidden) == 1:
        hidden.add(min((a for a in full if a not in hidden), key=lambda answer: full[answer]))
    return {answer: None if answer in hidden else count for answer, count in full.items()}
