"""What people do on a synthetic border day: a table of stories, each with the truth that must come out of it.

The truth is written down here by hand, story by story; it is not computed by the fold that it judges.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random


class Lane(StrEnum):
    """Where somebody passes: a phone of its own each; OUTAGE has no network until the end of the day."""

    OUT_ONE = "out_one"
    OUT_TWO = "out_two"
    HOME_ONE = "home_one"
    HOME_TWO = "home_two"
    OUTAGE = "outage"
    OTHER_GATE = "other_gate"


class Code(StrEnum):
    """What is presented: the printed code, a digit changed in it, a stranger's signature, or keys pressed."""

    PRINTED = "printed"
    ALTERED = "altered"
    FOREIGN = "foreign"
    TYPED = "typed"


class Paper(StrEnum):
    """What became of the entry behind the code before the day's live hours."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One record at a gate: in a past hour (wave 0, minutes after the story's start), or now in waves 1 to 3.

    `annuls` and `disguises` name an earlier step: taken back; its id sent again with another body.
    """

    lane: Lane
    direction: str = "departure"
    wave: int = 0
    minutes: int = 0
    verdict: str = "accept"
    reason: str = ""
    code: Code = Code.PRINTED
    override: str = ""
    cause: str = ""
    annuls: int | None = None
    disguises: int | None = None

    @property
    def kind(self) -> str:
        """Return what the log must call it."""
        if self.direction != "departure":
            return self.direction
        passed = self.verdict == "accept" or (self.verdict == "check" and self.override)
        return "departure" if passed else "attempt"


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey that must be there in the end: the steps that begin and close it."""

    left: int
    back: int | None = None
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What a share of the people does, and what must be known of them in the end."""

    name: str
    share: float
    steps: tuple[Step, ...]
    trips: tuple[Trip, ...] = ()
    tasks: tuple[int, ...] = ()
    paper: Paper = Paper.VALID


_L = Lane
MORNING = Step(lane=_L.OUT_ONE)
NOW = Step(lane=_L.OUT_ONE, wave=1)
HOME_NOW = Step(lane=_L.HOME_ONE, direction="return", wave=2)

USUAL = Story("out in the morning, home now", 0.0, (MORNING, HOME_NOW), (Trip(0, 1),))
"""The rest of the people, whatever the shares of the others leave."""
STORIES = (
    Story("leaves now and stays", 0.17, (NOW,), (Trip(0),)),
    Story("left in the morning and stays", 0.22, (MORNING,), (Trip(0),)),
    Story(
        "out and home in past hours",
        0.20,
        (MORNING, Step(lane=_L.HOME_ONE, direction="return", minutes=330)),
        (Trip(0, 1),),
    ),
    Story("out and home now", 0.03, (NOW, HOME_NOW), (Trip(0, 1),)),
    Story("left during the outage, home now", 0.04, (Step(lane=_L.OUTAGE), HOME_NOW), (Trip(0, 1),)),
    Story(
        "out and home during the outage",
        0.02,
        (Step(lane=_L.OUTAGE), Step(lane=_L.OUTAGE, direction="return", minutes=300)),
        (Trip(0, 1),),
    ),
    Story(
        "scanned by two phones in one passage",
        0.01,
        (Step(lane=_L.OUT_ONE), Step(lane=_L.OUTAGE, minutes=4)),
        (Trip(0),),
    ),
    Story(
        "a copied code, both phones without a network",
        0.006,
        (Step(lane=_L.OUT_ONE), Step(lane=_L.OUTAGE, minutes=25)),
        (Trip(0, contradicted=True),),
        tasks=(1,),
    ),
    Story(
        "a copied code at another gate",
        0.008,
        (NOW, Step(lane=_L.OTHER_GATE, wave=2, verdict="refuse", reason="copied_code")),
        (Trip(0),),
    ),
    Story(
        "the same code again at the same gate",
        0.008,
        (NOW, Step(lane=_L.OUT_TWO, wave=2, verdict="check", reason="already_departed")),
        (Trip(0),),
    ),
    Story(
        "forged: signed with a stranger's key",
        0.008,
        (Step(lane=_L.OUT_TWO, wave=1, verdict="refuse", reason="bad_signature", code=Code.FOREIGN),),
    ),
    Story(
        "forged: a digit changed, refused without a network",
        0.006,
        (Step(lane=_L.OUTAGE, verdict="refuse", reason="bad_signature", code=Code.ALTERED),),
    ),
    Story(
        "expired",
        0.01,
        (Step(lane=_L.OUT_ONE, wave=1, verdict="refuse", reason="expired"),),
        paper=Paper.EXPIRED,
    ),
    Story(
        "withdrawn",
        0.006,
        (Step(lane=_L.OUT_TWO, wave=1, verdict="refuse", reason="withdrawn"),),
        paper=Paper.WITHDRAWN,
    ),
    Story(
        "revoked",
        0.008,
        (Step(lane=_L.OUT_ONE, wave=1, verdict="refuse", reason="revoked"),),
        paper=Paper.REVOKED,
    ),
    Story("revoked while away", 0.008, (MORNING, HOME_NOW), (Trip(0, 1),), paper=Paper.REVOKED),
    Story(
        "scanned by mistake and taken back",
        0.01,
        (NOW, Step(lane=_L.OUT_ONE, direction="annulment", wave=2, annuls=0)),
    ),
    Story(
        "code damaged: typed, person compared",
        0.02,
        (
            Step(
                lane=_L.OUT_TWO,
                wave=1,
                verdict="check",
                reason="typed_code",
                code=Code.TYPED,
                override="same_person",
            ),
        ),
        (Trip(0),),
    ),
    Story(
        "turned back by the neighbour",
        0.01,
        (NOW, Step(lane=_L.HOME_TWO, direction="return", wave=2, cause="turned_back")),
        (Trip(0, 1),),
    ),
    Story(
        "the same event id with another body",
        0.006,
        (MORNING, Step(lane=_L.OUT_ONE, wave=3, disguises=0)),
        (Trip(0),),
    ),
)
TWINS = {_L.OUT_ONE: _L.OUT_TWO, _L.HOME_ONE: _L.HOME_TWO}
"""Lanes side by side: every second person of a story takes the other one."""


def cast_stories(
    chance: Random, *, people: int, without: frozenset[Paper] = frozenset()
) -> tuple[Story, ...]:
    """Give each of so many people a story: each story at least once while people last, then by its share."""
    told = [story for story in STORIES if story.paper not in without]
    rare = [story for story in told for _ in range(max(1, round(story.share * people)))]
    firsts = sorted(range(len(rare)), key=lambda place: place > 0 and rare[place - 1] is rare[place])
    chosen = [rare[place] for place in firsts][:people]
    chosen += [USUAL] * (people - len(chosen))
    chance.shuffle(chosen)
    return tuple(chosen)


def steps_of(story: Story, *, twin: bool) -> Iterator[Step]:
    """Yield a story's steps; every second person's pass by the lanes beside."""
    for step in story.steps:
        # what refers to an earlier record, or meets one at the same post, keeps its place
        if not twin or step.disguises is not None or step.annuls is not None:
            yield step
        else:
            yield replace(step, lane=TWINS.get(step.lane, step.lane))
