"""The one check of a permission that pages, API and command line share."""

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotPermitted


def require(actor: Actor, permission: Permission) -> None:
    """Let the actor pass or raise NotPermitted; deny by default."""
    if not actor.may(permission):
        raise NotPermitted(permission.value)
