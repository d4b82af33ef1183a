"""Who may do what: roles, permissions, and the one table that joins them (product table; deny by default)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A user's job in one organisation; OPERATOR is the machine's operator on the command line."""

    COMMUNE_OFFICER = "commune_officer"
    COMMUNE_CHIEF = "commune_chief"
    GATE_OFFICER = "gate_officer"
    GATE_COMMANDER = "gate_commander"
    FOREIGN_AFFAIRS = "foreign_affairs"
    PROTECTION = "protection"
    ADMIN = "admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What an endpoint or a use case asks for."""

    ACCOUNT_OWN = "account:own"
    WORKER_READ = "worker:read"
    WORKER_WRITE = "worker:write"
    LIST_READ = "list:read"
    LIST_EDIT = "list:edit"
    LIST_SUBMIT = "list:submit"
    LIST_RETURN = "list:return"
    LIST_CERTIFY = "list:certify"
    LIST_WITHDRAW = "list:withdraw"
    LIST_REVOKE = "list:revoke"
    LIST_PRINT = "list:print"
    GATE_CLOSE = "gate:close"
    GATE_READ = "gate:read"
    EVENT_RECORD = "event:record"
    EVENT_ANNUL_ANY = "event:annul_any"
    EVENT_EXPORT = "event:export"
    EVENT_IMPORT = "event:import"
    DEVICE_READ = "device:read"
    DEVICE_INVITE = "device:invite"
    DEVICE_REVOKE = "device:revoke"
    QUARANTINE_REVIEW = "quarantine:review"
    RETURN_MATCH = "return:match"
    FIGURES_READ = "figures:read"
    FIGURES_OPEN = "figures:open"
    FIGURES_EXPORT = "figures:export"
    CASE_READ = "case:read"
    CASE_WRITE = "case:write"
    CONTRADICTION_CLOSE = "contradiction:close"
    EMPLOYER_READ = "employer:read"
    EMPLOYER_WRITE = "employer:write"
    REFERENCE_READ = "reference:read"
    REFERENCE_WRITE = "reference:write"
    POST_MANAGE = "post:manage"
    USER_READ = "user:read"
    USER_WRITE = "user:write"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"
    AUDIT_READ = "audit:read"
    AUDIT_VERIFY = "audit:verify"
    JOURNEYS_REBUILD = "journeys:rebuild"
    PEOPLE_FOLLOW = "people:follow"
    VISIT_UNDO_ANY = "visit:undo_any"
    MONTH_WRITE = "month:write"
    MONTH_SEND = "month:send"
    REPORTS_COLLECT = "reports:collect"
    REPORT_FREEZE = "report:freeze"
    ASSISTANCE_HANDLE = "assistance:handle"


_P = Permission
_COMMUNE = {
    _P.ACCOUNT_OWN,
    _P.WORKER_READ,
    _P.LIST_READ,
    _P.LIST_PRINT,
    _P.FIGURES_READ,
    _P.FIGURES_OPEN,
    _P.PEOPLE_FOLLOW,
    _P.MONTH_WRITE,
    _P.RETURN_MATCH,
}
_GATE = {_P.ACCOUNT_OWN, _P.GATE_READ, _P.EVENT_RECORD, _P.DEVICE_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COMMUNE_OFFICER: frozenset(_COMMUNE | {_P.WORKER_WRITE, _P.LIST_EDIT, _P.LIST_SUBMIT}),
    Role.COMMUNE_CHIEF: frozenset(
        _COMMUNE
        | {_P.WORKER_WRITE, _P.LIST_EDIT, _P.LIST_SUBMIT, _P.LIST_RETURN, _P.LIST_CERTIFY}
        | {_P.LIST_WITHDRAW, _P.LIST_REVOKE, _P.VISIT_UNDO_ANY, _P.MONTH_SEND}
        | {_P.POST_MANAGE}
    ),
    Role.GATE_OFFICER: frozenset(_GATE),
    Role.GATE_COMMANDER: frozenset(
        _GATE
        | {_P.EVENT_ANNUL_ANY, _P.DEVICE_INVITE, _P.DEVICE_REVOKE, _P.QUARANTINE_REVIEW}
        | {_P.RETURN_MATCH}
        | {_P.GATE_CLOSE, _P.POST_MANAGE, _P.EVENT_IMPORT}
    ),
    Role.FOREIGN_AFFAIRS: frozenset(
        {_P.ACCOUNT_OWN, _P.FIGURES_READ, _P.FIGURES_OPEN, _P.FIGURES_EXPORT, _P.WORKER_READ}
        | {_P.REFERENCE_READ, _P.REFERENCE_WRITE, _P.CONTRADICTION_CLOSE, _P.GATE_CLOSE}
        | {_P.EMPLOYER_READ, _P.EMPLOYER_WRITE}
        | {_P.REPORTS_COLLECT, _P.REPORT_FREEZE, _P.ASSISTANCE_HANDLE}
    ),
    Role.PROTECTION: frozenset(
        {_P.ACCOUNT_OWN, _P.FIGURES_READ, _P.FIGURES_OPEN, _P.WORKER_READ, _P.ASSISTANCE_HANDLE}
        | {_P.EMPLOYER_READ, _P.CASE_READ, _P.CASE_WRITE}
    ),
    Role.ADMIN: frozenset(
        {_P.ACCOUNT_OWN, _P.USER_READ, _P.USER_WRITE, _P.DEVICE_READ, _P.DEVICE_INVITE, _P.DEVICE_REVOKE}
        | {_P.REFERENCE_READ, _P.REFERENCE_WRITE, _P.KEYS_READ, _P.KEYS_WRITE, _P.POST_MANAGE}
    ),
    Role.AUDITOR: frozenset({_P.ACCOUNT_OWN, _P.AUDIT_READ, _P.AUDIT_VERIFY}),
    Role.OPERATOR: frozenset(
        {_P.USER_READ, _P.USER_WRITE, _P.DEVICE_READ, _P.DEVICE_INVITE, _P.DEVICE_REVOKE, _P.KEYS_READ}
        | {_P.KEYS_WRITE, _P.EVENT_EXPORT, _P.EVENT_IMPORT, _P.AUDIT_VERIFY, _P.JOURNEYS_REBUILD}
        | {_P.REFERENCE_READ, _P.REFERENCE_WRITE, _P.FIGURES_READ}
    ),
}

# permissions of which nobody else may know that there is anything behind them: 404 instead of 403
HIDDEN = frozenset({_P.CASE_READ, _P.CASE_WRITE})

ORGANISATION_KIND: dict[Role, str] = {
    Role.COMMUNE_OFFICER: "commune",
    Role.COMMUNE_CHIEF: "commune",
    Role.GATE_OFFICER: "post",
    Role.GATE_COMMANDER: "post",
    Role.FOREIGN_AFFAIRS: "office",
    Role.PROTECTION: "protection",
    Role.ADMIN: "administration",
    Role.AUDITOR: "audit",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person acting now, for one organisation, through one way in (and machine account)."""

    user_id: UUID | None
    username: str
    name: str
    role: Role
    organisation_id: UUID
    organisation_code: str
    via: str = "web"
    system_user: str = ""

    def may(self, permission: Permission) -> bool:
        """Say whether the actor's role carries the permission."""
        return permission in ROLE_PERMISSIONS[self.role]
