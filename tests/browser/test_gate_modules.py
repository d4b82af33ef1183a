"""The small modules of the gate page in Chromium, each against its standard or its Python counterpart."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import rfc8785
from playwright.sync_api import Browser, Page

from borderreg.domain.passes import format_entry_code
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import gate_site

__all__ = ["gate_site"]

pytestmark = pytest.mark.browser

VALUES = [
    None, True, [], {}, "", "Nông Thị Mùi", "\u0000\u001f\"\\/\u2028\U0001f600€",
    0, -1, 1e21, 1e-7, 0.1, 333333333.33333329, 9007199254740991,
    {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "ö": 7},
    {"b": [{"z": 1, "a": None}], "a": "Triệu Mùi Phấy"},
]  # fmt: skip


@pytest.fixture(scope="module")
def modules(chromium: Browser, gate_site: str) -> Iterator[Page]:
    """A page of the gate's own origin, from which its modules can be imported one by one."""
    page = chromium.new_page()
    faults = watch(page)
    page.goto(f"{gate_site}/gate/app")
    page.wait_for_selector("main[data-screen=enrol]")
    yield page
    page.close()
    assert not faults, faults


def call(page: Page, module: str, expression: str, argument: Any = None) -> Any:
    """Evaluate an expression over the exports `m` of one module and the argument `a`."""
    script = f"async (a) => {{ const m = await import('/static/gate/{module}.mjs'); return {expression}; }}"
    return page.evaluate(script, argument)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30])
def test_the_canonical_form_is_that_of_rfc_8785(modules: Page, value: Any) -> None:
    assert call(modules, "jcs", "m.canonical(a)", value) == rfc8785.dumps(value).decode()


@pytest.mark.parametrize("value", ["NaN", "undefined", "{a: undefined}", "'\\ud800'", "new Date(0)", "1n"])
def test_what_json_cannot_carry_has_no_canonical_form(modules: Page, value: str) -> None:
    script = (
        f"(() => {{ try {{ m.canonical({value}); return 'accepted' }} catch (e) {{ return e.name }} }})()"
    )
    assert call(modules, "jcs", script) == "TypeError"


def test_event_ids_are_uuid7_in_the_order_in_which_they_were_made(modules: Page) -> None:
    ids = call(modules, "uuid7", "Array.from({ length: 500 }, () => m.uuid7(1795330800000))")
    assert ids == sorted(set(ids))
    pattern = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(pattern, one) for one in ids)
    assert int(ids[0].replace("-", "")[:12], 16) == 1795330800000


@pytest.mark.parametrize(
    "cti", ["0000000000000000", "ffffffffffffffff", "0f3a5b7c9d1e2f48", "8000000000000001"]
)
def test_an_entry_code_holds_here_as_it_does_on_the_server(modules: Page, cti: str) -> None:
    code = format_entry_code(bytes.fromhex(cti))
    assert call(modules, "entry-code", "m.holds(a)", code) is True
    assert call(modules, "entry-code", "m.grouped(a)", code.lower().replace("-", " ")) == code


def test_one_wrong_character_of_an_entry_code_is_seen_before_it_is_sent(modules: Page) -> None:
    code = format_entry_code(bytes.fromhex("0f3a5b7c9d1e2f48")).replace("-", "")
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    wrong = [code[:i] + other + code[i + 1 :] for i in range(14) for other in alphabet if other != code[i]]
    assert call(modules, "entry-code", "a.filter((code) => m.holds(code))", wrong) == []
    assert call(modules, "entry-code", "m.holds(a)", code[:-1]) is False


@pytest.mark.parametrize(
    ("typed", "read"),
    [("7k3m9qxp2d5hoil", "7K3M-9QXP-2D5H-01"), ("ơđê-7k", "0E7K"), ("7K3M–9QXP", "7K3M-9QXP"), ("", "")],
)
def test_case_marks_and_lookalikes_do_not_matter_in_an_entry_code(
    modules: Page, typed: str, read: str
) -> None:
    assert call(modules, "entry-code", "m.grouped(a)", typed) == read


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("84201" + "7" * 300, {"digits": "84201" + "7" * 300}),
        ("]Q184201777 ", {"digits": "84201777"}),
        ("020190004821|245|Nông Thị Mùi|1990", {"card_text": "020190004821|245|Nông Thị Mùi|1990"}),
        ("https://example.vn/84201777", None),
        ("٨٤٢٠١٧٧٧", None),
        ("8" * 521, None),
    ],
    ids=["entry", "aim prefix", "identity card", "address", "other digits", "too long"],
)  # fmt: skip
def test_a_foreign_text_never_leaves_the_device(modules: Page, text: str, identity: Any) -> None:
    assert call(modules, "codes", "m.identify(a)", text) == identity


FRAMES = [
    ("none", []),
    ("seen", ["A"]),
    ("found", ["A"]),
    ("same", ["A"]),
    ("two_codes", ["A", "B"]),
    ("two_codes", ["B", None]),
    ("seen", ["B"]),
    ("none", [None]),
    ("seen", ["B"]),
    ("found", ["B"]),
]


def test_a_code_counts_when_two_frames_show_it_alone(modules: Page) -> None:
    frames = [
        [
            {"text": text, "corners": [[x, 0], [x + 9, 0], [x + 9, 9], [x, 9]]}
            for x, text in zip((0, 50), texts, strict=False)
        ]
        for _, texts in FRAMES
    ]
    script = "(() => { const s = new m.Steady(); return a.map((frame) => s.feed(frame).state) })()"
    assert call(modules, "steady", script, frames) == [state for state, _ in FRAMES]


def test_a_broken_finding_inside_the_code_is_that_code_and_not_a_second_one(modules: Page) -> None:
    frame = [
        {"text": "A", "corners": [[0, 0], [90, 0], [90, 90], [0, 90]]},
        {"text": None, "corners": [[5, 5], [80, 5], [80, 80], [5, 80]]},
    ]
    script = "(() => { const s = new m.Steady(); s.feed(a); return s.feed(a) })()"
    assert call(modules, "steady", script, frame) == {"state": "found", "text": "A"}


@pytest.mark.parametrize(
    ("written", "iso"),
    [("12/02/1990", "1990-02-12"), ("1990", "1990"), ("", ""), ("31/02/1990", None), ("mười hai", None)],
)
def test_birth_dates_are_read_with_their_precision(modules: Page, written: str, iso: str | None) -> None:
    assert call(modules, "dates", "m.isoBirth(a)", written) == iso


def test_the_device_time_says_its_zone(modules: Page) -> None:
    said = call(modules, "clock", "m.deviceTime(new Date(1795334645000))")
    assert re.fullmatch(r"2026-11-22T\d\d:\d\d:05[+-]\d\d:\d\d", said)


def test_the_history_keeps_no_full_name(modules: Page) -> None:
    assert call(modules, "history", "m.masked(a)", "Nông Thị Mùi") == "N. T. Mùi"


def test_the_device_key_cannot_be_taken_out(modules: Page) -> None:
    script = "m.makeKeys().then((k) => [k.signing.privateKey.extractable, k.sealing.extractable])"
    assert call(modules, "keys", script) == [False, False]
