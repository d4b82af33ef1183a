"""Who works on a synthetic border day: accounts made for it and disabled afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.models import GateClosure, User
from borderreg.services.demo.cast import CommuneStaff
from borderreg.services.devices import revoke_device
from borderreg.services.passwords import make_password
from borderreg.services.places import reference_facts
from borderreg.services.simulation.phones import Phone
from borderreg.services.users import acting_user, add_user, disable_user

PREFIX = "mophong"


@dataclass(frozen=True, slots=True)
class Crew:
    """The day's accounts: an officer and a chief for each commune, an officer for each border post."""

    officers: dict[str, Actor]
    chiefs: dict[str, Actor]
    guards: dict[str, str]
    password: str

    @property
    def usernames(self) -> tuple[str, ...]:
        """Return every account of the day."""
        people = (*self.officers.values(), *self.chiefs.values())
        return (*(person.username for person in people), *self.guards.values())


@dataclass(frozen=True, slots=True)
class Gates:
    """Where the day happens: the gate and another one, each with the post that runs it."""

    here: str
    here_post: str
    other: str
    other_post: str


def choose_gates(session: Session, *, gate_code: str, at: datetime) -> Gates:
    """Return the gate and another one that workers may leave by.

    NotFound for an unknown gate; Refused when it is not open to workers today, or there is no other one.
    """
    places = reference_facts(session, day=local_day(at))
    here = places.gate(gate_code)
    if here is None:
        raise NotFound("gate", code="gate_not_found")
    closed = _closed(session, at)
    if not here.for_workers or here.code in closed:
        raise Refused(f"Cửa khẩu {here.name_vi} hôm nay không mở cho người lao động.", code="gate_not_open")
    others = [gate for gate in places.gates if gate.for_workers and gate.code not in {here.code, *closed}]
    if not others:
        raise Refused("Cần thêm một cửa khẩu quốc tế đang mở để thử mã bị sao chép.", code="no_other_gate")
    return Gates(here.code, here.post_code, others[0].code, others[0].post_code)


def _closed(session: Session, at: datetime) -> frozenset[str]:
    ends_later = GateClosure.ends_at.is_(None) | (GateClosure.ends_at > at)
    now = (GateClosure.starts_at <= at, ends_later, GateClosure.lifted_at.is_(None))
    return frozenset(session.scalars(select(GateClosure.gate_code).where(*now)))


def hire(
    session: Session, *, actor: Actor, communes: tuple[CommuneStaff, ...], gates: Gates, at: datetime
) -> Crew:
    """Add the day's accounts under names of its own, with one made-up password that nobody is shown."""
    run = f"{PREFIX}{_runs(session) + 1}"
    password = make_password()

    def add(username: str, name: str, role: Role, organisation: str) -> str:
        made = add_user(
            session,
            actor=actor,
            username=f"{run}.{username}",
            name=f"{name} (mô phỏng)",
            role=role.value,
            organisation_code=organisation,
            password=password,
            at=at,
        )
        return made.username

    officers, chiefs = {}, {}
    for commune in communes:
        code = commune.code
        username = add(f"canbo.{code}", commune.officer, Role.COMMUNE_OFFICER, code)
        officers[code] = acting_user(session, username=username, at=at)
        username = add(f"truong.{code}", commune.chief, Role.COMMUNE_CHIEF, code)
        chiefs[code] = acting_user(session, username=username, at=at)
    posts = sorted({gates.here_post, gates.other_post})
    guards = {
        post: add(f"gac.{number}", "Vi Văn Páo", Role.GATE_OFFICER, post)
        for number, post in enumerate(posts, 1)
    }
    return Crew(officers, chiefs, guards, password)


def dismiss(session: Session, *, actor: Actor, crew: Crew, phones: tuple[Phone, ...], at: datetime) -> None:
    """Disable the day's accounts and revoke its phones; doing it twice changes nothing."""
    for username in crew.usernames:
        disable_user(session, actor=actor, username=username, at=at)
    for phone in phones:
        if phone.api_token:
            revoke_device(session, actor=actor, device_id=phone.device_id, at=at)


def _runs(session: Session) -> int:
    """Count the days simulated before: each has its own accounts."""
    names = session.scalars(select(User.username).where(func.substr(User.username, 1, len(PREFIX)) == PREFIX))
    numbers = (name.removeprefix(PREFIX).partition(".")[0] for name in names)
    return max((int(number) for number in numbers if number.isdigit()), default=0)
