"""The demo's lists: certified weeks ago, some people withdrawn, one waiting for the chief, one a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import Engine

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor
from borderreg.domain.periods import local_day
from borderreg.services.certification import certify_list
from borderreg.services.demo.cast import COMMUNES, Cast, CommuneStaff
from borderreg.services.demo.people import FIRST_SERIAL, Invented, as_file, invent
from borderreg.services.imports import import_rows, read_file
from borderreg.services.list_changes import withdraw_entry
from borderreg.services.list_reading import read_list
from borderreg.services.lists import submit_list

Done = Callable[[int], object]
DRAFT, WAITING = 12, 15
WITHDRAWN = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """When a certified list was imported, and its period; days from today."""

    imported: int
    first: int
    last: int
    share: float


LONG_SEASON = Plan(imported=-40, first=-37, last=60, share=0.55)
SHORT_SEASON = Plan(imported=-40, first=-37, last=-6, share=0.55)
SECOND = Plan(imported=-13, first=-10, last=75, share=0.45)
ENDING_SHORTLY = ("06211", "06541")
"""Communes whose first list has ended, so that some of its people are overdue."""


class Register:
    """Imports and certifies lists through the services, each person with a serial of its own."""

    def __init__(self, engine: Engine, *, cast: Cast, chance: Random, at: datetime) -> None:
        self.engine, self.cast, self.chance, self.at = engine, cast, chance, at
        self.serial = FIRST_SERIAL

    def invent(self, commune: CommuneStaff, count: int) -> list[Invented]:
        """Invent so many people of a commune."""
        people = []
        for _ in range(count):
            self.serial += 1
            person = invent(
                self.chance, serial=self.serial, hamlets=commune.hamlets, today=local_day(self.at)
            )
            people.append(person)
        return people

    def draft(self, commune: str, people: list[Invented], plan: Plan, title: str) -> UUID:
        """Import people as a draft list."""
        officer, at = self.cast.officers[commune], self._day(plan.imported, 8)
        today = local_day(self.at)
        first, last = (today + timedelta(days=day) for day in (plan.first, plan.last))
        gates = self.chance.choice(("", "Hữu Nghị", "Hữu Nghị, Ga Đồng Đăng"))
        data = as_file(people, first=first, last=last, gates=gates)
        with read_on(self.engine) as session:
            read = read_file(session, actor=officer, filename=f"{title}.csv", data=data, at=at)
        done = write_on(self.engine, import_rows, actor=officer, read=read, at=at)
        assert done.list_id is not None
        assert done.imported == len(people), done.problems
        return done.list_id

    def submit(self, commune: str, list_id: UUID, plan: Plan) -> None:
        """Hand a draft to the chief two hours later."""
        at = self._day(plan.imported, 10)
        write_on(self.engine, submit_list, actor=self.cast.officers[commune], list_id=list_id, at=at)

    def certify(self, commune: str, list_id: UUID, plan: Plan) -> None:
        """Certify a submitted list the day after."""
        at = self._day(plan.imported + 1, 9)
        write_on(self.engine, certify_list, actor=self.cast.chiefs[commune], list_id=list_id, at=at)

    def withdraw(self, commune: str, list_id: UUID, count: int, reason: str) -> None:
        """Take the last people off a certified list, a week ago."""
        chief, at = self.cast.chiefs[commune], self._day(-7, 15)
        for cti in self._codes(chief, list_id)[-count:]:
            write_on(self.engine, withdraw_entry, actor=chief, cti=cti, reason=reason, at=at)

    def _codes(self, chief: Actor, list_id: UUID) -> list[bytes]:
        with read_on(self.engine) as session:
            page = read_list(session, actor=chief, list_id=list_id, at=self.at)
            return [bytes.fromhex(row.cti) for row in page.rows]

    def _day(self, days: int, hour: int) -> datetime:
        """Return an hour of the working day in Vietnam, so many days from today; never later than now."""
        then = (self.at + timedelta(days=days)).replace(hour=hour - 7, minute=12, second=0, microsecond=0)
        return min(then, self.at)


def fill_lists(engine: Engine, *, cast: Cast, chance: Random, people: int, at: datetime, done: Done) -> None:
    """Make all lists of the demo, the older ones first."""
    register = Register(engine, cast=cast, chance=chance, at=at)
    certified = people - DRAFT - WAITING
    each = certified // len(COMMUNES)
    spare = certified - each * len(COMMUNES)
    later: list[tuple[CommuneStaff, int]] = []
    first_lists: list[UUID] = []
    for number, commune in enumerate(COMMUNES):
        count = each + (spare if number == 0 else 0)
        plan = SHORT_SEASON if commune.code in ENDING_SHORTLY else LONG_SEASON
        early = round(count * plan.share)
        first_lists.append(_certified(register, commune, early, plan, "Danh sách vụ mía đợt 1"))
        later.append((commune, count - early))
        done(early)
    for commune, count in later:
        _certified(register, commune, count, SECOND, "Danh sách vụ mía đợt 2")
        done(count)
    register.withdraw(COMMUNES[0].code, first_lists[0], WITHDRAWN, "Gia đình có việc, xin thôi không đi")
    _open_lists(register)
    done(DRAFT + WAITING)


def _certified(register: Register, commune: CommuneStaff, count: int, plan: Plan, title: str) -> UUID:
    list_id = register.draft(commune.code, register.invent(commune, count), plan, title)
    register.submit(commune.code, list_id, plan)
    register.certify(commune.code, list_id, plan)
    return list_id


def _open_lists(register: Register) -> None:
    """Leave work on the desks of Đồng Đăng: one list to certify, one to complete."""
    commune = COMMUNES[0]
    waiting = Plan(imported=-1, first=2, last=85, share=0)
    list_id = register.draft(
        commune.code, register.invent(commune, WAITING), waiting, "Danh sách bốc xếp tháng này"
    )
    register.submit(commune.code, list_id, waiting)
    draft = Plan(imported=0, first=3, last=80, share=0)
    register.draft(commune.code, register.invent(commune, DRAFT), draft, "Danh sách may mặc đang nhập")
