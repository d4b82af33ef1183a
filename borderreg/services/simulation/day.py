"""The synthetic day at the gates: queues of the past hours, live lanes side by side, an outage, replays."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from borderreg.domain.passes import format_entry_code
from borderreg.services.simulation.differences import Difference
from borderreg.services.simulation.people import Passer
from borderreg.services.simulation.phones import Phone
from borderreg.services.simulation.stories import Code, Lane, Step
from borderreg.services.simulation.wire import Reply

BATCH = 200
EVERY_LOST_ANSWER = 3
"""Of so many batches one is sent again, as a phone does whose connection broke before the answer."""
WAVES = (1, 2, 3)
OUTAGE_ENDS_IN = 2
Done = Callable[[int], object]
Task = tuple[Passer, int, Step]


@dataclass(frozen=True, slots=True)
class Sent:
    """An acknowledged event: as it was sent, what it is, and when it truly happened (None: live)."""

    event: dict[str, Any]
    phone: Phone
    passer: Passer
    step: Step
    at: datetime | None
    began: datetime
    ended: datetime


@dataclass
class Diary:
    """What one phone did and was answered."""

    acknowledged: dict[UUID, Sent] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    surprises: list[Difference] = field(default_factory=list)
    conflicts: int = 0
    duplicates: int = 0

    def add(self, other: "Diary") -> None:
        """Take in what another phone did."""
        self.acknowledged |= other.acknowledged
        self.times += other.times
        self.surprises += other.surprises
        self.conflicts += other.conflicts
        self.duplicates += other.duplicates


def play_day(*, phones: dict[Lane, Phone], people: Sequence[Passer], done: Done) -> Diary:
    """Play everybody's steps against the running server; return what was acknowledged."""
    waves: defaultdict[tuple[int, Lane], list[Task]] = defaultdict(list)
    for passer in people:
        for number, step in enumerate(passer.steps):
            waves[step.wave, step.lane].append((passer, number, step))
    diary = Diary()
    with ThreadPoolExecutor(max_workers=len(phones)) as pool:

        def together(jobs: Iterable[tuple[Callable[..., Diary], Lane, list[Task]]]) -> None:
            running = [pool.submit(play, phones[lane], tasks, done) for play, lane, tasks in jobs if tasks]
            for job in running:
                diary.add(job.result())

        queues = {lane: tasks for (wave, lane), tasks in waves.items() if wave == 0}
        held_back = queues.pop(Lane.OUTAGE, [])
        together((upload, lane, tasks) for lane, tasks in queues.items())
        for wave in WAVES:
            jobs = [(pass_now, lane, tasks) for (number, lane), tasks in waves.items() if number == wave]
            late = [(upload, Lane.OUTAGE, held_back)] if wave == OUTAGE_ENDS_IN else []
            together([*jobs, *late])
    return diary


def upload(phone: Phone, tasks: list[Task], done: Done) -> Diary:
    """Send a phone's queue of past hours in batches; some answers get lost, and the batch comes again."""
    diary = Diary()
    ordered = sorted(tasks, key=lambda task: task[0].when(task[2]))
    for number, first in enumerate(range(0, len(ordered), BATCH)):
        part = ordered[first : first + BATCH]
        events = [
            _make(phone, passer, place, step, at=passer.when(step), said=True) for passer, place, step in part
        ]
        began = phone.clock()
        if number % EVERY_LOST_ANSWER == 0:
            phone.send(events, live=False)
        reply = phone.send(events, live=False)
        results = _results(reply, diary)
        for (passer, _, step), event, result in zip(part, events, results, strict=False):
            sent = Sent(event, phone, passer, step, passer.when(step), began, phone.clock())
            _note(diary, sent, result)
        done(len(part))
    return diary


def pass_now(phone: Phone, tasks: list[Task], done: Done) -> Diary:
    """Let people pass one after the other at one lane: asked about, then recorded live."""
    diary = Diary()
    for passer, place, step in tasks:
        if step.disguises is not None:
            _disguise(diary, phone, passer, step)
        else:
            _pass_one(diary, phone, passer, place, step)
        done(1)
    return diary


def _pass_one(diary: Diary, phone: Phone, passer: Passer, place: int, step: Step) -> None:
    began = phone.clock()
    if step.annuls is None:
        asked = phone.verify(step.direction, _naming(passer, step))
        diary.times.append(asked.ms)
        _expect(diary, passer, step, asked.document.get("class", ""), asked.document.get("reasons", ()))
    event = _make(phone, passer, place, step, at=None, said=False)
    reply = phone.send([event], live=True)
    diary.times.append(reply.ms)
    for result in _results(reply, diary):
        _note(diary, Sent(event, phone, passer, step, None, began, phone.clock()), result)


def _disguise(diary: Diary, phone: Phone, passer: Passer, step: Step) -> None:
    """Send another body under a known id: the first must be kept."""
    event = {
        "id": str(passer.sent[step.disguises or 0]),
        "seq": phone.seq,
        "direction": "return",
        "occurred_at": phone.now().isoformat(),
        "officer": phone.officer,
        "gate": phone.gate,
        "digits": passer.digits,
        "verdict": "accept",
    }
    for result in _results(phone.send([event], live=False), diary):
        if result["result"] == "conflict":
            diary.conflicts += 1
        else:
            diary.surprises.append(Difference("answer", passer.cti.hex(), "conflict", result["result"]))


def _make(
    phone: Phone, passer: Passer, place: int, step: Step, *, at: datetime | None, said: bool
) -> dict[str, Any]:
    facts: dict[str, Any] = {"direction": step.direction, "method": "camera"}
    if step.annuls is not None:
        facts |= {"annuls": str(passer.sent[step.annuls]), "reason": "quét nhầm người"}
    else:
        facts |= _naming(passer, step)
    if step.code is Code.TYPED:
        facts["method"] = "typed"
    if step.override:
        facts["override"] = {"reason": step.override}
    if step.cause:
        facts["cause"] = step.cause
    if said:
        facts |= {"verdict": step.verdict, "reasons": [step.reason] if step.reason else []}
    event = phone.event(at=at, **facts)
    passer.sent[place] = UUID(event["id"])
    return event


def _naming(passer: Passer, step: Step) -> dict[str, str]:
    if step.code is Code.TYPED:
        return {"entry_code": format_entry_code(passer.cti)}
    return {"digits": passer.digits if step.code is Code.PRINTED else passer.forged}


def _results(reply: Reply, diary: Diary) -> list[dict[str, Any]]:
    if reply.status != 200:
        code = f"{reply.status} {reply.document.get('code', '')}"
        diary.surprises.append(Difference("answer", "", "200", code))
        return []
    return list(reply.document["results"])


def _note(diary: Diary, sent: Sent, result: dict[str, Any]) -> None:
    """Remember an acknowledged event, and what about its answer is not as it should be."""
    if result["result"] not in ("stored", "duplicate"):
        expected = Difference("answer", sent.passer.cti.hex(), "stored", result["result"])
        diary.surprises.append(expected)
        return
    diary.duplicates += result["result"] == "duplicate"
    diary.acknowledged[UUID(sent.event["id"])] = sent
    if sent.step.annuls is None:
        _expect(diary, sent.passer, sent.step, result["verdict"], result["reasons"])


def _expect(diary: Diary, passer: Passer, step: Step, verdict: str, reasons: Sequence[str]) -> None:
    if verdict != step.verdict or (step.reason and step.reason not in reasons):
        expected = f"{step.verdict} {step.reason}".strip()
        found = f"{verdict} {' '.join(reasons)}".strip()
        diary.surprises.append(Difference("verdict", passer.cti.hex(), expected, found))
