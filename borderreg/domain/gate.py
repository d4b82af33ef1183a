"""The gate's decision: a table of small checks over frozen facts; a refusal is a value (gate-protocol.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from borderreg.domain.dates import BirthDate, is_adult
from borderreg.domain.journeys import Fact, Folded, WorkerState
from borderreg.domain.lists import EntryStatus
from borderreg.domain.paper_lists import PaperList
from borderreg.domain.passes import EntryPayload, Reading
from borderreg.domain.periods import HANOI, local_day
from borderreg.domain.reasons import REASONS, Flag, Reason, VerdictClass, worst_class

NOTHING_PAST = Folded()
COPIED_WITHIN = timedelta(minutes=30)
SHORT_DOCUMENT = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What is true of a gate on the day of the crossing."""

    code: str
    bit: int
    international: bool
    closed: bool = False
    opened_by_order: bool = False
    hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What the roster holds about the entry that was presented."""

    status: EntryStatus
    list_no: str
    row: int
    birth: str
    valid_from: date
    valid_to: date
    gates: int
    document_type: str
    document_expires: date
    border_zone_only: bool
    county_on_border: bool
    superseded: bool = False
    employer_suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """Everything that decides one passage, frozen; `reading` is None when no digits were presented."""

    at: datetime
    gate: GateFacts
    reading: Reading | None = None
    entry: EntryFacts | None = None
    past: Folded = NOTHING_PAST
    stop: VerdictClass | None = None
    same_entry_departed: Fact | None = None
    document_changed: bool = False
    paper: PaperList | None = None

    @property
    def day(self) -> date:
        """Return the local day of the passage."""
        return local_day(self.at)

    @property
    def payload(self) -> EntryPayload | None:
        """Return what the signed code says, when one was presented and holds."""
        return self.reading.entry if self.reading else None

    @property
    def proven(self) -> bool:
        """Say whether a signature, and not a typed code or a search, named the entry."""
        return self.payload is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a scan: class, reasons in the order of examination, and flags that only remember."""

    class_: VerdictClass
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()


Finding = tuple[Reason, VerdictClass]
Check = Callable[[Presented], "Finding | Reason | None"]


def check_not_yet_valid(facts: Presented) -> Reason | None:
    """Refuse before the first day; the code's own dates are read with its signature."""
    early = facts.entry is not None and facts.day < facts.entry.valid_from
    return Reason.NOT_YET_VALID if early else None


def check_expired(facts: Presented) -> Reason | None:
    """Refuse after the last day, which is included whole."""
    late = facts.entry is not None and facts.day > facts.entry.valid_to
    return Reason.EXPIRED if late else None


STATUS_REASONS = {
    EntryStatus.DRAFT: Reason.NOT_CERTIFIED,
    EntryStatus.WITHDRAWN: Reason.WITHDRAWN,
    EntryStatus.REVOKED: Reason.REVOKED,
    EntryStatus.SUSPENDED: Reason.SUSPENDED,
    EntryStatus.SUPERSEDED: Reason.SUPERSEDED,
}


def check_status(facts: Presented) -> Reason | None:
    """Refuse an entry that is not certified now."""
    if facts.entry is None:
        return None
    if facts.entry.superseded and facts.entry.status is EntryStatus.CERTIFIED:
        return Reason.SUPERSEDED
    return STATUS_REASONS.get(facts.entry.status)


def check_in_roster(facts: Presented) -> Reason | None:
    """Ask for a look when a true code names an entry that the roster does not hold."""
    return Reason.NOT_IN_ROSTER if facts.entry is None and facts.payload is not None else None


def check_data_unchanged(facts: Presented) -> Reason | None:
    """Ask for a look when the signed facts differ from the roster's."""
    if facts.entry is None or facts.payload is None or says_the_same(facts.payload, facts.entry):
        return None
    return Reason.DATA_CHANGED


def says_the_same(payload: EntryPayload, entry: EntryFacts) -> bool:
    """Compare what was signed with what the roster holds."""
    return (payload.list_no, payload.row, payload.gates, payload.valid_from, payload.valid_to) == (
        entry.list_no,
        entry.row,
        entry.gates,
        entry.valid_from,
        entry.valid_to,
    )


