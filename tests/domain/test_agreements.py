"""The agreement as the rules read it by day: it warns, and never blocks."""

from datetime import date, timedelta

import pytest

from borderreg.domain.agreements import AgreementFacts, agreement_on, check_agreement

OLD = AgreementFacts(
    name_vi="Thoả thuận 2024", valid_from=date(2024, 1, 1), valid_to=date(2026, 12, 31), longest_stay_days=180
)
NEW = AgreementFacts(
    name_vi="Thoả thuận 2027",
    name_zh="2027年协议",
    valid_from=date(2027, 1, 1),
    longest_stay_days=90,
    sectors=("sugar", "garments"),
    papers=("passport",),
)
FIRST = date(2027, 2, 1)


def codes(**changes):
    row = {"valid_from": FIRST, "valid_to": FIRST + timedelta(days=89), "document_type": "passport"}
    return [item.code.value for item in check_agreement(NEW, **{**row, **changes})]


@pytest.mark.parametrize(
    ("day", "agreement"),
    [(date(2023, 12, 31), None), (date(2024, 1, 1), OLD), (date(2026, 12, 31), OLD), (FIRST, NEW)],
)
def test_the_agreement_of_the_day_counts(day, agreement):
    assert agreement_on((NEW, OLD), day) is agreement


def test_the_longest_stay_counts_both_ends():
    assert codes() == []
    assert codes(valid_to=FIRST + timedelta(days=90)) == ["agreement_stay"]


def test_a_paper_or_a_sector_that_is_not_accepted_is_named():
    assert codes(document_type="border_pass") == ["agreement_paper"]
    assert codes(sector="electronics") == ["agreement_sector"]
    assert codes(sector="sugar") == codes(sector="") == []


def test_nothing_of_it_is_an_error_and_no_agreement_says_nothing():
    beyond = {"valid_from": FIRST, "valid_to": date(2027, 12, 31), "document_type": "border_pass"}
    found = check_agreement(NEW, **beyond)
    assert len(found) == 2
    assert not any(item.is_error for item in found)
    assert "2027年协议" in found[0].text("zh")
    assert check_agreement(None, **beyond) == ()
