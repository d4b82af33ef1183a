"""The audit log's arithmetic: canonical bytes, commitments, leaves, and the check of a whole chain.

leaf = SHA-256(0x00, seq, prev, commitment); commitment = HMAC-SHA-256(salt, payload): erasing payload and
salt leaves the chain whole (security.md, Audit log).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

GENESIS = bytes(32)


class AuditAction(StrEnum):
    """What was done, in the past tense; alphabetical."""

    ASSISTANCE_HANDLED = "assistance:handled"
    ASSISTANCE_SEEN = "assistance:seen"
    AUDIT_VERIFIED = "audit:verified"
    CASE_LOGGED = "case:logged"
    CONTRADICTION_CLOSED = "contradiction:closed"
    CORRECTION_ACCEPTED = "correction:accepted"
    CORRECTION_DECLINED = "correction:declined"
    CORRECTION_LAPSED = "correction:lapsed"
    CORRECTION_PROPOSED = "correction:proposed"
    CORRECTION_TAKEN_BACK = "correction:taken_back"
    CONTROL_DISCARDED = "control:discarded"
    CONTROL_UPLOADED = "control:uploaded"
    CONTROL_WRITTEN = "control:written"
    DEVICE_ENROLLED = "device:enrolled"
    DEVICE_INVITED = "device:invited"
    DEVICE_PACK_TAKEN = "device:pack_taken"
    DEVICE_REVOKED = "device:revoked"
    DUPLICATE_DECIDED = "duplicate:decided"
    ENTRY_SUPERSEDED = "entry:superseded"
    ENTRY_WITHDRAWN = "entry:withdrawn"
    EVENTS_EXPORTED = "events:exported"
    EVENTS_IMPORTED = "events:imported"
    EVENT_CONFLICTED = "event:conflicted"
    EVENT_RECORDED = "event:recorded"
    FIGURES_EXPORTED = "figures:exported"
    GATE_CLOSED = "gate:closed"
    GATE_CLOSURE_LIFTED = "gate:closure_lifted"
    GATE_PINS_FORGOTTEN = "gate:pins_forgotten"
    GATE_PIN_SET = "gate:pin_set"
    HOUSEHOLDS_ADDED = "households:added"
    JOB_SEEKER_WRITTEN = "job_seeker:written"
    IMPORT_DECIDED = "import:decided"
    IMPORT_DISCARDED = "import:discarded"
    IMPORT_EDITED = "import:edited"
    IMPORT_READ = "import:read"
    IMPORT_UPLOADED = "import:uploaded"
    JOURNEYS_REBUILT = "journeys:rebuilt"
    KEYS_MADE = "keys:made"
    KEY_REVOKED = "key:revoked"
    KNOWN_ABROAD_READ = "known_abroad:read"
    KNOWN_ABROAD_SEARCHED = "known_abroad:searched"
    KNOWN_ABROAD_WRITTEN = "known_abroad:written"
    LIST_CERTIFIED = "list:certified"
    LIST_CREATED = "list:created"
    LIST_DISCARDED = "list:discarded"
    LIST_EXPORTED = "list:exported"
    LIST_IMPORTED = "list:imported"
    LIST_PRINTED = "list:printed"
    LIST_RESTORED = "list:restored"
    LIST_RETURNED = "list:returned"
    LIST_REVOKED = "list:revoked"
    LIST_SUBMITTED = "list:submitted"
    LOG_REMOVED = "log:removed"
    MONTH_PREPARED = "month:prepared"
    MONTH_SENT = "month:sent"
    OUTREACH_LOGGED = "outreach:logged"
    PASSKEY_ADDED = "passkey:added"
    PASSKEY_REFUSED = "passkey:refused"
    PASSKEY_REMOVED = "passkey:removed"
    PAPER_KEYED = "paper:keyed"
    PAPER_OPENED = "paper:opened"
    PAPER_PRINTED = "paper:printed"
    PERMISSION_REFUSED = "permission:refused"
    PHONES_READ = "phones:read"
    PLEDGES_SIGNED = "pledges:signed"
    PLEDGES_TAKEN_BACK = "pledges:taken_back"
    POST_ENDED = "post:ended"
    POST_HANDED_OVER = "post:handed_over"
    POST_STOOD_IN = "post:stood_in"
    QUARANTINE_REVIEWED = "quarantine:reviewed"
    REPORTS_EXPORTED = "reports:exported"
    REPORT_ANSWERED = "report:answered"
    REPORT_FROZEN = "report:frozen"
    REPORT_REMINDED = "report:reminded"
    REPORT_REQUESTED = "report:requested"
    RETURN_MATCHED = "return:matched"
    REGISTER_ACCEPTED = "register:accepted"
    REGISTER_ADDED = "register:added"
    REGISTER_ANSWERED = "register:answered"
    REGISTER_ASKED = "register:asked"
    REGISTER_CHANGED = "register:changed"
    REGISTER_LIFTED = "register:lifted"
    REGISTER_MERGED = "register:merged"
    REGISTER_PROPOSED = "register:proposed"
    REGISTER_SUSPENDED = "register:suspended"
    ROW_ADDED = "row:added"
    ROW_EDITED = "row:edited"
    ROW_REMOVED = "row:removed"
    ROW_RESTORED = "row:restored"
    SHIFT_ENDED = "shift:ended"
    SHIFT_REPORTED = "shift:reported"
    SHIFT_SIGNED_OFF = "shift:signed_off"
    SHIFT_STARTED = "shift:started"
    TEAM_ARCHIVED = "team:archived"
    TEAM_RENAMED = "team:renamed"
    TEAM_RESTORED = "team:restored"
    TEAM_SAVED = "team:saved"
    USER_ADDED = "user:added"
    USER_DISABLED = "user:disabled"
    USER_LOGGED_IN = "user:logged_in"
    USER_LOGGED_OUT = "user:logged_out"
    USER_LOGIN_FAILED = "user:login_failed"
    USER_PASSWORD_CHANGED = "user:password_changed"  # noqa: S105 (a name of an act, not a password)
    USER_RESET = "user:reset"
    USER_STEPPED_UP = "user:stepped_up"
    VISIT_RECORDED = "visit:recorded"
    VISIT_UNDONE = "visit:undone"
    WORKER_READ = "worker:read"
    WORKER_REGISTERED = "worker:registered"
    WORKER_SEARCHED = "worker:searched"
    WORKER_UPDATED = "worker:updated"


@dataclass(frozen=True, slots=True)
class ChainRecord:
    """One record as stored; `facts` are the columns beside the payload, which must equal it."""

    seq: int
    facts: Mapping[str, str | None]
    payload: str | None
    salt: bytes | None
    prev: bytes
    commitment: bytes
    leaf: bytes


def canonical(payload: Mapping[str, object]) -> str:
    """Write a payload as canonical JSON text: sorted keys, no white space, UTF-8 letters as they are."""
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def commitment_of(payload: str, salt: bytes) -> bytes:
    """Return the salted commitment to a payload."""
    return hmac.digest(salt, payload.encode(), "sha256")


def leaf_of(seq: int, prev: bytes, commitment: bytes) -> bytes:
    """Return the leaf that joins a commitment to the chain."""
    return hashlib.sha256(b"\x00" + seq.to_bytes(8, "big") + prev + commitment).digest()


def first_bad(records: Iterable[ChainRecord], *, count: int, head: bytes) -> int | None:
    """Return the number of the first record that does not hold, or None when the whole chain does.

    Finds an edited, deleted, inserted or reordered record, and by the head a cut tail.
    """
    expected, prev = 1, GENESIS
    for record in records:
        if record.seq != expected or not _holds(record, prev):
            return expected
        prev = record.leaf
        expected += 1
    if expected - 1 != count or prev != head:
        return expected
    return None


def _holds(record: ChainRecord, prev: bytes) -> bool:
    if record.payload is None or record.salt is None:
        return False
    return (
        record.prev == prev
        and record.leaf == leaf_of(record.seq, prev, record.commitment)
        and record.commitment == commitment_of(record.payload, record.salt)
        and _facts_agree(record)
    )


def _facts_agree(record: ChainRecord) -> bool:
    try:
        said = json.loads(record.payload or "")
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(name) == value for name, value in record.facts.items())
