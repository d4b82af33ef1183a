"""Passkeys by their rules: for which address they hold, what a challenge binds, what a counter tells."""

from uuid import UUID

import pytest

from borderreg.domain.passkeys import (
    PasskeyUse,
    challenge_of,
    counter_holds,
    passkey_address,
    passkey_host,
    relying_party,
)

OFFICE = ("10.2.0.5", ".langson.example", "borderreg.langson.example", "localhost")


def test_passkeys_are_bound_to_the_first_full_name_and_never_to_numbers() -> None:
    assert passkey_host(OFFICE) == "borderreg.langson.example"
    assert passkey_host(("127.0.0.1", "localhost")) == "localhost"
    assert passkey_host(("[::1]", "127.0.0.1")) is None


@pytest.mark.parametrize(
    ("https", "asked", "origin"),
    [
        (True, "borderreg.langson.example", "https://borderreg.langson.example"),
        (True, "borderreg.langson.example:8443", "https://borderreg.langson.example:8443"),
        (True, "10.2.0.5", None),
        (True, "localhost", None),
        (False, "borderreg.langson.example", None),
    ],
)
def test_an_office_uses_them_under_its_name_with_https_only(https: bool, asked: str, origin: str) -> None:
    party = relying_party(hosts=OFFICE, https=https, asked=asked)
    assert (party and party.origin) == origin


def test_the_machine_itself_uses_them_as_localhost_and_says_so_under_its_numbers() -> None:
    hosts = ("127.0.0.1", "localhost")
    party = relying_party(hosts=hosts, https=False, asked="localhost:8000")
    assert party is not None
    assert (party.id, party.origin) == ("localhost", "http://localhost:8000")
    assert relying_party(hosts=hosts, https=False, asked="127.0.0.1:8000") is None
    assert passkey_address(hosts=hosts, https=False, asked="127.0.0.1:8000") == "http://localhost:8000"
    assert passkey_address(hosts=OFFICE, https=False, asked="10.2.0.5:8000") is None


def test_a_challenge_is_another_one_for_another_use_object_content_or_moment() -> None:
    one = {"nonce": bytes(32), "use": PasskeyUse.CERTIFY, "object_id": UUID(int=7), "content": b"a" * 32}
    others = (
        {"nonce": b"\1" * 32},
        {"use": PasskeyUse.CONFIRM},
        {"object_id": UUID(int=8)},
        {"content": b"b" * 32},
        {"object_id": None, "content": UUID(int=7).bytes + b"a" * 16},
    )
    assert len(challenge_of(**one)) == 32  # type: ignore[arg-type]
    made = {challenge_of(**{**one, **other}) for other in ({}, *others)}  # type: ignore[arg-type]
    assert len(made) == 1 + len(others)


@pytest.mark.parametrize(
    ("stored", "shown", "holds"),
    [(0, 0, True), (0, 1, True), (5, 6, True), (5, 5, False), (5, 4, False), (5, 0, False)],
)
def test_a_counter_that_stands_or_goes_back_is_a_copy(stored: int, shown: int, holds: bool) -> None:
    assert counter_holds(stored=stored, shown=shown) is holds
