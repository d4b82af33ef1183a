"""Check what a passkey answered: the right challenge, site, origin, signature, person and counter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import generate_authentication_options, verify_authentication_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from borderreg.domain.passkeys import (
    CHALLENGE_LASTS,
    LONGEST_ANSWER,
    PasskeyRefusal,
    PasskeyUse,
    RelyingParty,
    counter_holds,
)
from borderreg.models import Passkey, User
from borderreg.services.holders import holds_post
from borderreg.services.passkey_challenges import Answered, take_challenge

UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError)
"""What the library raises for answers that no browser sends."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an answer is worth: the passkey and whose it is, what it confirmed, or why it is refused."""

    passkey_id: UUID | None = None
    user_id: UUID | None = None
    asked: Answered | None = None
    refused: PasskeyRefusal | None = None


def question(*, party: RelyingParty, challenge: bytes, allowed: tuple[bytes, ...] = ()) -> dict[str, Any]:
    """Return the question to any passkey of the site, or to those allowed; it must verify its user."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=int(CHALLENGE_LASTS.total_seconds() * 1000),
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options_to_json_dict(options))


def credentials_of(session: Session, *, user_id: UUID | None) -> tuple[bytes, ...]:
    """Return the credential ids of a user's passkeys."""
    query = select(Passkey.credential_id).where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
    return tuple(session.scalars(query.order_by(Passkey.created_at)))


def credential_in(answer: str) -> bytes | None:
    """Return the credential id that an answer names, before anything of it is believed."""
    read = _read(answer)
    return read.raw_id if read else None


def check_answer(
    session: Session,
    *,
    party: RelyingParty,
    use: PasskeyUse,
    bound_to: bytes,
    answer: str,
    at: datetime,
    user_id: UUID | None = None,
) -> Checked:
    """Check an answer and move the passkey's counter; the challenge is gone, whatever comes of it.

    `user_id`: only a passkey of this user counts. Unknown, removed and without access are alike.
    """
    credential = _read(answer)
    said = client_data(credential.response.client_data_json) if credential else None
    if credential is None or said is None:
        return Checked(refused=PasskeyRefusal.MALFORMED)
    asked = take_challenge(session, challenge=said.challenge, use=use, bound_to=bound_to, at=at)
    if asked is None:
        return Checked(refused=PasskeyRefusal.CHALLENGE)
    passkey = _locked(session, credential.raw_id, at)
    if passkey is None:
        return Checked(refused=PasskeyRefusal.UNKNOWN)
    refused = _refusal(passkey, credential, said, asked, party=party, user_id=user_id)
    if refused is None:
        passkey.used_at = at
    return Checked(passkey.id, passkey.user_id, asked, refused)


def client_data(text: bytes) -> CollectedClientData | None:
    """Read what the browser says it was asked; None for what no browser writes."""
    try:
        return parse_client_data_json(text)
    except UNREADABLE:
        return None


def _read(answer: str) -> AuthenticationCredential | None:
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        return parse_authentication_credential_json(answer)
    except UNREADABLE:
        return None


def _locked(session: Session, credential_id: bytes, at: datetime) -> Passkey | None:
    query = (
        select(Passkey)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential_id == credential_id, Passkey.removed_at.is_(None), holds_post(at))
        .with_for_update(of=Passkey)
    )
    return session.scalars(query).first()


def _refusal(
    passkey: Passkey,
    credential: AuthenticationCredential,
    said: CollectedClientData,
    asked: Answered,
    *,
    party: RelyingParty,
    user_id: UUID | None,
) -> PasskeyRefusal | None:
    handle = credential.response.user_handle
    if user_id not in (None, passkey.user_id) or handle not in (None, passkey.user_id.bytes):
        return PasskeyRefusal.OTHER_USER
    verified = _verified(passkey, credential, asked, party)
    if verified is None or said.cross_origin:
        return PasskeyRefusal.NOT_VERIFIED
    if not counter_holds(stored=passkey.sign_count, shown=verified.new_sign_count):
        return PasskeyRefusal.COUNTER
    passkey.sign_count = verified.new_sign_count
    return None


def _verified(
    passkey: Passkey, credential: AuthenticationCredential, asked: Answered, party: RelyingParty
) -> VerifiedAuthentication | None:
    """Check origin, site, flags and signature; the counter is compared by our own rule, to be logged."""
    try:
        return verify_authentication_response(
            credential=credential,
            expected_challenge=asked.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
