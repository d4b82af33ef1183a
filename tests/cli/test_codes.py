"""Codes on the command line: verified as a gate would, the person for gate staff only."""

import numpy
import pytest
import zxingcpp
from PIL import Image


@pytest.fixture
def digits(certified):
    return certified["entries"][0]["digits"]


def test_a_genuine_code_is_accepted_without_its_person(borderreg, certified, digits):
    done = borderreg("qr", "verify", digits)
    assert (done.status, done.document) == (
        0,
        {"class": "accept", "reasons": [], "cti": certified["entries"][0]["cti"], "person": None},
    )


def test_an_officer_of_a_gate_sees_whom_to_compare_and_the_read_is_logged(borderreg, digits):
    words = ("--role", "gate_officer", "--organisation", "HUUNGHI", "--name", "Vi Văn Páo")
    borderreg("user", "add", "pao", *words)
    before = borderreg("audit", "verify").document["records"]
    person = borderreg("qr", "verify", digits, as_="pao").document["person"]
    assert person == {"name": "Nông Thị Mùi", "birth": "1990-03-12", "sex": "F", "id_last4": "4729"}
    assert borderreg("audit", "verify").document["records"] == before + 2


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        (("--at", "2026-11-21T23:59:59+07:00"), 11, "not_yet_valid"),
        (("--at", "2027-02-21T00:00:00+07:00"), 11, "expired"),
        (("--at", "2027-02-20T23:59:59+07:00"), 0, None),
        (("--gate", "CHIMA"), 11, "gate_not_international"),
        (("--gate", "HUUNGHI"), 0, None),
        (("--at", "2027-02-21", "--direction", "return"), 0, None),
    ],
)
def test_time_gate_and_direction_decide(borderreg, digits, options, status, reason):
    done = borderreg("qr", "verify", digits, *options)
    assert done.status == status
    assert reason is None or reason in done.document["reasons"]


def test_a_changed_digit_is_refused_and_nonsense_is_unreadable(borderreg, digits):
    changed = f"{digits[:-9]}{(int(digits[-9]) + 1) % 10}{digits[-8:]}"
    assert borderreg("qr", "verify", changed).status in (11, 12)
    assert borderreg("qr", "verify", "12345").status == 12


def test_an_unknown_gate_is_not_found(borderreg, digits):
    assert borderreg("qr", "verify", digits, "--gate", "BANGTUONG").status == 3


def test_a_drawn_symbol_is_read_back(borderreg, digits, tmp_path):
    picture = tmp_path / "code.png"
    assert borderreg("qr", "draw", digits, "-o", picture).status == 0
    read = zxingcpp.read_barcode(numpy.array(Image.open(picture).convert("L")))
    assert read.text == digits
    assert borderreg("qr", "draw", digits, "-o", tmp_path / "code.svg").status == 0
    assert borderreg("qr", "draw", digits, "-o", tmp_path / "code.gif").status == 2
    assert borderreg("qr", "draw", "84a", "-o", picture).status == 2
