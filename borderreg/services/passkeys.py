"""Add a passkey to one's account: the question to the browser, and its answer checked and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import options_to_json_dict, parse_registration_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotPermitted
from borderreg.domain.passkeys import (
    CHALLENGE_LASTS,
    LONGEST_ANSWER,
    LONGEST_NAME,
    MOST_PASSKEYS,
    PasskeyRefusal,
    PasskeyUse,
    RelyingParty,
)
from borderreg.models import Passkey, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.list_core import visible
from borderreg.services.passkey_answers import UNREADABLE, client_data
from borderreg.services.passkey_challenges import issue_challenge, take_challenge

SITE_NAME = "borderreg"
WAIT_MS = int(CHALLENGE_LASTS.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding a passkey: its id, or why not."""

    passkey_id: UUID | None = None
    refused: PasskeyRefusal | None = None


def ask_to_add(
    session: Session, *, actor: Actor, party: RelyingParty, bound_to: bytes, at: datetime
) -> dict[str, Any]:
    """Return the question that a browser makes a new passkey for: discoverable, with user verification.

    Passkeys that the actor has already are named, so that one device does not get two.
    """
    require(actor, Permission.ACCOUNT_OWN)
    user_id = _user_of(actor)
    challenge = issue_challenge(session, use=PasskeyUse.ADD, bound_to=bound_to, at=at)
    known = session.scalars(
        select(Passkey.credential_id).where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
    )
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=SITE_NAME,
        user_name=actor.username,
        user_id=user_id.bytes,
        user_display_name=actor.name,
        challenge=challenge,
        timeout=WAIT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return dict(options_to_json_dict(options))


def add_passkey(
    session: Session,
    *,
    actor: Actor,
    party: RelyingParty,
    bound_to: bytes,
    name: str,
    answer: str,
    at: datetime,
) -> Added:
    """Keep the passkey that the browser made, under a name of the actor's; or say why not.

    The challenge is gone either way. Refused: an answer to another challenge, from another origin, for
    another site, without user verification, a passkey that is known already, the eleventh one.
    """
    require(actor, Permission.ACCOUNT_OWN)
    label = visible(name)
    if not 0 < len(label) <= LONGEST_NAME:
        return Added(refused=PasskeyRefusal.NAME)
    made, refused = _checked(session, party=party, bound_to=bound_to, answer=answer, at=at)
    if made is None:
        return _not_added(session, actor, refused or PasskeyRefusal.MALFORMED, at)
    refused = _room_for(session, _user_of(actor), made.credential_id)
    if refused is not None:
        return _not_added(session, actor, refused, at)
    passkey = _passkey(actor, label, made, at)
    session.add(passkey)
    session.flush()
    _log(session, actor, AuditAction.PASSKEY_ADDED, passkey.id, {"synced": passkey.synced}, at)
    return Added(passkey_id=passkey.id)


def _checked(
    session: Session, *, party: RelyingParty, bound_to: bytes, answer: str, at: datetime
) -> tuple[VerifiedRegistration | None, PasskeyRefusal | None]:
    credential = _read(answer)
    said = client_data(credential.response.client_data_json) if credential else None
    if credential is None or said is None:
        return None, PasskeyRefusal.MALFORMED
    asked = take_challenge(session, challenge=said.challenge, use=PasskeyUse.ADD, bound_to=bound_to, at=at)
    if asked is None:
        return None, PasskeyRefusal.CHALLENGE
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=asked.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None, PasskeyRefusal.NOT_VERIFIED
    return (None, PasskeyRefusal.NOT_VERIFIED) if said.cross_origin else (made, None)


def _read(answer: str) -> RegistrationCredential | None:
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        return parse_registration_credential_json(answer)
    except UNREADABLE:
        return None


def _room_for(session: Session, user_id: UUID, credential_id: bytes) -> PasskeyRefusal | None:
    known = session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id))
    if known is not None:
        return PasskeyRefusal.KNOWN_ALREADY
    count = select(func.count()).where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
    return PasskeyRefusal.TOO_MANY if (session.scalar(count) or 0) >= MOST_PASSKEYS else None


def _passkey(actor: Actor, name: str, made: VerifiedRegistration, at: datetime) -> Passkey:
    return Passkey(
        id=new_id(),
        user_id=_user_of(actor),
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        synced=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        created_at=at,
        used_at=None,
        removed_at=None,
    )


def _not_added(session: Session, actor: Actor, refused: PasskeyRefusal, at: datetime) -> Added:
    payload = {"use": PasskeyUse.ADD.value, "reason": refused.value}
    _log(session, actor, AuditAction.PASSKEY_REFUSED, actor.user_id, payload, at)
    return Added(refused=refused)


def _user_of(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotPermitted(Permission.ACCOUNT_OWN.value)
    return actor.user_id


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    object_id: object,
    payload: Mapping[str, object],
    at: datetime,
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        object_type="passkey",
        object_id=object_id,
        payload=dict(payload),
        at=at,
    )
