"""Sealing something to one device: ECDH-ES on P-256, HKDF-SHA-256, AES-256-GCM (ADR 0021).

The device's private half cannot be exported; the sender's key lives for one message only.
"""

import base64
import secrets

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


def seal_to_point(point: bytes, plain: bytes, *, bound_to: str) -> dict[str, str]:
    """Seal bytes to an uncompressed P-256 point as `{epk, iv, data}` in base64url.

    `bound_to` (such as `borderreg/officers/1 <device id>`) is the HKDF's info and the associated data: a box
    opens only as what it was made for.
    """
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    key = _derive(ephemeral.exchange(ec.ECDH(), theirs), bound_to)
    nonce = secrets.token_bytes(NONCE_BYTES)
    epk = ephemeral.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    sealed = AESGCM(key).encrypt(nonce, plain, bound_to.encode())
    return {"epk": _text(epk), "iv": _text(nonce), "data": _text(sealed)}


def _derive(shared: bytes, bound_to: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=bound_to.encode()).derive(shared)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
