"""An officer's gate PIN: 6 to 12 digits that unlock a screen and begin a shift without a network (ADR 0021).

It opens nothing at the server. Of the PIN only a verifier exists: PBKDF2-HMAC-SHA-256 with a salt of its own,
which a browser without a network can compute as well.
"""

import hashlib
import hmac
from dataclasses import dataclass
from itertools import pairwise

ITERATIONS = 600_000
SALT_BYTES, VERIFIER_BYTES = 16, 32
SHORTEST, LONGEST = 6, 12
TRIES = 10
"""Wrong PINs after which a device asks for a commander's."""


@dataclass(frozen=True, slots=True)
class PinVerifier:
    """What is kept of a PIN."""

    salt: bytes
    iterations: int
    verifier: bytes

    def is_sound(self) -> bool:
        """Say whether it has the lengths and the work that every verifier of today has."""
        lengths = (len(self.salt), len(self.verifier))
        return lengths == (SALT_BYTES, VERIFIER_BYTES) and self.iterations == ITERATIONS


def derive(pin: str, *, salt: bytes, iterations: int = ITERATIONS) -> PinVerifier:
    """Return the verifier of a PIN."""
    return PinVerifier(salt, iterations, hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, iterations))


def fits(pin: str, kept: PinVerifier) -> bool:
    """Say whether a PIN is the one of a verifier."""
    made = derive(pin, salt=kept.salt, iterations=kept.iterations)
    return hmac.compare_digest(made.verifier, kept.verifier)


def pin_problem(pin: str) -> str | None:
    """Return why a PIN may not be chosen (`pin_form`, `pin_weak`), None when it may."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return "pin_form"
    return "pin_weak" if _is_weak(pin) else None


def _is_weak(pin: str) -> bool:
    """Find fewer than three different digits, a run up or down, or one group said again and again."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    again = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    return len(set(pin)) < 3 or steps in ({1}, {-1}) or again
