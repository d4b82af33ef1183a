"""Passwords: argon2id, normalised, long, not common; one hash at a time in a process.

Rules (security.md): at least 15 characters, no composition rules, common ones refused, NFC and NFD alike.
A hash costs about 45 ms and 19 MiB on the reference machine; the aim is at most 75 ms (performance.md).
"""

import re
import secrets
import threading
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from borderreg.domain.errors import Refused

LENGTH = 15
LONGEST = 200
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without l, i, o, 0 and 1: it is read from paper once
GROUPS, GROUP = 5, 4

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_one_at_a_time = threading.Lock()


def normalise(password: str) -> str:
    """Return the one form of a password that is hashed: NFC, as a Vietnamese keyboard may give either."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; waits for its turn."""
    with _one_at_a_time:
        return _hasher.hash(normalise(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Say whether a password fits a stored hash; None costs the same time and is never right."""
    with _one_at_a_time:
        try:
            right = _hasher.verify(stored or _dummy(), normalise(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def needs_rehash(stored: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _dummy() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))


def make_password() -> str:
    """Make up a password of 20 unambiguous characters in groups of four, about 99 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def check_new_password(password: str, *, username: str) -> None:
    """Refuse a password that is too short, too long, common, repeated, or the user's own name.

    The codes of the refusal: password_short, password_long, password_common, password_username.
    """
    plain = normalise(password)
    if len(plain) < LENGTH:
        raise Refused(code="password_short")
    if len(plain) > LONGEST:
        raise Refused(code="password_long")
    folded = _fold(plain)
    if folded.strip("0123456789") == _fold(username).strip("0123456789"):
        raise Refused(code="password_username")
    if _is_common(folded):
        raise Refused(code="password_common")


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", decomposed) if decomposed.isascii() else _fold_letters(decomposed)


def _fold_letters(decomposed: str) -> str:
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))


def _is_common(folded: str) -> bool:
    """Say whether a folded password is a well-known word with digits around it, or a short repetition."""
    words = folded.strip("0123456789")
    if folded in common_passwords() or words in common_passwords() or not words:
        return True
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 6))


@cache
def common_passwords() -> frozenset[str]:
    """Return the shipped list of well-known passwords and the words they are built from."""
    text = (files("borderreg") / "data" / "common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
