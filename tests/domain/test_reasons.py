"""Reasons and flags: every code has a text in three languages, and the document made from them is current."""

import re
import unicodedata
from pathlib import Path

import pytest

from borderreg.domain.reasons import (
    CLASS_TEXTS,
    FLAGS,
    REASONS,
    Flag,
    Reason,
    ReasonGroup,
    VerdictClass,
    as_markdown,
    worst_class,
)

ROOT = Path(__file__).parents[2]
HAN = re.compile("[一-鿿]")


def test_every_reason_and_flag_and_class_has_texts():
    assert list(REASONS) == list(Reason)
    assert set(FLAGS) == set(Flag)
    assert set(CLASS_TEXTS) == set(VerdictClass)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_nine_composed_texts_in_the_right_script(reason):
    info = REASONS[reason]
    for part in (info.label, info.text, info.solution):
        assert all(text.strip() == text and text for text in part)
        assert all(unicodedata.is_normalized("NFC", text) for text in part)
        assert HAN.search(part.zh)
        assert not HAN.search(part.vi + part.en)
        assert part.en.isascii() or "“" in part.en
    assert len(info.label_vi) <= 40
    for text in (info.text_vi, info.text_en, info.solution_vi, info.solution_en):
        assert text.endswith((".", "?"))


@pytest.mark.parametrize("reason", Reason)
def test_no_sentence_denies_the_right_to_leave_or_calls_anyone_guilty(reason):
    info = REASONS[reason]
    said = " ".join((info.text_vi, info.text_en, info.solution_vi, info.solution_en)).lower()
    for forbidden in (
        "không được xuất cảnh",
        "cấm",
        "vi phạm",
        "giả mạo",
        "bỏ trốn",
        "forbidden",
        "illegal",
        "fake",
    ):
        assert forbidden not in said


def test_what_stop_marks_say_aloud_reveals_nothing():
    info = REASONS[Reason.STOP_MARK]
    for word in ("bảo hộ", "nạn nhân", "lưu ý", "victim", "protect", "mark", "保护"):
        assert word not in " ".join(info.text).lower()


def test_only_unreadable_codes_are_unreadable():
    for info in REASONS.values():
        unreadable = info.class_for_departure is VerdictClass.UNREADABLE
        assert unreadable == (info.group is ReasonGroup.UNREADABLE)


def test_reasons_that_ask_for_a_check_are_those_of_the_protocol():
    checks = {r for r, info in REASONS.items() if info.class_for_departure is VerdictClass.CHECK}
    assert checks == {
        Reason.UNKNOWN_KEY_STALE_PACK,
        Reason.NOT_IN_ROSTER,
        Reason.DATA_CHANGED,
        Reason.GATE_CLOSED,
        Reason.DOCUMENT_EXPIRED,
        Reason.OUTSIDE_BORDER_ZONE,
        Reason.EMPLOYER_SUSPENDED,
        Reason.ALREADY_DEPARTED,
        Reason.STOP_MARK,
        Reason.TYPED_CODE,
        Reason.PACK_STALE,
        Reason.CLOCK_WRONG,
        Reason.PAPER_LIST,
    }
    accepts = {r for r, info in REASONS.items() if info.class_for_departure is VerdictClass.ACCEPT}
    assert accepts == {Reason.WRONG_GATE, Reason.DOCUMENT_SHORT}


def test_the_worst_class_wins():
    assert worst_class() is VerdictClass.ACCEPT
    assert worst_class(VerdictClass.CHECK, VerdictClass.REFUSE, VerdictClass.ACCEPT) is VerdictClass.REFUSE


def test_the_document_of_verdicts_is_current():
    current = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert current == as_markdown(), "run: python -m borderreg.domain.reasons > docs/verdicts.md"
