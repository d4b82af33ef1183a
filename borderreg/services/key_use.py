"""Keys at work: the published key list, the key that signs for a commune now, the keys that seal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from borderreg.crypto import Ed25519Signer, vault
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.keys import Key, KeyList, KeyStatus, KeyUse
from borderreg.ls1 import read_key_list
from borderreg.models import KeyListVersion, SealKey, SigningKey

_known: WeakKeyDictionary[Engine, KeyList] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """A key with its signer: what `ls1.sign_entry` and `ls1.sign_head` take."""

    key: Key
    signer: Ed25519Signer


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal key with its number: what `ls1.seal_person` takes and the code names."""

    number: int
    key: bytes


def current_key_list(session: Session, *, serial: int | None = None) -> KeyList:
    """Return the published key list, verified with the root; kept per process and database by serial.

    A caller who knows the newest serial passes it and saves the statement. NotFound before `keys init`.
    """
    engine = _engine(session)
    known = _known.get(engine)
    newest = serial or session.scalar(select(func.max(KeyListVersion.serial)))
    if newest is None:
        raise NotFound("Chưa có danh mục khoá: chạy “borderreg keys init”.", code="no_key_list")
    if known is None or known.serial != newest:
        document = session.scalar(select(KeyListVersion.document).where(KeyListVersion.serial == newest))
        known = read_key_list(document, root_public=vault().root_public, at_least_serial=newest)
        _known[engine] = known
    return known


def published_key_list(session: Session) -> dict[str, Any]:
    """Return the newest signed key list as its JSON document; NotFound before `keys init`."""
    query = select(KeyListVersion.document).order_by(KeyListVersion.serial.desc()).limit(1)
    document: dict[str, Any] | None = session.scalar(query)
    if document is None:
        raise NotFound("Chưa có danh mục khoá: chạy “borderreg keys init”.", code="no_key_list")
    return document


def issuing_key_for(
    session: Session, *, commune: str, at: datetime, use: KeyUse = KeyUse.ENTRY
) -> IssuingKey:
    """Return the key that signs for a commune (its five digits; empty for the province) at an instant.

    Refused `no_issuing_key` when none may sign now; `key_not_listed` when the root does not vouch for it.
    """
    query = (
        select(SigningKey)
        .where(
            SigningKey.commune == commune, SigningKey.use == use.value, SigningKey.status == KeyStatus.ACTIVE
        )
        .where(SigningKey.not_before <= at, SigningKey.signs_until > at)
        .order_by(SigningKey.not_before.desc())
        .limit(1)
    )
    row = session.scalars(query).first()
    if row is None:
        raise Refused(
            "Chưa có khoá ký cho kỳ này: quản trị chạy “borderreg keys rotate”.", code="no_issuing_key"
        )
    key = key_of(row)
    if key not in current_key_list(session).find(key.kid):
        raise Refused("Khoá ký không khớp danh mục khoá đã công bố: báo quản trị.", code="key_not_listed")
    return IssuingKey(key, vault().keys.signer(row.private, bound_to=place_of_private(row)))


def current_seal(session: Session) -> Seal:
    """Return the seal key that new codes are sealed with; NotFound before `keys init`."""
    row = session.scalars(select(SealKey).order_by(SealKey.number.desc()).limit(1)).first()
    if row is None:
        raise NotFound("Chưa có khoá niêm: chạy “borderreg keys init”.", code="no_seal_key")
    return Seal(row.number, _open_seal(row))


def seal_keys(session: Session) -> dict[int, bytes]:
    """Return every seal key by number, for opening codes and for the packs of enrolled devices."""
    return {row.number: _open_seal(row) for row in session.scalars(select(SealKey))}


def key_of(row: SigningKey) -> Key:
    """Return the public facts of a stored key."""
    return Key(
        kid=row.kid,
        alg=row.alg,
        public=row.public,
        commune=row.commune,
        not_before=row.not_before,
        not_after=row.not_after,
        status=KeyStatus(row.status),
        use=KeyUse(row.use),
    )


def place_of_private(row: SigningKey) -> str:
    """Return the place that a stored private key is bound to: another row, use or commune cannot open it."""
    return f"signing_keys.private:{row.id}:{row.use}:{row.commune}"


def place_of_seal(number: int) -> str:
    """Return the place that a stored seal key is bound to."""
    return f"seal_keys.key:{number}"


def _open_seal(row: SealKey) -> bytes:
    return vault().keys.unwrap(row.key, bound_to=place_of_seal(row.number))


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind.engine if isinstance(bind, Connection) else bind
