"""Key files of an instance: one per purpose, mode 0600, written once, never replaced.

Each line is a number and 32 bytes in base64url; the highest number is the current one. `root.key` may go
off the machine (then only `root.pub` stays): it is needed to sign a new key list, for nothing else.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from borderreg.crypto.ciphers import FieldCipher, KeyCipher, KeyRing
from borderreg.crypto.hashes import KEY_BYTES, BlindIndex, new_key
from borderreg.crypto.signing import Ed25519Signer
from borderreg.domain.errors import BorderregError

SECRET_FILES = ("root", "kek", "field", "index", "session", "protection")
ROTATED_FILES = ("kek", "field")
OTHERS_MAY = 0o077


class KeyFileError(BorderregError):
    """A key file is missing, damaged or readable by others; the message says which and what to do."""

    code = "key_file"


@dataclass(frozen=True, repr=False)
class InstanceKeys:
    """What a running instance works with; the root is not among it."""

    fields: FieldCipher
    keys: KeyCipher
    index: BlindIndex
    session: bytes
    root_public: bytes
    protection: FieldCipher | None = None
    """Of the victims' compartment; None on an instance made before it, until `borderreg init` runs again."""


def create_key_files(folder: Path) -> tuple[str, ...]:
    """Make the key files that are missing; return their names. Running it again changes nothing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    created = []
    for name in SECRET_FILES:
        moved_away = name == "root" and (folder / "root.pub").exists()
        if not moved_away and not (folder / f"{name}.key").exists():
            _write_new(folder / f"{name}.key", {1: new_key()})
            created.append(name)
    if not (folder / "root.pub").exists():
        _write_new(folder / "root.pub", {1: load_root_signer(folder).public})
    return tuple(created)


def load_instance_keys(folder: Path) -> InstanceKeys:
    """Read the working keys; KeyFileError when one is missing, damaged or readable by others."""
    return InstanceKeys(
        fields=FieldCipher(_read_ring(folder / "field.key")),
        keys=KeyCipher(_read_ring(folder / "kek.key")),
        index=BlindIndex(_read_single(folder / "index.key")),
        session=_read_single(folder / "session.key"),
        root_public=load_root_public(folder),
        protection=_optional_cipher(folder / "protection.key"),
    )


def load_root_signer(folder: Path) -> Ed25519Signer:
    """Open the root key; KeyFileError `root_absent` when it is kept off this machine."""
    if not (folder / "root.key").exists():
        raise KeyFileError("Khoá gốc không có trên máy này: gắn kho khoá rồi chạy lại.", code="root_absent")
    return Ed25519Signer(_read_single(folder / "root.key"))


def load_root_public(folder: Path) -> bytes:
    """Return the 32 bytes of the root's public key, which is no secret."""
    return _read_ring(folder / "root.pub", secret=False).keys[1]


def fingerprint(public: bytes) -> str:
    """Return what people compare of a public key: its SHA-256 in hex."""
    return hashlib.sha256(public).hexdigest()


def add_key(folder: Path, *, name: str) -> int:
    """Add a newer key to `kek` or `field` and return its number; older values stay readable."""
    if name not in ROTATED_FILES:
        raise ValueError(name)
    path = folder / f"{name}.key"
    ring = _read_ring(path)
    number = ring.current + 1
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, {**ring.keys, number: new_key()})
    fresh.replace(path)
    return number


def insecure_key_files(folder: Path) -> tuple[Path, ...]:
    """Return the key files, or the folder, that other accounts of this machine may read."""
    paths = [folder, *(folder / f"{name}.key" for name in SECRET_FILES)]
    return tuple(path for path in paths if path.exists() and _others_may_read(path))


def _optional_cipher(path: Path) -> FieldCipher | None:
    return FieldCipher(_read_ring(path)) if path.exists() else None


def _others_may_read(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS_MAY)


def _write_new(path: Path, keys: dict[int, bytes]) -> None:
    lines = (f"{number} {base64.urlsafe_b64encode(key).decode()}" for number, key in sorted(keys.items()))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _read_single(path: Path) -> bytes:
    ring = _read_ring(path)
    return ring.keys[ring.current]


def _read_ring(path: Path, *, secret: bool = True) -> KeyRing:
    try:
        text = path.read_text(encoding="ascii")
        keys = {
            int(number): base64.urlsafe_b64decode(key) for number, key in map(str.split, text.splitlines())
        }
    except FileNotFoundError as error:
        raise KeyFileError(
            f"Thiếu tệp khoá {path.name}: chạy “borderreg init”.", code="key_file_missing"
        ) from error
    except (OSError, ValueError, binascii.Error) as error:
        raise KeyFileError(f"Không đọc được tệp khoá {path.name}: khôi phục từ bản sao lưu khoá.") from error
    if not keys or any(len(key) != KEY_BYTES or not 1 <= number <= 255 for number, key in keys.items()):
        raise KeyFileError(f"Tệp khoá {path.name} bị hỏng: khôi phục từ bản sao lưu khoá.")
    if secret and _others_may_read(path):
        raise KeyFileError(
            f"Tài khoản khác đọc được {path.name}: chạy “chmod 600”.", code="key_file_readable"
        )
    return KeyRing(keys)
