"""Tables and constraints (SQLAlchemy 2, typed); no decisions are taken here."""

from borderreg.models.access import FormDraft, LoginThrottle, User, UserSession
from borderreg.models.agreements import Agreement, Holiday
from borderreg.models.audit import AuditHead, AuditRecord
from borderreg.models.base import Base, UtcDateTime, new_id, table_of
from borderreg.models.certification import Correction, CorrectionAnswer, ListPrint
from borderreg.models.commune_month import (
    AssistanceRequest,
    FoundCase,
    Household,
    JobSeeker,
    KnownAbroad,
    KnownAbroadChange,
    Outreach,
    Pledge,
    Visit,
    VisitUndo,
)
from borderreg.models.commune_reports import (
    MonthDraft,
    MonthReport,
    ReportAnswer,
    ReportReminder,
    ReportRequest,
    RequestedCommune,
)
from borderreg.models.employers import Employer, Recruiter, RegisterChange, RegisterName
from borderreg.models.gate import (
    Device,
    DeviceInvite,
    Event,
    EventConflict,
    QuarantineReview,
    Shift,
    StopMark,
)
from borderreg.models.imports import ColumnChoice, ImportGrid, ImportRow
from borderreg.models.journeys import Contradiction, EntryState, Journey
from borderreg.models.lists import (
    DuplicateDecision,
    Entry,
    EntryChange,
    ListAuthor,
    ListCounter,
    WorkList,
)
from borderreg.models.notices import CommuneNotice
from borderreg.models.packs import DeviceState, PackChange
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
from borderreg.models.posts import HandOver, PostEnd, StandIn
from borderreg.models.search import SearchVocabulary, SearchWord

__all__ = [
    "Agreement",
    "AssistanceRequest",
    "AuditHead",
    "AuditRecord",
    "Base",
    "ColumnChoice",
    "Commune",
    "CommuneNotice",
    "CommuneSuccession",
    "Contradiction",
    "Correction",
    "CorrectionAnswer",
    "Country",
    "County",
    "CrossingPoint",
    "Device",
    "DeviceInvite",
    "DeviceState",
    "DocumentType",
    "DuplicateDecision",
    "Employer",
    "Entry",
    "EntryChange",
    "EntryState",
    "Event",
    "EventConflict",
    "FormDraft",
    "FoundCase",
    "Gate",
    "GateClosure",
    "HandOver",
    "Holiday",
    "Household",
    "ImportGrid",
    "ImportRow",
    "IssuedCode",
    "JobSeeker",
    "Journey",
    "KeyListVersion",
    "KnownAbroad",
    "KnownAbroadChange",
    "ListAuthor",
    "ListCounter",
    "ListPrint",
    "LoginThrottle",
    "MonthDraft",
    "MonthReport",
    "Organisation",
    "OrganisationName",
    "Outreach",
    "PackChange",
    "Pledge",
    "PostEnd",
    "QuarantineReview",
    "Recruiter",
    "RegisterChange",
    "RegisterName",
    "ReportAnswer",
    "ReportReminder",
    "ReportRequest",
    "RequestedCommune",
    "SealKey",
    "SearchVocabulary",
    "SearchWord",
    "Setting",
    "Shift",
    "SigningKey",
    "StandIn",
    "StopMark",
    "TravelDocument",
    "User",
    "UserSession",
    "UtcDateTime",
    "Visit",
    "VisitUndo",
    "WorkList",
    "Worker",
    "WorkerRecord",
    "new_id",
    "table_of",
]
