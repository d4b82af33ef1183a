"""Everything that touches a private key: signing, sealing, field encryption, keyed hashes, key files.

Other modules receive the narrow objects made here and never see key bytes. Keys live in `instance/keys/`,
outside the database: a database dump alone opens and forges nothing (security invariant 9).
"""

from borderreg.crypto.ciphers import BoundCipher, CannotDecrypt, FieldCipher, KeyCipher, KeyRing, apply_seal
from borderreg.crypto.hashes import (
    BlindIndex,
    derive_key,
    keyed_hash,
    new_cti,
    new_key,
    new_token,
    same,
    token_hash,
)
from borderreg.crypto.key_files import (
    InstanceKeys,
    KeyFileError,
    add_key,
    create_key_files,
    fingerprint,
    insecure_key_files,
    load_instance_keys,
    load_root_public,
    load_root_signer,
)
from borderreg.crypto.signing import Ed25519Signer, Signer
from borderreg.crypto.vault import open_vault, vault

__all__ = [
    "BlindIndex",
    "BoundCipher",
    "CannotDecrypt",
    "Ed25519Signer",
    "FieldCipher",
    "InstanceKeys",
    "KeyCipher",
    "KeyFileError",
    "KeyRing",
    "Signer",
    "add_key",
    "apply_seal",
    "create_key_files",
    "derive_key",
    "fingerprint",
    "insecure_key_files",
    "keyed_hash",
    "load_instance_keys",
    "load_root_public",
    "load_root_signer",
    "new_cti",
    "new_key",
    "new_token",
    "open_vault",
    "same",
    "token_hash",
    "vault",
]
