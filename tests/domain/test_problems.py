"""Problem codes: each has its gravity and a text in three languages."""

import string

import pytest

from borderreg.domain.columns import Column
from borderreg.domain.likeness_texts import LIKENESS_TEXTS
from borderreg.domain.problem_texts import TEXTS
from borderreg.domain.problems import PROBLEMS, Problem, ProblemCode, Severity, at_row, has_errors, problem
from borderreg.domain.register_texts import REGISTER_TEXTS
from borderreg.domain.scan_texts import ON_FORM, SCAN_TEXTS

CONTRACT = {
    *("missing", "personal_id_format", "personal_id_zeros_restored", "personal_id_prefix", "personal_id_sex"),
    *("personal_id_birth", "birth_date", "minor", "document_type", "document_number", "document_expired"),
    *("document_short", "border_pass_not_border_commune", "outside_border_zone", "county_unknown", "period"),
    *("gate_unknown", "gate_not_international", "duplicate_in_file", "duplicate_open_entry"),
    *("same_name_and_birth", "formula", "too_long", "control_characters", "row_limit"),
}

ADDED = {
    "employer_suspended",
    *REGISTER_TEXTS,
    *LIKENESS_TEXTS,
    "number_of_other",
    "column_twice",
    *SCAN_TEXTS,
}
"""Codes of later checks: on forms, in the kept grid, before certifying; not of the import's contract."""

ALL_TEXTS = {**TEXTS, **LIKENESS_TEXTS, **SCAN_TEXTS, **REGISTER_TEXTS, "on a form": ON_FORM}
VARIANTS = [(code, variant) for code, variants in ALL_TEXTS.items() for variant in variants]


def test_the_codes_are_those_of_the_command_lines_contract():
    assert (
        {code.value for code in ProblemCode}
        == CONTRACT | ADDED
        == set(TEXTS) | set(SCAN_TEXTS) | set(REGISTER_TEXTS) | set(LIKENESS_TEXTS)
    )


@pytest.mark.parametrize(("code", "variant"), VARIANTS)
def test_each_text_is_said_in_three_languages_with_the_same_facts(code, variant):
    texts = ALL_TEXTS[code][variant]
    assert set(texts) == {"vi", "en", "zh"}
    fields = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for language, text in texts.items()
    }
    assert fields["vi"] == fields["en"] == fields["zh"]


@pytest.mark.parametrize("code", list(ProblemCode))
def test_each_code_has_a_plain_text(code):
    assert "" in PROBLEMS[code].texts


def test_a_minor_is_a_stop_and_a_wrong_sex_digit_is_not():
    assert PROBLEMS[ProblemCode.MINOR].severity is Severity.ERROR
    assert PROBLEMS[ProblemCode.PERSONAL_ID_SEX].severity is Severity.WARNING
    assert not has_errors([problem(ProblemCode.DOCUMENT_SHORT)])
    assert has_errors([problem(ProblemCode.DOCUMENT_SHORT), problem(ProblemCode.MINOR)])


def test_a_problem_says_what_to_do_in_the_readers_language():
    item = problem(ProblemCode.PERSONAL_ID_SEX, column=Column.PERSONAL_ID, sex="Nữ", sex_en="female")
    assert "«Nữ»" in item.message
    assert "“female”" in item.text("en")
    assert item.text("fr") == item.message


def test_a_problem_prints_row_column_code_and_message():
    (item,) = at_row([problem(ProblemCode.MISSING, column=Column.NAME)], row=9)
    assert item.as_dict() == {
        "row": 9,
        "column": "name",
        "cell": None,
        "code": "missing",
        "severity": "error",
        "message": "Thiếu «Họ và tên». Hãy điền ô này.",
    }


def test_a_forgotten_param_leaves_a_gap_and_no_error():
    assert "…" in Problem(code=ProblemCode.PERIOD, variant="reversed").message


def test_a_person_at_a_form_gets_no_advice_for_a_workbook():
    item = problem(ProblemCode.PERSONAL_ID_FORMAT, column=Column.PERSONAL_ID, count=5)
    assert "dạng văn bản" in item.message
    assert "dạng văn bản" not in item.text_on_form("vi")
    assert "5" in item.text_on_form("zh")
    assert problem(ProblemCode.MISSING, column=Column.NAME).text_on_form("vi").startswith("Thiếu")