def check_gate_international(facts: Presented) -> Reason | None:
    """Refuse at a gate that is not international for people today (directive of Lạng Sơn)."""
    return None if facts.gate.international else Reason.GATE_NOT_INTERNATIONAL


def check_gate_open(facts: Presented) -> Reason | None:
    """Ask the commander during a dated closure, unless the gate was opened by order."""
    return Reason.GATE_CLOSED if facts.gate.closed and not facts.gate.opened_by_order else None


def check_document(facts: Presented) -> Reason | None:
    """Ask for another paper when the certified one has run out."""
    held = facts.entry or facts.paper
    if held is None or facts.document_changed or held.document_expires >= facts.day:
        return None
    return Reason.DOCUMENT_EXPIRED


def check_border_zone(facts: Presented) -> Reason | None:
    """Ask for a look when a border pass leads to a county outside the border zone."""
    entry = facts.entry
    outside = entry is not None and entry.border_zone_only and not entry.county_on_border
    return Reason.OUTSIDE_BORDER_ZONE if outside else None


def check_adult(facts: Presented) -> Reason | None:
    """Refuse a minor and alert protection (law on contract workers abroad; Law 53/2024)."""
    person = facts.entry or facts.paper
    if person is None or is_adult(BirthDate.from_text(person.birth), day=facts.day):
        return None
    return Reason.MINOR


def check_employer(facts: Presented) -> Reason | None:
    """Ask for a look when the employer is suspended today."""
    return Reason.EMPLOYER_SUSPENDED if facts.entry and facts.entry.employer_suspended else None


def check_copied_code(facts: Presented) -> Reason | None:
    """Refuse when the same entry left by another gate less than 30 minutes ago."""
    earlier = facts.same_entry_departed
    if earlier is None or earlier.gate == facts.gate.code:
        return None
    return Reason.COPIED_CODE if abs(facts.at - earlier.occurred_at) < COPIED_WITHIN else None


def check_not_departed(facts: Presented) -> Reason | None:
    """Ask for a look when the worker is already abroad."""
    return None if facts.past.state is WorkerState.HOME else Reason.ALREADY_DEPARTED


def check_stop_mark(facts: Presented) -> Finding | None:
    """Do as the private mark says: check or refuse."""
    return (Reason.STOP_MARK, facts.stop) if facts.stop else None


def check_proven(facts: Presented) -> Reason | None:
    """Ask to compare the person when a typed code or a search, not a signature, named the entry."""
    return Reason.TYPED_CODE if facts.entry is not None and not facts.proven else None


def check_paper_list(facts: Presented) -> Reason | None:
    """Ask to compare a list on paper of a commune outside the system; it is counted apart."""
    return Reason.PAPER_LIST if facts.paper else None


CHECKS: tuple[Check, ...] = (
    check_not_yet_valid,
    check_expired,
    check_status,
    check_in_roster,
    check_data_unchanged,
    check_gate_international,
    check_gate_open,
    check_document,
    check_border_zone,
    check_adult,
    check_employer,
    check_copied_code,
    check_not_departed,
    check_stop_mark,
    check_proven,
    check_paper_list,
)

FLAG_RULES: tuple[tuple[Flag, Callable[[Presented], bool]], ...] = (
    (Flag.OUTSIDE_HOURS, lambda facts: not _within_hours(facts)),
    (Flag.OPENED_BY_ORDER, lambda facts: facts.gate.closed and facts.gate.opened_by_order),
    (Flag.PAPER_LIST, lambda facts: facts.paper is not None),
)
DEPARTURE_FLAGS: tuple[tuple[Flag, Callable[[Presented], bool]], ...] = (
    (Flag.WRONG_GATE, lambda facts: facts.entry is not None and not facts.entry.gates >> facts.gate.bit & 1),
    (Flag.DOCUMENT_SHORT, lambda facts: facts.entry is not None and _is_short(facts.entry, facts.day)),
    (Flag.DOCUMENT_CHANGED, lambda facts: facts.document_changed),
)
RETURN_FLAGS: tuple[tuple[Flag, Callable[[Presented], bool]], ...] = (
    (Flag.RETURN_WITHOUT_DEPARTURE, lambda facts: facts.past.open is None and facts.paper is None),
    (Flag.OVERDUE, lambda facts: facts.past.open is not None and check_expired(facts) is not None),
    (Flag.RETURN_AFTER_EXPIRY, lambda facts: check_expired(facts) is not None),
    (Flag.RETURN_OF_REVOKED, lambda facts: facts.entry is not None and _is_taken_back(facts.entry)),
    (Flag.RETURN_OTHER_GATE, lambda facts: _is_other_gate(facts)),
)


