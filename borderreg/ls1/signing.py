"""Signing codes of format LS1; called in the certifying transition and, with a specimen key, for drafts."""

from borderreg.crypto import Signer
from borderreg.domain.errors import Refused
from borderreg.domain.keys import ALG_ED25519, Key, KeyStatus, KeyUse
from borderreg.domain.passes import EntryPayload, HeadPayload, Kind, to_digits
from borderreg.ls1.cose import build_message, protected_header, to_be_signed
from borderreg.ls1.payloads import dump_entry, dump_head


class CannotSign(Refused):
    """This key may not sign this: wrong use, revoked, dates beyond the key's, or too much for one code."""

    code = "cannot_sign"


def sign_entry(*, payload: EntryPayload, key: Key, signer: Signer) -> str:
    """Return the digits of an entry's code; CannotSign when key, dates or length do not allow it."""
    _check_key(key, signer, (KeyUse.ENTRY, KeyUse.SPECIMEN))
    if payload.exp <= payload.nbf:
        raise CannotSign("Ngày kết thúc phải sau ngày bắt đầu.", code="bad_dates")
    if payload.exp > key.not_after.timestamp():
        raise CannotSign("Thời hạn dài hơn thời gian khoá ký còn xác thực được.", code="exp_after_key")
    return _sign(dump_entry(payload), key, signer, "entry")


def sign_head(*, payload: HeadPayload, key: Key, signer: Signer) -> str:
    """Return the digits of a head-of-list code (kind 3); CannotSign when the key does not allow it."""
    _check_key(key, signer, (KeyUse.LIST, KeyUse.SPECIMEN))
    return _sign(dump_head(payload), key, signer, "head")


def _check_key(key: Key, signer: Signer, uses: tuple[KeyUse, ...]) -> None:
    if key.public != signer.public or key.alg != ALG_ED25519:
        raise CannotSign("Khoá ký không khớp với danh mục khoá.", code="key_mismatch")
    if key.status is not KeyStatus.ACTIVE:
        raise CannotSign("Khoá ký không còn hiệu lực.", code="key_not_active")
    if key.use not in uses:
        raise CannotSign("Khoá này không dùng để ký mã loại này.", code="key_wrong_use")


def _sign(payload: bytes, key: Key, signer: Signer, kind: Kind) -> str:
    protected = protected_header(key.kid)
    signature = signer.sign(to_be_signed(protected=protected, payload=payload, kind=kind))
    try:
        return to_digits(build_message(protected=protected, payload=payload, signature=signature), kind=kind)
    except ValueError as error:
        raise CannotSign(
            "Nội dung dài quá một mã: rút ngắn số danh sách hoặc tên.", code="too_long"
        ) from error
