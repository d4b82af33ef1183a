"""Gate PINs and what a shift adds up to."""

from borderreg.domain.gate_pins import ITERATIONS, SALT_BYTES, derive, fits, pin_problem
from borderreg.domain.shift_figures import ShiftFigures, differences


def test_a_pin_is_six_to_twelve_digits_that_nobody_tries_first() -> None:
    form = ("", "25089", "2508912508912", "25o891", "250 891", "٢٥٠٨٩١")
    weak = ("000000", "112112", "121212", "123456", "987654", "252525", "250250")
    good = ("250891", "730264", "135790", "251125913")
    assert {pin_problem(pin) for pin in form} == {"pin_form"}
    assert {pin_problem(pin) for pin in weak} == {"pin_weak"}
    assert {pin_problem(pin) for pin in good} == {None}


def test_a_pin_fits_its_own_verifier_and_no_other() -> None:
    kept = derive("250891", salt=bytes(SALT_BYTES))
    assert kept.is_sound()
    assert kept.iterations == ITERATIONS
    assert fits("250891", kept)
    assert not fits("250892", kept)
    assert not derive("250891", salt=bytes(8)).is_sound()
    assert not derive("250891", salt=bytes(SALT_BYTES), iterations=1000).is_sound()


def test_what_the_phone_counted_is_compared_figure_by_figure() -> None:
    said = ShiftFigures.said(
        {"departures": 12, "returns": 3, "attempts": 1, "annulments": 0, "contradictions": 0, "unsent": 2}
    )
    same = ShiftFigures(departures=12, returns=3, attempts=1, contradictions=1)
    assert said.missing == 2
    assert differences(said, same) == ()
    found = ShiftFigures(departures=11, returns=3, attempts=1, missing=1)
    assert [(one.name, one.said, one.found) for one in differences(said, found)] == [("departures", 12, 11)]
