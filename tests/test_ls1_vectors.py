"""Format LS1 against its test vectors, which are files (tests/vectors/README.md)."""

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from borderreg import ls1
from borderreg.domain.passes import Person, Reading
from borderreg.domain.reasons import Reason, VerdictClass

HERE = Path(__file__).parent / "vectors"
FILES = ("valid", "dates", "keys", "cbor", "digits", "heads", "tampered")


@cache
def packs():
    content = json.loads((HERE / "packs.json").read_text(encoding="utf-8"))
    public = _b64(content["root_public"])
    lists = {name: ls1.read_key_list(doc, root_public=public) for name, doc in content["packs"].items()}
    return lists, _b64(content["seal_keys"]["1"])


def _b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def load_vectors(name):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def read_vector(vector) -> Reading:
    digits = vector["digits"]
    if isinstance(digits, dict):
        digits = digits["start"] + digits["repeat"] * digits["times"]
    return ls1.read_digits(
        digits,
        at=datetime.fromisoformat(vector["now"]),
        keys=packs()[0][vector["pack"]],
        expect=vector.get("kind", "entry"),
    )


@pytest.mark.parametrize("name", FILES)
def test_every_vector_gives_its_class_and_reasons(name):
    wrong = {}
    for vector in load_vectors(name):
        reading = read_vector(vector)
        found = {"class": reading.class_, "reason": reading.reason, "reasons": list(reading.reasons)}
        if found != vector["expect"]:
            wrong[vector["id"]] = found
    assert wrong == {}


def test_the_vector_files_are_what_their_script_writes():
    done = subprocess.run(
        [sys.executable, HERE / "make.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_there_are_enough_vectors_and_each_has_a_name_of_its_own():
    names = [vector["id"] for name in FILES for vector in load_vectors(name)]
    assert len(names) == len(set(names))
    assert len(names) - len(load_vectors("tampered")) >= 60


@pytest.mark.parametrize("name", ["valid", "heads"])
def test_readings_say_what_the_vectors_say(name):
    for vector in load_vectors(name):
        payload = read_vector(vector).payload
        for field, value in vector.get("payload", {}).items():
            found = getattr(payload, field)
            assert (found.hex() if isinstance(found, bytes) else found) == value
        if "person" in vector:
            person = ls1.open_person(payload.sealed, cti=payload.cti, seal_key=packs()[1])
            assert person == Person(**vector["person"])


def test_no_other_digit_at_any_place_of_a_code_is_accepted_or_tells_anything():
    keys = packs()[0]["current"]
    genuine = load_vectors("valid")[0]["digits"]
    for position, digit in enumerate(genuine):
        for other in "0123456789":
            if other != digit:
                changed = genuine[:position] + other + genuine[position + 1 :]
                reading = ls1.read_digits(changed, at=datetime(2026, 11, 22, 1, tzinfo=UTC), keys=keys)
                assert reading.class_ in (VerdictClass.UNREADABLE, VerdictClass.REFUSE)
                assert reading.payload is None


def test_a_payload_is_shown_exactly_when_the_signature_holds():
    proven = (Reason.KEY_REVOKED, Reason.KEY_EXPIRED, Reason.KEY_NOT_VALID, Reason.BAD_DATES)
    for name in FILES:
        for vector in load_vectors(name):
            reading = read_vector(vector)
            reasons = set(reading.reasons)
            holds = reasons <= {*proven, Reason.NOT_YET_VALID, Reason.EXPIRED}
            assert (reading.payload is not None) == holds, vector["id"]
            assert (reading.key is not None) == holds, vector["id"]
