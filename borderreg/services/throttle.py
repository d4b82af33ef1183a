"""Slow down guessing: failed log-ins per account, address and site cost time; nobody is ever locked out.

Keys are keyed hashes: the table says neither who nor from where. No lock-out, and a gate is never locked
out at its peak (security.md): failures made elsewhere only make an account's own user pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.db import insert_or_ignore
from borderreg.models import LoginThrottle, table_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What failures are counted by: how many are free, then the first and the longest delay in seconds.

    `refuses`: the delay must be waited out before the next try; otherwise the try takes that much longer.
    """

    name: str
    free: int
    first: float
    longest: float
    refuses: bool
    forgotten_after: timedelta


PAIR = Scope("pair", 4, 1.0, 300.0, True, timedelta(hours=1))
ADDRESS = Scope("address", 30, 1.0, 60.0, True, timedelta(minutes=15))
ACCOUNT = Scope("account", 10, 0.5, 5.0, False, timedelta(hours=1))
SITE = Scope("site", 300, 0.1, 1.0, False, timedelta(minutes=15))
SCOPES = (PAIR, ADDRESS, ACCOUNT, SITE)


@dataclass(frozen=True, slots=True)
class Delay:
    """What a try costs now: seconds to wait before it is looked at, and seconds that it takes longer.

    `must_pause`: the pause is for failures of this very account, not for those of the whole site.
    """

    wait: float = 0.0
    pause: float = 0.0
    must_pause: bool = False


def keys_of(*, username: str, address: str) -> dict[str, bytes]:
    """Return the keyed hash per scope for a try by an account (known or not) from an address."""
    values = {"pair": f"{username}\0{address}", "address": address, "account": username, "site": ""}
    return {name: vault().index.hash(f"throttle/{name}", value) for name, value in values.items()}


def delay_now(session: Session, *, keys: dict[str, bytes], at: datetime) -> Delay:
    """Read what a try costs now; one statement."""
    rows = {row.key: row for row in session.scalars(_rows(keys.values()))}
    wait = pause = 0.0
    must_pause = False
    for scope in SCOPES:
        row = rows.get(keys[scope.name])
        if row is None:
            continue
        if scope.refuses:
            wait = max(wait, (row.wait_until - at).total_seconds())
        elif at - row.last_failure_at < scope.forgotten_after:
            costs = delay_after(scope, row.failures)
            pause = max(pause, costs)
            must_pause = must_pause or (scope is ACCOUNT and costs > 0)
    return Delay(max(wait, 0.0), pause, must_pause)


def note_failure(session: Session, *, keys: dict[str, bytes], at: datetime) -> None:
    """Count a failure in every scope; failures older than the scope remembers are forgotten first."""
    new = [{"key": key, "failures": 0, "last_failure_at": at, "wait_until": at} for key in keys.values()]
    session.execute(insert_or_ignore(session, table_of(LoginThrottle)).values(new))
    rows = {row.key: row for row in session.scalars(_rows(keys.values()).with_for_update())}
    for scope in SCOPES:
        row = rows[keys[scope.name]]
        if at - row.last_failure_at >= scope.forgotten_after:
            row.failures = 0
        row.failures += 1
        row.last_failure_at = at
        row.wait_until = at + timedelta(seconds=delay_after(scope, row.failures))


def note_success(session: Session, *, keys: dict[str, bytes]) -> None:
    """Forget the failures of this account from this address."""
    session.execute(delete(LoginThrottle).where(LoginThrottle.key == keys["pair"]))


def delay_after(scope: Scope, failures: int) -> float:
    """Return the seconds that failures cost: none while free, then doubling up to the longest."""
    over = failures - scope.free
    return 0.0 if over <= 0 else min(scope.first * 2.0 ** min(over - 1, 30), scope.longest)


def _rows(keys: Iterable[bytes]) -> Select[LoginThrottle]:
    return select(LoginThrottle).where(LoginThrottle.key.in_(list(keys))).order_by(LoginThrottle.key)
