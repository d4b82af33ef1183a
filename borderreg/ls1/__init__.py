"""Format LS1: COSE messages in digits, their strict verifier, the sealed person and the signed key list.

`borderreg.domain.passes` holds the facts, `borderreg.crypto` the private keys; here CBOR meets signatures.
"""

from borderreg.ls1.key_lists import KeyListRefused, add_revocation, read_key_list, sign_key_list
from borderreg.ls1.persons import SealBroken, open_person, seal_person
from borderreg.ls1.reading import read_digits
from borderreg.ls1.signing import CannotSign, sign_entry, sign_head

__all__ = [
    "CannotSign",
    "KeyListRefused",
    "SealBroken",
    "add_revocation",
    "open_person",
    "read_digits",
    "read_key_list",
    "seal_person",
    "sign_entry",
    "sign_head",
    "sign_key_list",
]
