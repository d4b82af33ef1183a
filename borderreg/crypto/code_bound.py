"""Texts that only open with a printed code in hand: a stop mark's instruction inside a pack (adr/0020).

The key comes from all digits of the code, its signature among them. A pack holds the `cti` and not the
signature, so that a device, or a pack taken from one, opens nothing of people who do not stand before it.
"""

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSE = b"borderreg/stop/1\n"
BLOCK = 256
NONCE_BYTES = 12


def seal_to_code(text: str, *, digits: str) -> bytes:
    """Encrypt a text for whoever scans the code: nonce, then AES-256-GCM of the text padded to whole blocks.

    The nonce is a hash of key and text: the same mark gives the same bytes in each pack.
    """
    key = hashlib.sha256(PURPOSE + digits.encode("ascii")).digest()
    plain = text.encode()
    plain += bytes(-len(plain) % BLOCK)
    nonce = hashlib.sha256(key + plain).digest()[:NONCE_BYTES]
    return nonce + AESGCM(key).encrypt(nonce, plain, PURPOSE)
