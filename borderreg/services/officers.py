"""Who recorded an event: the shift's officer, or the one that a queued event names, as far as that holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.reasons import Flag
from borderreg.models import User
from borderreg.services.known_devices import KnownDevice, officer_fits_gate


@dataclass(frozen=True, slots=True)
class OfficerClaim:
    """The officer of an event and what is doubtful about it."""

    user_id: UUID | None
    flags: tuple[Flag, ...] = ()


def weigh_claims(
    session: Session, *, device: KnownDevice, names: Iterable[str | None]
) -> dict[str | None, OfficerClaim]:
    """Look up the officers that queued events name; an event that names none belongs to the shift, if any."""
    shift = device.officer
    nobody = OfficerClaim(shift.user_id) if shift else OfficerClaim(None, (Flag.QUARANTINED,))
    claims: dict[str | None, OfficerClaim] = {None: nobody}
    for name in {name for name in names if name}:
        claims[name] = _weigh(session, device=device, name=name)
    return claims


def _weigh(session: Session, *, device: KnownDevice, name: str) -> OfficerClaim:
    shift = device.officer
    if shift is not None and name in (str(shift.user_id), shift.username):
        return OfficerClaim(shift.user_id)
    user_id = session.scalars(
        select(User.id).where(or_(User.username == name.casefold(), User.id == _as_uuid(name)))
    ).first()
    if user_id is None:
        return OfficerClaim(None, (Flag.OFFICER_UNVERIFIED,))
    if not officer_fits_gate(session, user_id=user_id, gate_code=device.gate.code):
        return OfficerClaim(user_id, (Flag.OFFICER_UNVERIFIED,))
    return OfficerClaim(user_id)


def _as_uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
