"""Whose figures an actor sees: the one place that decides it and the one condition that applies it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, true

from borderreg.domain.access import ORGANISATION_KIND, Actor, Permission, Role
from borderreg.domain.errors import NotPermitted

PROVINCE_KINDS = frozenset({"office", "protection"})


@dataclass(frozen=True, slots=True)
class Scope:
    """One commune's own entries and their crossings, or the whole province (None)."""

    organisation_id: UUID | None

    @property
    def is_province(self) -> bool:
        """Say whether the whole province is seen."""
        return self.organisation_id is None


def scope_of(actor: Actor, *, permission: Permission = Permission.FIGURES_READ) -> Scope:
    """Return what the actor may see; NotPermitted without the permission (gates and auditors have none)."""
    if not actor.may(permission):
        raise NotPermitted(permission.value)
    kind = ORGANISATION_KIND.get(actor.role)
    if kind in PROVINCE_KINDS or actor.role is Role.OPERATOR:
        return Scope(None)
    if kind == "commune":
        return Scope(actor.organisation_id)
    raise NotPermitted(permission.value)


def within(scope: Scope, rows: Subquery) -> ColumnElement[bool]:
    """Return the condition that keeps rows of the scope; rows have a column `organisation_id`."""
    if scope.organisation_id is None:
        return true()
    return rows.c.organisation_id == scope.organisation_id
