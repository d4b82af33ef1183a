"""What a gate asks before anybody passes: who is this, and what do the rules say? Nothing is written here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from borderreg.domain.gate import GateFacts, Presented, Verdict, decide
from borderreg.domain.identity_cards import read_card
from borderreg.domain.journeys import Fact, Folded, fold
from borderreg.domain.keys import KeyList
from borderreg.domain.paper_lists import PaperList
from borderreg.domain.passes import Reading, parse_entry_code
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Reason
from borderreg.ls1 import read_digits
from borderreg.services.journeys import worker_facts
from borderreg.services.roster import RosterLine, find_by_code, find_by_number

NOT_READABLE = Reading((Reason.MALFORMED,), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How a passage names its person: exactly one of these, the strongest first."""

    digits: str | None = None
    cti: bytes | None = None
    entry_code: str | None = None
    document_number: str | None = None
    card_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What was read and which entry it names; `reading` is None when no signature was presented."""

    reading: Reading | None
    cti: bytes | None
    line: RosterLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict with the entry and the past that it was decided on."""

    verdict: Verdict
    identified: Identified
    past: Folded


def identify(
    session: Session, *, naming: Naming, keys: KeyList, at: datetime, lock: bool = False
) -> Identified:
    """Find whom a code, a typed code or a paper names; with `lock` that worker stays locked."""
    day = local_day(at)
    if naming.digits is not None:
        reading = read_digits(naming.digits, at=at, keys=keys)
        cti = reading.entry.cti if reading.entry else None
        line = find_by_code(session, cti=cti, at=at, day=day, lock=lock) if cti else None
        return Identified(reading=reading, cti=cti, line=line)
    cti = naming.cti or (parse_entry_code(naming.entry_code) if naming.entry_code else None)
    if cti is not None:
        line = find_by_code(session, cti=cti, at=at, day=day, lock=lock)
        return Identified(reading=None, cti=cti, line=line)
    number = naming.document_number or (read_card(naming.card_text) if naming.card_text else None)
    found = find_by_number(session, text=number, at=at, day=day) if number else None
    if found is None:
        return Identified(reading=NOT_READABLE if naming.entry_code else None, cti=None, line=None)
    return Identified(reading=None, cti=found.cti or None, line=found)


def decide_passage(
    *,
    identified: Identified,
    past: Folded,
    gate: GateFacts,
    direction: str,
    at: datetime,
    document_changed: bool = False,
    paper: PaperList | None = None,
) -> Verdict:
    """Put the frozen facts of a passage together and decide."""
    line = identified.line
    facts = Presented(
        at=at,
        gate=gate,
        reading=identified.reading,
        entry=line.facts if line else None,
        past=past,
        stop=line.stop if line else None,
        same_entry_departed=_open_departure(past, line),
        document_changed=document_changed,
        paper=paper,
    )
    return decide(facts, direction=direction)


def _open_departure(past: Folded, line: RosterLine | None) -> Fact | None:
    if past.open is None or line is None or past.open.departed.entry != line.entry_id:
        return None
    return past.open.departed


def verify_passage(
    session: Session, *, naming: Naming, gate: GateFacts, keys: KeyList, direction: str, at: datetime
) -> Answer:
    """Answer what the rules say now, and on what; the person is shown by the caller, who logs the read."""
    identified = identify(session, naming=naming, keys=keys, at=at)
    line = identified.line
    past = fold(worker_facts(session, worker_id=line.worker_id)) if line else Folded()
    verdict = decide_passage(identified=identified, past=past, gate=gate, direction=direction, at=at)
    return Answer(verdict=verdict, identified=identified, past=past)
