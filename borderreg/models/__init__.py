"""Tables and constraints (SQLAlchemy 2, typed); no decisions are taken here."""

from borderreg.models.access import FormDraft, LoginThrottle, User, UserSession
from borderreg.models.audit import AuditHead, AuditRecord
from borderreg.models.base import Base, UtcDateTime, new_id, table_of
from borderreg.models.gate import (
    Device,
    DeviceInvite,
    Event,
    EventConflict,
    QuarantineReview,
    Shift,
    StopMark,
)
from borderreg.models.journeys import Contradiction, EntryState, Journey
from borderreg.models.lists import (
    DuplicateDecision,
    Employer,
    Entry,
    EntryChange,
    ListAuthor,
    ListCounter,
    WorkList,
)
from borderreg.models.passes import IssuedCode, KeyListVersion, SealKey, SigningKey
from borderreg.models.people import TravelDocument, Worker, WorkerRecord
from borderreg.models.places import (
    Commune,
    CommuneSuccession,
    Country,
    County,
    CrossingPoint,
    DocumentType,
    Gate,
    GateClosure,
    Organisation,
    OrganisationName,
    Setting,
)

__all__ = [
    "AuditHead",
    "AuditRecord",
    "Base",
    "Commune",
    "CommuneSuccession",
    "Contradiction",
    "Country",
    "County",
    "CrossingPoint",
    "Device",
    "DeviceInvite",
    "DocumentType",
    "DuplicateDecision",
    "Employer",
    "Entry",
    "EntryChange",
    "EntryState",
    "Event",
    "EventConflict",
    "FormDraft",
    "Gate",
    "GateClosure",
    "IssuedCode",
    "Journey",
    "KeyListVersion",
    "ListAuthor",
    "ListCounter",
    "LoginThrottle",
    "Organisation",
    "OrganisationName",
    "QuarantineReview",
    "SealKey",
    "Setting",
    "Shift",
    "SigningKey",
    "StopMark",
    "TravelDocument",
    "User",
    "UserSession",
    "UtcDateTime",
    "WorkList",
    "Worker",
    "WorkerRecord",
    "new_id",
    "table_of",
]
