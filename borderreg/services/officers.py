"""Who recorded an event: the shift's officer, or the one that a queued event names, as far as that holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.reasons import Flag
from borderreg.models import User
from borderreg.services.known_devices import GATE_ROLES, KnownDevice, officer_fits_gate


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
    found = session.execute(
        select(User.id, User.role, User.disabled_at).where(
            or_(User.username == name.casefold(), User.id == _as_uuid(name))
        )
    ).first()
    if found is None or found.role not in GATE_ROLES:
        # a device alone never suffices (security.md, invariant 9): without any officer a person looks first
        alone = () if shift else (Flag.QUARANTINED,)
        return OfficerClaim(found.id if found else None, (Flag.OFFICER_UNVERIFIED, *alone))
    fits = officer_fits_gate(session, user_id=found.id, gate_code=device.gate.code)
    return OfficerClaim(found.id, () if fits and found.disabled_at is None else (Flag.OFFICER_UNVERIFIED,))


def _as_uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
