"""An authenticator in software: makes passkeys and answers questions byte for byte as a real one does."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN, SITE = "http://localhost", "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
WITHOUT_AAGUID = bytes(16)


def text(plain: bytes) -> str:
    """Return bytes as browsers write them."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def plain(written: str) -> bytes:
    """Read bytes as browsers write them."""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class Authenticator:
    """A device with one passkey; its faults are arguments of each answer."""

    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))
    user: bytes = b""

    def make(
        self,
        question: dict[str, Any],
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        flags: int = PRESENT | VERIFIED,
        cross_origin: bool = False,
    ) -> str:
        """Make the passkey that a registration asks for, without attestation."""
        assert question["authenticatorSelection"]["residentKey"] == "required"
        assert question["authenticatorSelection"]["userVerification"] == "required"
        self.user = plain(question["user"]["id"])
        named = len(self.credential_id).to_bytes(2, "big") + self.credential_id
        known = self._known(site, flags | ATTESTED) + WITHOUT_AAGUID + named + self._public()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": known})
        said = self._said("webauthn.create", question["challenge"], origin, cross_origin)
        return self._written({"clientDataJSON": text(said), "attestationObject": text(attestation)})

    def answer(
        self,
        question: dict[str, Any],
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        flags: int = PRESENT | VERIFIED,
        counts: int = 1,
        challenge: str = "",
        cross_origin: bool = False,
    ) -> str:
        """Answer a question; `counts`: by how much the counter moves, `challenge`: another one than asked."""
        assert question["userVerification"] == "required"
        self.counter += counts
        known = self._known(site, flags)
        said = self._said("webauthn.get", challenge or question["challenge"], origin, cross_origin)
        signed = self.key.sign(known + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": said, "authenticatorData": known, "signature": signed}
        return self._written({name: text(part) for name, part in response.items()} | self._handle())

    def _handle(self) -> dict[str, str]:
        return {"userHandle": text(self.user)} if self.user else {}

    def _known(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return cbor2.dumps({1: 2, 3: -7, -1: 1, **point})

    @staticmethod
    def _said(kind: str, challenge: str, origin: str, cross_origin: bool) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": cross_origin}
        return json.dumps(said, separators=(",", ":")).encode()

    def _written(self, response: dict[str, str]) -> str:
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
