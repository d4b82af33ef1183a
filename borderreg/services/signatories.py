"""Who signs a list, in which capacity: frozen with the list, so that an old one prints as it was signed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Role
from borderreg.domain.posts import SignsAs
from borderreg.models import User
from borderreg.services.holders import standing_sign
from borderreg.services.places import OrganisationFacts

OFFICER_POSITION = "CÁN BỘ"


@dataclass(frozen=True, slots=True)
class Signatory:
    """How somebody signs: the prefix before the head's position, the own position under it, the name."""

    signs_as: SignsAs
    own_position: str
    name: str


def signatory_of(session: Session, *, user_id: UUID, organisation: OrganisationFacts, day: date) -> Signatory:
    """Return in which capacity a user signs for an organisation on a day.

    A deputy signs KT. whenever; somebody who stands in signs as the appointment says (domain/posts.py).
    """
    row = session.execute(
        select(User.name, User.role, User.is_deputy, standing_sign(day)).where(User.id == user_id)
    ).one()
    name, role, is_deputy, standing = row
    if is_deputy:
        return Signatory(SignsAs.DEPUTY, deputy_position(organisation), name)
    if role == Role.COMMUNE_CHIEF.value or standing is None:
        return Signatory(SignsAs.HEAD, "", name)
    sign = SignsAs(standing)
    own = OFFICER_POSITION if sign is SignsAs.AUTHORISED else ""
    return Signatory(sign, own, name)


def deputy_position(organisation: OrganisationFacts) -> str:
    """Return what a deputy is called: the organisation's own words of the day, else "Phó" and the head's."""
    return organisation.deputy_position or f"Phó {organisation.position}"
