"""The device's verifier and rules in Chromium give the server's class and reasons, on everything."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from borderreg.domain import gate
from scripts.gate_rules import TARGET, as_module
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import gate_site
from tests.browser.made_passages import passages

__all__ = ["gate_site"]

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vectors"
FILES = ("valid", "dates", "keys", "cbor", "digits", "heads", "tampered")

READ = """async ([packs, vectors]) => {
  const from = (name) => import(`/static/gate/${name}.mjs`);
  const [{ fromBase64Url }, { readKeyList }, { readDigits }, { openPerson }, { classOf }] = await Promise.all(
    ["bytes", "ls1/key-list", "ls1/reading", "ls1/persons", "rules/decide"].map(from));
  const rootPublic = fromBase64Url(packs.root_public);
  const lists = {}, seals = {}, answers = [];
  for (const [name, list] of Object.entries(packs.packs)) {
    lists[name] = await readKeyList(list, { rootPublic });
  }
  for (const [number, key] of Object.entries(packs.seal_keys)) {
    seals[number] = await crypto.subtle.importKey("raw", fromBase64Url(key), "AES-CTR", false, ["decrypt"]);
  }
  for (const { digits, now, pack, kind } of vectors) {
    const text = typeof digits === "string" ? digits : digits.start + digits.repeat.repeat(digits.times);
    const expect = kind ?? "entry";
    const { reasons, payload } = await readDigits(text, { at: Date.parse(now), keys: lists[pack], expect });
    const person = payload?.sealed ? await openPerson(payload, seals) : null;
    const says = payload && { ...payload, sealed: undefined };
    answers.push({ class: classOf(reasons), reasons, person, says });
  }
  return answers;
}"""

DECIDE = """async (questions) => {
  const { decideOnDevice } = await import("/static/gate/rules/offline.mjs");
  return questions.map(({ facts, ...how }) => decideOnDevice(facts, how));
}"""


@pytest.fixture(scope="module")
def modules(chromium: Browser, gate_site: str) -> Iterator[Page]:
    """A page of the gate's own origin."""
    page = chromium.new_page()
    faults = watch(page)
    page.goto(f"{gate_site}/gate/app")
    page.wait_for_selector("main[data-screen=enrol]")
    yield page
    page.close()
    assert not faults, faults


def content(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_the_browser_answers_every_vector_as_python_does(modules, name):
    vectors = content(name)
    answers = modules.evaluate(READ, [content("packs"), vectors])
    wrong = {
        vector["id"]: answer
        for vector, answer in zip(vectors, answers, strict=True)
        if (answer["class"], answer["reasons"]) != (vector["expect"]["class"], vector["expect"]["reasons"])
    }
    assert wrong == {}


def test_the_browser_reads_out_of_a_code_what_the_vectors_say(modules):
    names = {"list_no": "listNo", "seal_no": "sealNo"}
    vectors = content("valid")
    for vector, answer in zip(vectors, modules.evaluate(READ, [content("packs"), vectors]), strict=True):
        for field, value in vector.get("payload", {}).items():
            assert answer["says"][names.get(field, field)] == value
        if "person" in vector:
            person = {**vector["person"]}
            person["idLast4"] = person.pop("id_last4")
            assert answer["person"] == person


def test_the_vendored_ed25519_agrees_with_the_browsers_own(chromium, gate_site):
    """An old phone has no Ed25519 of its own: the fallback answers the same vectors."""
    script = READ.replace(
        "const lists =", "crypto.subtle.importKey = no(crypto.subtle.importKey); const lists ="
    )
    script = script.replace(
        "async ([packs, vectors]) => {",
        "async ([packs, vectors]) => { const no = (real) => function (...all) {"
        ' if (all[2] === "Ed25519") throw new DOMException("no", "NotSupportedError");'
        " return real.apply(crypto.subtle, all); };",
    )
    page = chromium.new_page()
    page.goto(f"{gate_site}/gate/app")
    for name in ("keys", "dates"):
        vectors = content(name)
        answers = page.evaluate(script, [content("packs"), vectors])
        assert [(a["class"], a["reasons"]) for a in answers] == [
            (v["expect"]["class"], v["expect"]["reasons"]) for v in vectors
        ]
    page.close()


@pytest.mark.parametrize("seed", [4, 84, 201, 2026])
def test_device_and_server_decide_alike_on_thousands_of_passages(modules, seed):
    made = list(passages(2_500, seed=seed))
    answers = modules.evaluate(DECIDE, [passage.as_device() for passage in made])
    for passage, answer in zip(made, answers, strict=True):
        verdict = passage.verdict
        expected = {
            "class": verdict.class_.value,
            "reasons": [reason.value for reason in verdict.reasons],
            "flags": [flag.value for flag in verdict.flags],
        }
        assert answer == expected, passage


def test_the_made_passages_meet_every_check_and_every_class():
    met = {reason.value for one in passages(2_500, seed=4) for reason in one.verdict.reasons}
    classes = {one.verdict.class_.value for one in passages(2_500, seed=4)}
    assert classes == {"accept", "check", "refuse", "unreadable"}
    assert {
        "already_departed",
        "copied_code",
        "minor",
        "stop_mark",
        "data_changed",
        "key_revoked",
        "pack_stale",
    } <= met


def test_the_devices_table_is_the_servers():
    assert TARGET.read_text(encoding="utf-8") == as_module(), "run python -m scripts.gate_rules"


def test_every_check_and_flag_of_the_server_is_mirrored(modules):
    mirrored = modules.evaluate(
        "async () => { const m = await import('/static/gate/rules/checks.mjs');"
        " return [Object.keys(m.CHECK), Object.keys(m.FLAG)]; }"
    )
    assert set(mirrored[0]) == {check.__name__.removeprefix("check_") for check in gate.CHECKS}
    rules = gate.FLAG_RULES + gate.DEPARTURE_FLAGS + gate.RETURN_FLAGS
    assert set(mirrored[1]) == {flag.value for flag, _ in rules}
