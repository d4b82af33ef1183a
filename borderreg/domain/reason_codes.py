"""Stable codes of what a gate answers: classes, reasons and flags, and the shape of their texts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class VerdictClass(StrEnum):
    """One of the four answers to a scan; `refuse` exists for departures only."""

    ACCEPT = "accept"
    CHECK = "check"
    REFUSE = "refuse"
    UNREADABLE = "unreadable"


class ReasonGroup(StrEnum):
    """What a reason is about; the order is the order of examination."""

    UNREADABLE = "unreadable"
    AUTHENTICITY = "authenticity"
    AUTHORISATION = "authorisation"
    PLACE_AND_PAPER = "place_and_paper"
    JOURNEY = "journey"
    PROTECTION = "protection"
    QUALITY = "quality"


class Reason(StrEnum):
    """Why a departure is not simply accepted; the codes never change once printed or stored."""

    NOT_OURS = "not_ours"
    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    WRONG_KIND = "wrong_kind"
    UNSUPPORTED_VERSION = "unsupported_version"
    SPECIMEN = "specimen"

    BAD_SIGNATURE = "bad_signature"
    ALG_MISMATCH = "alg_mismatch"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_KEY_STALE_PACK = "unknown_key_stale_pack"
    KEY_NOT_VALID = "key_not_valid"
    KEY_EXPIRED = "key_expired"
    KEY_REVOKED = "key_revoked"
    KEY_WRONG_USE = "key_wrong_use"
    BAD_DATES = "bad_dates"

    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    NOT_CERTIFIED = "not_certified"
    NOT_IN_ROSTER = "not_in_roster"
    DATA_CHANGED = "data_changed"

    GATE_NOT_INTERNATIONAL = "gate_not_international"
    GATE_CLOSED = "gate_closed"
    WRONG_GATE = "wrong_gate"
    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_SHORT = "document_short"
    OUTSIDE_BORDER_ZONE = "outside_border_zone"
    MINOR = "minor"
    EMPLOYER_SUSPENDED = "employer_suspended"

    ALREADY_DEPARTED = "already_departed"
    COPIED_CODE = "copied_code"

    STOP_MARK = "stop_mark"

    TYPED_CODE = "typed_code"
    PACK_STALE = "pack_stale"
    CLOCK_WRONG = "clock_wrong"
    PAPER_LIST = "paper_list"


class Flag(StrEnum):
    """What is remembered with an event without stopping anybody."""

    RETURN_WITHOUT_DEPARTURE = "return_without_departure"
    OVERDUE = "overdue"
    RETURN_AFTER_EXPIRY = "return_after_expiry"
    RETURN_OF_REVOKED = "return_of_revoked"
    RETURN_OTHER_GATE = "return_other_gate"
    DECLARED_IDENTITY = "declared_identity"
    CODE_NOT_PROVEN = "code_not_proven"

    OUTSIDE_HOURS = "outside_hours"
    OPENED_BY_ORDER = "opened_by_order"
    WRONG_GATE = "wrong_gate"
    DOCUMENT_CHANGED = "document_changed"
    DOCUMENT_SHORT = "document_short"
    PAPER_LIST = "paper_list"

    PACK_STALE = "pack_stale"
    CLOCK_WRONG = "clock_wrong"
    UNKNOWN_KEY_STALE_PACK = "unknown_key_stale_pack"

    TIME_UNCERTAIN = "time_uncertain"
    SEQUENCE_GAP = "sequence_gap"
    OFFICER_UNVERIFIED = "officer_unverified"
    QUARANTINED = "quarantined"
    DECIDED_OFFLINE = "decided_offline"
    WOULD_REFUSE = "would_refuse"
    SAME_PASSAGE = "same_passage"
    CONTRADICTORY = "contradictory"


class Text(NamedTuple):
    """Hold one wording in the three languages of the interface."""

    vi: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonInfo:
    """Describe a reason: its class for a departure and its texts.

    `label_*` is a short name for tables; `text_*` the one sentence to say to the person, which speaks of
    the list and never of the right to leave; `solution_*` says who does what. `or_class` is the class that
    the reason takes instead where the gate rules say so (a revoked key whose entry the roster still holds;
    what a stop mark asks).
    """

    group: ReasonGroup
    class_for_departure: VerdictClass
    label_vi: str
    label_en: str
    label_zh: str
    text_vi: str
    text_en: str
    text_zh: str
    solution_vi: str
    solution_en: str
    solution_zh: str
    or_class: VerdictClass | None = None

    @property
    def label(self) -> Text:
        """Return the short name in the three languages."""
        return Text(self.label_vi, self.label_en, self.label_zh)

    @property
    def text(self) -> Text:
        """Return the sentence to say in the three languages."""
        return Text(self.text_vi, self.text_en, self.text_zh)

    @property
    def solution(self) -> Text:
        """Return what solves it in the three languages."""
        return Text(self.solution_vi, self.solution_en, self.solution_zh)


def reason_info(
    group: ReasonGroup,
    class_: VerdictClass,
    label: tuple[str, str, str],
    text: tuple[str, str, str],
    solution: tuple[str, str, str],
    or_class: VerdictClass | None = None,
) -> ReasonInfo:
    """Build a ReasonInfo from (vi, en, zh) triples, so that a table of texts stays readable."""
    return ReasonInfo(
        group=group,
        class_for_departure=class_,
        label_vi=label[0],
        label_en=label[1],
        label_zh=label[2],
        text_vi=text[0],
        text_en=text[1],
        text_zh=text[2],
        solution_vi=solution[0],
        solution_en=solution[1],
        solution_zh=solution[2],
        or_class=or_class,
    )
