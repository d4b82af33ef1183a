"""Employers and recruiters as values: what is wrong, when they are suspended, how names find them."""

from dataclasses import replace
from datetime import date

import pytest

from borderreg.domain.employers import (
    SECTORS,
    TRANSITIONS,
    Act,
    EmployerFacts,
    RecruiterFacts,
    Standing,
    check_employer,
    check_recruiter,
    licence_expired,
    likeness_of_names,
    name_keys,
    search_text,
    suspended_on,
)
from borderreg.domain.names import search_key

SUGAR = EmployerFacts(
    name_vi="Công ty TNHH Mía đường Nam Hoa",
    name_zh="凭祥市南华糖业有限公司",
    pinyin="Pingxiang Nanhua Tangye",
    credit_code="91350100M000100Y43",
    county="451481",
    sector="sugar",
    contact_phone="+86 771 852 3344",
)
AGENT = RecruiterFacts(
    name="Trung tâm Dịch vụ việc làm Lạng Sơn",
    licence_number="12/GP-SNV",
    licence_from=date(2025, 1, 1),
    licence_to=date(2027, 12, 31),
    phone="0205 3812 345",
)


def test_good_facts_have_no_flaw():
    assert check_employer(SUGAR) == ()
    assert check_recruiter(AGENT) == ()
    assert check_employer(EmployerFacts(name_vi="Xưởng gỗ Hoà Thuận")) == ()


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"name_vi": ""}, ("name_vi", "missing")),
        ({"name_vi": "123"}, ("name_vi", "missing")),
        ({"name_vi": "Xưởng\u202egỗ"}, ("name_vi", "hidden")),
        ({"name_vi": "x" * 121}, ("name_vi", "too_long")),
        ({"name_zh": "Nanhua"}, ("name_zh", "not_chinese")),
        ({"pinyin": "南华"}, ("pinyin", "not_pinyin")),
        ({"credit_code": "91350100M000100Y44"}, ("credit_code", "credit_code_check")),
        ({"credit_code": "913501"}, ("credit_code", "credit_code_length")),
        ({"sector": "crime"}, ("sector", "unknown")),
        ({"contact_phone": "gọi sau"}, ("contact_phone", "phone")),
    ],
)
def test_each_flaw_of_an_employer_is_beside_its_field(changes, flaw):
    (found,) = check_employer(replace(SUGAR, **changes))
    assert (found.field, found.code) == flaw


def test_a_licence_does_not_end_before_it_begins():
    (found,) = check_recruiter(replace(AGENT, licence_to=date(2024, 12, 31)))
    assert (found.field, found.code) == ("licence_to", "reversed")


DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("standing", "first", "last", "suspended"),
    [
        ("active", None, None, False),
        ("proposed", None, None, False),
        (None, None, None, False),
        ("suspended", None, None, True),
        ("suspended", DAY, DAY, True),
        ("suspended", date(2026, 11, 23), None, False),
        ("suspended", date(2026, 11, 1), date(2026, 11, 21), False),
        ("suspended", date(2026, 11, 1), None, True),
    ],
)
def test_a_suspension_covers_its_days_both_ends_included(standing, first, last, suspended):
    assert suspended_on(standing, first=first, last=last, day=DAY) is suspended


def test_a_licence_is_valid_on_its_last_day_and_without_an_end():
    assert not licence_expired(DAY, day=DAY)
    assert licence_expired(date(2026, 11, 21), day=DAY)
    assert not licence_expired(None, day=DAY)


def test_only_a_suspended_one_is_lifted_and_nobody_becomes_proposed_again():
    assert [standing for standing, act in TRANSITIONS if act is Act.LIFT] == [Standing.SUSPENDED]
    assert all(
        after is not Standing.PROPOSED or before is Standing.PROPOSED
        for (before, _), after in TRANSITIONS.items()
    )


def test_an_employer_is_found_by_every_name_without_accents():
    assert name_keys(SUGAR) == (
        "cong ti tnhh mia duong nam hoa",
        "凭祥市南华糖业有限公司",
        "pingxiang nanhua tangye",
        "91350100m000100y43",
    )
    assert "pingxiangnanhuatangye" in search_text(name_keys(SUGAR))


def test_names_are_alike_by_the_words_that_tell():
    written = search_key("Cty mía đường Nam Hoa")
    assert likeness_of_names(written, search_key(SUGAR.name_vi)) == 1
    assert likeness_of_names(search_key("Công ty TNHH Điện tử Vượng Thịnh"), search_key(SUGAR.name_vi)) == 0
    assert likeness_of_names("", "") == 0
    assert likeness_of_names(search_key("Công ty TNHH"), search_key("Công ty TNHH")) == 1


def test_every_sector_is_said_in_three_languages():
    assert all(text.vi and text.en and text.zh for text in SECTORS.values())
