"""Who passes on a synthetic border day: invented people, each with a story and, once certified, a code."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.half_years import half_year_of
from borderreg.domain.periods import local_day
from borderreg.models import Worker
from borderreg.services.demo.cast import COMMUNES, CommuneStaff
from borderreg.services.demo.people import Invented, invent
from borderreg.services.people_store import pages
from borderreg.services.private_fields import find_hash
from borderreg.services.simulation.stories import Paper, Step, Story, cast_stories, steps_of

FIRST_SERIAL, LAST_SERIAL = 400_000, 1_000_000
EMPLOYER = "Đơn vị mô phỏng (không có thật)"
STARTS = (840, 420)
"""Minutes before now between which the past stories begin."""
A_COMMUNE = 50
"""So many people at least before one more commune takes part."""


@dataclass
class Passer:
    """One person of the day; what the register knows of it is filled in when the list is certified."""

    person: Invented
    commune: CommuneStaff
    story: Story
    steps: tuple[Step, ...]
    starts: datetime
    entry_id: UUID | None = None
    worker_id: UUID | None = None
    cti: bytes = b""
    kid: bytes = b""
    digits: str = ""
    forged: str = ""
    sent: dict[int, UUID] = field(default_factory=dict)

    def when(self, step: Step) -> datetime:
        """Return the true time of a past step."""
        return self.starts + timedelta(minutes=step.minutes)


def plan_day(session: Session, *, people: int, seed: int, at: datetime) -> tuple[Passer, ...]:
    """Invent a day's people whom the register does not know yet; the same seed gives the same ones.

    Where the register holds them already, from a day simulated before, others are invented.
    """
    edition = 0
    while True:
        chance = Random(f"{seed}/{edition}")  # noqa: S311 (invented people, no secret)
        planned = _plan(chance, people, at)
        if not _known(session, planned):
            return planned
        edition += 1


def _plan(chance: Random, people: int, at: datetime) -> tuple[Passer, ...]:
    serial = chance.randrange(FIRST_SERIAL, LAST_SERIAL - 2 * people)
    communes = COMMUNES[: max(1, min(len(COMMUNES), people // A_COMMUNE))]
    taken: set[tuple[str, date]] = set()
    seen: defaultdict[str, int] = defaultdict(int)
    planned = []
    # an expired list is certified a day ago; on a half-year's first day no key could have signed it
    no_key = half_year_of(at - timedelta(days=1)) != half_year_of(at)
    without = frozenset({Paper.EXPIRED}) if no_key else frozenset[Paper]()
    for number, story in enumerate(cast_stories(chance, people=people, without=without)):
        # who ends on a special list is of the first commune, so that a small day has few lists
        commune = communes[number % len(communes)] if story.paper is Paper.VALID else communes[0]
        serial += 1
        person = _invent(chance, serial, commune, local_day(at), taken)
        seen[story.name] += 1
        starts = at - timedelta(minutes=chance.uniform(*STARTS))
        steps = tuple(steps_of(story, twin=seen[story.name] % 2 == 0))
        planned.append(Passer(person, commune, story, steps, starts))
    return tuple(planned)


def _invent(
    chance: Random, serial: int, commune: CommuneStaff, today: date, taken: set[tuple[str, date]]
) -> Invented:
    """Invent somebody unlike all others by name and birth: nobody has to be decided about."""
    while True:
        person = invent(chance, serial=serial, hamlets=commune.hamlets, today=today)
        if (person.name, person.birth) not in taken:
            taken.add((person.name, person.birth))
            return replace(person, work=(EMPLOYER, *person.work[1:]), recruiter="")


def _known(session: Session, planned: tuple[Passer, ...]) -> bool:
    hashes = [find_hash("personal_id", passer.person.personal_id) for passer in planned]
    for page in pages(hashes):
        query = select(Worker.id).where(Worker.personal_id_hash.in_(page)).limit(1)
        if session.scalar(query) is not None:
            return True
    return False
