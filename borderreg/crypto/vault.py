"""The keys that this process works with: opened once at start, then asked for where they are needed."""

from pathlib import Path

from borderreg.crypto.key_files import InstanceKeys, KeyFileError, load_instance_keys

_open: list[InstanceKeys] = []


def open_vault(folder: Path) -> InstanceKeys:
    """Read an instance's key files and make them this process's keys; KeyFileError when they are unusable."""
    keys = load_instance_keys(folder)
    _open[:] = [keys]
    return keys


def vault() -> InstanceKeys:
    """Return this process's keys; KeyFileError when no vault was opened."""
    if not _open:
        raise KeyFileError("no vault is open", code="vault_closed")
    return _open[0]
