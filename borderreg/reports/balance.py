"""The balance to the last person: certified = never left + abroad + returned + contradictory.

The classes come from the projection, the check from journeys, tasks and the log itself, so that it can fail.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import current_period, local_day
from borderreg.models import (
    Contradiction,
    Employer,
    Entry,
    EntryState,
    Event,
    Gate,
    Journey,
    Organisation,
    WorkList,
)
from borderreg.reports.asking import figures
from borderreg.reports.columns import employer_name, let_in, not_annulled
from borderreg.reports.entries import BALANCE, CLASSES, MASK_KEY, NEVER_LEFT, certified
from borderreg.reports.questions import UNKNOWN, Asked
from borderreg.reports.recount import folds
from borderreg.reports.scope import Scope, scope_of

CHUNK = 1000
LATE_EVENT = "late_event"
GROUPINGS = (None, "commune", "gate", "employer")
Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BalanceGroup:
    """One group's entries by class; `key` is a commune's code, gate codes joined by +, or an employer."""

    key: str
    certified: int
    never_left: int
    abroad: int
    returned: int
    contradictory: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance; `difference` counts entries that the two ways of counting place differently: 0."""

    groups: tuple[BalanceGroup, ...]
    total: BalanceGroup
    difference: int


def balance(
    session: Session, *, actor: Actor, now: datetime, by: str | None = None, at: datetime | None = None
) -> Balance:
    """Count every certified entry of the actor's scope once, now or as of an earlier instant.

    For an earlier instant the log is folded again up to it. BadInput for another grouping.
    """
    if by not in GROUPINGS:
        raise BadInput(f"no grouping {by}", code="dimension")
    scope = scope_of(actor)
    moment = min(at or now, now)
    asked = Asked(scope=scope, at=moment, period=current_period(local_day(moment)))
    if moment < now:
        return _recounted(session, asked, by)
    answer = figures(session, BALANCE, asked=asked, by=by or "commune")
    key = _gate_keys(session) if by == "gate" else str
    groups = [BalanceGroup(key(row.key), *row.counts) for row in answer.rows] if by else []
    groups.sort(key=lambda group: group.key)
    return Balance(tuple(groups), BalanceGroup("total", *answer.totals), difference(session, asked=asked))


def difference(session: Session, *, asked: Asked) -> int:
    """Count entries whose journeys and projected state disagree: moved without a state, or the other way.

    Entries that only the folded log knows to have moved are few and are looked up by their ids.
    """
    by_log = _moved_by_log(session)
    moved, is_certified = Entry.id.in_(_moved_by_journeys()), certified(asked)
    has_state = exists().where(EntryState.entry_id == Entry.id)
    entries: Any = select(Entry.id, is_certified).join(WorkList, WorkList.id == Entry.list_id)
    issued: Any = _own(entries, asked.scope)
    lost = set(session.scalars(issued.where(is_certified, moved, ~has_state)))
    for some in _chunks(by_log):
        lost |= set(session.scalars(issued.where(is_certified, Entry.id.in_(some), ~has_state)))
    odd = session.execute(issued.where(has_state, ~(is_certified & moved)))
    stray = {entry for entry, stands in odd if not (stands and entry in by_log)}
    return len(lost) + len(stray)


def _chunks(ids: set[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _own(query: Select[Any], scope: Scope) -> Select[Any]:
    return query if scope.is_province else query.where(Entry.organisation_id == scope.organisation_id)


def _moved_by_journeys() -> Select[Any]:
    left = select(Journey.entry_id).where(Journey.entry_id.is_not(None))
    again = (
        select(Event.entry_id)
        .join(Contradiction, Contradiction.event_id == Event.id)
        .where(Event.entry_id.is_not(None), Contradiction.outcome != LATE_EVENT)
    )
    return select(left.union(again).subquery().c.entry_id)


def _moved_by_log(session: Session) -> set[UUID]:
    """Return the entries of workers with a return that closed no journey: folded again, they are few."""
    closing = exists().where(Journey.worker_id == Event.worker_id, Journey.returned_event_id == Event.id)
    workers = select(Event.worker_id).where(
        Event.kind == "return", Event.worker_id.is_not(None), ~closing, let_in(Event), not_annulled(Event)
    )
    return {entry for _, folded in folds(session, workers=workers) for entry in folded.presence}


def _gate_keys(session: Session) -> Callable[[str], str]:
    gates = [(row.bit, row.code) for row in session.execute(select(Gate.bit, Gate.code).order_by(Gate.bit))]

    def written(key: str) -> str:
        if not key.startswith(MASK_KEY):
            return key
        mask = int(key.removeprefix(MASK_KEY))
        return "+".join(code for bit, code in gates if mask >> bit & 1) or UNKNOWN

    return written


def _recounted(session: Session, asked: Asked, by: str | None) -> Balance:
    presence, gates = _as_it_was(session, asked.at)
    written = _gate_keys(session)
    groups: dict[str, Counter[str]] = {}
    known = classed = 0
    for entry, is_certified, commune, employer, mask in session.execute(
        _own(_all_entries(asked), asked.scope)
    ):
        state = presence.get(entry)
        known += bool(is_certified)
        classed += state is not None or bool(is_certified)
        if not is_certified:
            continue
        keys = {
            "commune": commune,
            "employer": employer or UNKNOWN,
            "gate": gates.get(entry) or written(f"{MASK_KEY}{mask}"),
        }
        groups.setdefault(keys.get(by or "", "total"), Counter())[state or NEVER_LEFT] += 1
    total: Counter[str] = sum(groups.values(), Counter())
    lines = (_group(key, groups[key]) for key in sorted(groups)) if by else ()
    return Balance(tuple(lines), _group("total", total), classed - known)


def _as_it_was(session: Session, until: datetime) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Return each entry's class and the gate of its latest departure, from the log up to an instant."""
    presence: dict[UUID, str] = {}
    gates: dict[UUID, str] = {}
    for _, folded in folds(session, until=until):
        presence.update((entry, state.value) for entry, state in folded.presence.items())
        for journey in folded.journeys:
            if journey.departed.entry is not None:
                gates[journey.departed.entry] = journey.departed.gate
    return presence, gates


def _all_entries(asked: Asked) -> Select[Any]:
    query = select(Entry.id, certified(asked), Organisation.code, employer_name(), Entry.gates)
    query = query.join(WorkList, WorkList.id == Entry.list_id)
    query = query.outerjoin(Employer, Employer.id == Entry.employer_id)
    return cast("Select[Any]", query.join(Organisation, Organisation.id == Entry.organisation_id))


def _group(key: str, counts: Counter[str]) -> BalanceGroup:
    return BalanceGroup(key, counts.total(), *(counts[name] for name in CLASSES))
