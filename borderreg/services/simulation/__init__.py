"""A synthetic border day through the real API: marked lists with real keys, real devices, a reconciliation.

What goes over the wire is what a phone sends; only the people, and the hours that are past, are invented.
Lists and crossings stay in the register (they are append-only); accounts and devices end with the day.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor
from borderreg.services.devices import invite_device
from borderreg.services.simulation.crew import Crew, Gates, choose_gates, dismiss, hire
from borderreg.services.simulation.day import Diary, play_day
from borderreg.services.simulation.differences import Difference
from borderreg.services.simulation.papers import certify_papers, forge_codes, take_back
from borderreg.services.simulation.people import Passer, plan_day
from borderreg.services.simulation.phones import Phone
from borderreg.services.simulation.reconciliation import Reconciled, reconcile
from borderreg.services.simulation.stories import Lane
from borderreg.services.simulation.wire import Wire

__all__ = ["Difference", "Outcome", "Plan", "plan", "reconcile", "simulate_day"]

WRONG_CLOCKS = {Lane.OUT_TWO: timedelta(minutes=17), Lane.OUTAGE: timedelta(hours=-3, minutes=-8)}
NAMES = {
    Lane.OUT_ONE: "Máy mô phỏng, làn đi 1",
    Lane.OUT_TWO: "Máy mô phỏng, làn đi 2 (đồng hồ nhanh)",
    Lane.HOME_ONE: "Máy mô phỏng, làn về 1",
    Lane.HOME_TWO: "Máy mô phỏng, làn về 2",
    Lane.OUTAGE: "Máy mô phỏng mất mạng (đồng hồ chậm)",
    Lane.OTHER_GATE: "Máy mô phỏng, cửa khẩu khác",
}
Done = Callable[[int], object]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Plan:
    """A day before it begins: who passes, and where; `steps` is how much there is to do."""

    people: tuple[Passer, ...]
    gates: Gates

    @property
    def steps(self) -> int:
        """Return the people to certify and the records to send."""
        return len(self.people) + sum(len(passer.steps) for passer in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A day's figures; times are those of each call that an officer waits for, in milliseconds."""

    people: int
    departures: int
    returns: int
    refused: int
    conflicts: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    lost: int
    annulled: int
    duplicates: int
    differences: tuple[Difference, ...]


def plan(session: Session, *, gate: str, people: int, seed: int, at: datetime) -> Plan:
    """Choose gates and people of a day; NotFound or Refused when the gate cannot have one."""
    gates = choose_gates(session, gate_code=gate, at=at)
    return Plan(plan_day(session, people=people, seed=seed, at=at), gates)


def simulate_day(
    engine: Engine, *, actor: Actor, plan: Plan, address: str, clock: Clock, done: Done
) -> Outcome:
    """Play a day against the server at an address and reconcile it; its accounts and devices end in any case.

    `clock` is the time of this machine, which the server shares; `done` is told how much was done.
    """
    communes = tuple({passer.commune.code: passer.commune for passer in plan.people}.values())
    crew = write_on(engine, hire, actor=actor, communes=communes, gates=plan.gates, at=clock())
    phones = {lane: Phone(Wire(address), clock, name, _gate(plan, lane)) for lane, name in NAMES.items()}
    try:
        _prepare(engine, actor, plan, crew, phones, clock, done)
        diary = play_day(phones=phones, people=plan.people, done=done)
    finally:
        for phone in phones.values():
            phone.wire.close()
        write_on(engine, dismiss, actor=actor, crew=crew, phones=tuple(phones.values()), at=clock())
    with read_on(engine) as session:
        reconciled = reconcile(session, acknowledged=diary.acknowledged, people=plan.people)
    return _outcome(plan, diary, reconciled)


def _gate(plan: Plan, lane: Lane) -> str:
    return plan.gates.other if lane is Lane.OTHER_GATE else plan.gates.here


def _prepare(
    engine: Engine,
    actor: Actor,
    plan: Plan,
    crew: Crew,
    phones: dict[Lane, Phone],
    clock: Clock,
    done: Done,
) -> None:
    """Certify the lists, take some of it back, enrol the phones and begin the shifts."""
    lists = certify_papers(engine, crew=crew, people=plan.people, at=clock(), done=done)
    take_back(engine, crew=crew, people=plan.people, lists=lists, at=clock())
    with read_on(engine) as session:
        forge_codes(session, people=plan.people)
    for lane, phone in phones.items():
        post = plan.gates.other_post if lane is Lane.OTHER_GATE else plan.gates.here_post
        phone.ahead = WRONG_CLOCKS.get(lane, phone.ahead)
        invite = write_on(engine, invite_device, actor=actor, gate_code=phone.gate, at=clock())
        phone.enrol(invite.token)
        phone.sign_in(crew.guards[post], crew.password)


def _outcome(plan: Plan, diary: Diary, reconciled: Reconciled) -> Outcome:
    times = diary.times if len(diary.times) > 1 else [0.0, *diary.times, 0.0]
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Outcome(
        people=len(plan.people),
        departures=reconciled.kinds.get("departure", 0),
        returns=reconciled.kinds.get("return", 0),
        refused=reconciled.kinds.get("attempt", 0),
        conflicts=diary.conflicts,
        p50_ms=round(cuts[49], 1),
        p95_ms=round(cuts[94], 1),
        p99_ms=round(cuts[98], 1),
        lost=reconciled.count("lost"),
        annulled=reconciled.kinds.get("annulment", 0),
        duplicates=diary.duplicates,
        differences=(*diary.surprises, *reconciled.differences),
    )