def _within_hours(facts: Presented) -> bool:
    now = facts.at.astimezone(HANOI).time()
    return not facts.gate.hours or any(first <= now < last for first, last in facts.gate.hours)


def _is_short(entry: EntryFacts, day: date) -> bool:
    return entry.document_expires < max(entry.valid_to, day + SHORT_DOCUMENT)


def _is_taken_back(entry: EntryFacts) -> bool:
    return entry.status in (EntryStatus.REVOKED, EntryStatus.WITHDRAWN, EntryStatus.SUSPENDED)


def _is_other_gate(facts: Presented) -> bool:
    return facts.past.open is not None and facts.past.open.departed.gate != facts.gate.code


def decide_departure(facts: Presented) -> Verdict:
    """Decide a departure: it fails closed, and names every reason at once."""
    if facts.reading is not None and facts.reading.payload is None:
        return _decide_unread(facts.reading)
    if facts.entry is None and facts.payload is None and facts.paper is None:
        return Verdict(VerdictClass.UNREADABLE, (Reason.NOT_OURS,))
    findings = [
        _weigh_code_reason(reason, facts) for reason in (facts.reading.reasons if facts.reading else ())
    ]
    for check in CHECKS:
        found = check(facts)
        if found is not None:
            finding = found if isinstance(found, tuple) else (found, REASONS[found].class_for_departure)
            if finding[0] not in (reason for reason, _ in findings):
                findings.append(finding)
    return Verdict(
        worst_class(*(class_ for _, class_ in findings)),
        tuple(reason for reason, _ in findings),
        _flags(facts, FLAG_RULES + DEPARTURE_FLAGS),
    )


def _decide_unread(reading: Reading) -> Verdict:
    """Answer digits whose signature does not hold; without any reason they count as unreadable."""
    if reading.class_ is VerdictClass.ACCEPT:
        return Verdict(VerdictClass.UNREADABLE, reading.reasons or (Reason.MALFORMED,))
    return Verdict(reading.class_, reading.reasons)


def _weigh_code_reason(reason: Reason, facts: Presented) -> Finding:
    held = (
        facts.entry is not None
        and facts.payload is not None
        and facts.entry.status is EntryStatus.CERTIFIED
        and says_the_same(facts.payload, facts.entry)
    )
    info = REASONS[reason]
    if reason is Reason.KEY_REVOKED and held and info.or_class is not None:
        return reason, info.or_class
    return reason, info.class_for_departure


def decide_return(facts: Presented) -> Verdict:
    """Decide a return: never refused; an unread code asks for the typed code, the rest is remembered."""
    if facts.entry is None and facts.payload is None and facts.paper is None:
        reasons = facts.reading.reasons if facts.reading else (Reason.NOT_OURS,)
        return Verdict(VerdictClass.UNREADABLE, reasons, (Flag.CODE_NOT_PROVEN,))
    return Verdict(VerdictClass.ACCEPT, (), _flags(facts, FLAG_RULES + RETURN_FLAGS))


def _flags(facts: Presented, rules: tuple[tuple[Flag, Callable[[Presented], bool]], ...]) -> tuple[Flag, ...]:
    return tuple(flag for flag, applies in rules if applies(facts))


DECISIONS = {"departure": decide_departure, "return": decide_return}


def decide(facts: Presented, *, direction: str) -> Verdict:
    """Decide a passage in one of the two directions."""
    return DECISIONS[direction](facts)
