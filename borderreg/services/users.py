"""Users of one organisation each: added, disabled, given a new password by administrator or operator."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import ORGANISATION_KIND, Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.models import Organisation, OrganisationName, Shift, User, new_id
from borderreg.services import passwords
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.holders import holds_post, standing_role
from borderreg.services.passkey_keeping import remove_passkeys_of
from borderreg.services.sessions import actor_of, end_sessions_of

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}", re.ASCII)
LONGEST_NAME = 120
LONGEST_USERNAME = 200


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user as added or reset; the password is shown once and kept nowhere."""

    id: UUID
    username: str
    role: Role
    organisation_code: str
    password: str


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as the administrator's page lists one."""

    id: UUID
    username: str
    name: str
    role: Role
    is_deputy: bool
    organisation_code: str
    organisation_name: str
    must_change_password: bool
    created_at: datetime
    disabled_at: datetime | None


def normalise_username(text: str) -> str:
    """Return the stored form of a user name: NFC, small letters, no spaces around, of bounded length."""
    return unicodedata.normalize("NFC", text[:LONGEST_USERNAME]).strip().casefold()


def add_user(
    session: Session,
    *,
    actor: Actor,
    username: str,
    name: str,
    role: str,
    organisation_code: str,
    at: datetime,
    password: str | None = None,
    is_deputy: bool = False,
) -> NewUser:
    """Add a user whose role fits the organisation; a made-up password must be changed at first log-in.

    A given `password` is taken as it is (cli.md): the operator answers for it; the next one follows rules.
    BadInput for a name or role that cannot be, NotFound for the organisation, Conflict for a taken user name,
    Refused for a role of another kind of organisation.
    """
    require(actor, Permission.USER_WRITE)
    account = _checked_username(username)
    job = _checked_role(role)
    organisation = session.scalar(select(Organisation).where(Organisation.code == organisation_code))
    if organisation is None:
        raise NotFound("organisation", code="organisation_not_found")
    if ORGANISATION_KIND[job] != organisation.kind:
        raise Refused("role", code="role_not_of_organisation")
    if session.scalar(select(User.id).where(User.username == account)) is not None:
        raise Conflict("username", code="username_taken")
    if password is not None and not 0 < len(password) <= passwords.LONGEST:
        raise BadInput("password", code="password_length")
    secret = password if password is not None else passwords.make_password()
    user = User(
        id=new_id(),
        username=account,
        name=_checked_name(name),
        role=job.value,
        organisation_id=organisation.id,
        password_hash=passwords.hash_password(secret),
        must_change_password=password is None,
        is_deputy=is_deputy and job is Role.COMMUNE_CHIEF,
        created_at=at,
    )
    session.add(user)
    session.flush()
    _log(session, actor, AuditAction.USER_ADDED, user, at, {"role": job.value})
    return NewUser(user.id, account, job, organisation.code, secret)


def _checked_username(text: str) -> str:
    account = normalise_username(text)
    if not USERNAME.fullmatch(account):
        raise BadInput("username", code="username_not_valid")
    return account


def _checked_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not all(c.isprintable() for c in name):
        raise BadInput("name", code="name_not_valid")
    return name


def _checked_role(text: str) -> Role:
    if text not in {role.value for role in ORGANISATION_KIND}:
        raise BadInput("role", code="role_unknown")
    return Role(text)


def acting_user(session: Session, *, username: str, at: datetime) -> Actor:
    """Return the user in whose name the command line acts; NotFound for an unknown or disabled one."""
    query = (
        select(User, Organisation.code, standing_role(local_day(at)).label("standing"))
        .join(Organisation, Organisation.id == User.organisation_id)
        .where(User.username == normalise_username(username), holds_post(at))
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound("user", code="user_not_found")
    return actor_of(found.User, found.code, via="cli", standing=found.standing)


def read_user(session: Session, *, actor: Actor, user_id: UUID) -> UserLine:
    """Return one user; NotFound for an unknown id."""
    found = [line for line in list_users(session, actor=actor) if line.id == user_id]
    if not found:
        raise NotFound("user", code="user_not_found")
    return found[0]


def disable_user(session: Session, *, actor: Actor, username: str, at: datetime) -> None:
    """Take all access from a user at once: sessions and shifts end; doing it twice changes nothing.

    Refused for oneself and for the last administrator.
    """
    require(actor, Permission.USER_WRITE)
    user = _locked(session, username)
    if user.disabled_at is not None:
        return
    if user.id == actor.user_id:
        raise Refused("self", code="user_is_self")
    if user.role == Role.ADMIN.value and _administrators(session) == 1:
        raise Refused("admin", code="last_administrator")
    user.disabled_at = at
    _end_access(session, user, at)
    _log(session, actor, AuditAction.USER_DISABLED, user, at, {})


def reset_user(session: Session, *, actor: Actor, username: str, at: datetime) -> NewUser:
    """Give a user a new made-up password, end the sessions and take the passkeys away.

    A disabled user may act again with the password.
    """
    require(actor, Permission.USER_WRITE)
    user = _locked(session, username)
    secret = passwords.make_password()
    was_disabled = user.disabled_at is not None
    user.password_hash = passwords.hash_password(secret)
    user.must_change_password = True
    user.disabled_at = None
    _end_access(session, user, at)
    passkeys = remove_passkeys_of(session, user_id=user.id, at=at)
    payload: dict[str, object] = {"was_disabled": was_disabled, "passkeys": passkeys}
    _log(session, actor, AuditAction.USER_RESET, user, at, payload)
    organisation = session.get_one(Organisation, user.organisation_id)
    return NewUser(user.id, user.username, Role(user.role), organisation.code, secret)


def list_users(session: Session, *, actor: Actor) -> tuple[UserLine, ...]:
    """Return all users by organisation and user name, with the organisation's present name; one statement."""
    require(actor, Permission.USER_READ)
    query = (
        select(User, Organisation.code, OrganisationName.name)
        .join(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(
            OrganisationName,
            (OrganisationName.organisation_id == Organisation.id) & OrganisationName.valid_to.is_(None),
        )
        .order_by(Organisation.code, User.username)
    )
    return tuple(_line(user, code, name or code) for user, code, name in session.execute(query))


def _line(user: User, code: str, organisation_name: str) -> UserLine:
    return UserLine(
        id=user.id,
        username=user.username,
        name=user.name,
        role=Role(user.role),
        is_deputy=user.is_deputy,
        organisation_code=code,
        organisation_name=organisation_name,
        must_change_password=user.must_change_password,
        created_at=user.created_at,
        disabled_at=user.disabled_at,
    )


def _locked(session: Session, username: str) -> User:
    query = select(User).where(User.username == normalise_username(username)).with_for_update()
    user = session.scalar(query)
    if user is None:
        raise NotFound("user", code="user_not_found")
    return user


def _administrators(session: Session) -> int:
    query = select(func.count()).where(User.role == Role.ADMIN.value, User.disabled_at.is_(None))
    return session.scalar(query) or 0


def _end_access(session: Session, user: User, at: datetime) -> None:
    end_sessions_of(session, user_id=user.id, at=at)
    session.execute(
        update(Shift).where(Shift.user_id == user.id, Shift.ended_at.is_(None)).values(ended_at=at)
    )


def _log(
    session: Session, actor: Actor, action: AuditAction, user: User, at: datetime, payload: dict[str, object]
) -> None:
    """Log the act in the chain of the user's own organisation, where its effect is."""
    record(
        session,
        actor=actor,
        action=action,
        object_type="user",
        object_id=user.id,
        payload=payload,
        at=at,
        organisation_id=user.organisation_id,
    )
