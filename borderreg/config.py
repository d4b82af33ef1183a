"""Where an instance lives and how it runs: read once from the folder and the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_INSTANCE = Path("instance")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one running installation; secrets stay in files under `keys/`."""

    instance: Path
    database: str
    demo: bool = False
    https: bool = False
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    cli_certifies: bool = True
    development: bool = False
    uploads_stop_at: int = 85
    """Per cent of the disk in use from which files are not accepted any more."""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def keys_dir(self) -> Path:
        """Return the folder of the key files, outside the database."""
        return self.instance / "keys"


def load_config(*, instance: Path | None = None, database: str | None = None, **changes: object) -> Config:
    """Build the configuration from arguments, then `BORDERREG_*` variables, then defaults.

    A demo instance is marked by the file `demo` in its folder.
    """
    env = os.environ
    folder = Path(instance or env.get("BORDERREG_INSTANCE") or DEFAULT_INSTANCE).resolve()
    url = database or env.get("BORDERREG_DATABASE") or f"sqlite:///{folder / 'borderreg.sqlite3'}"
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    hosts = tuple(h for h in env.get("BORDERREG_HOSTS", "127.0.0.1,localhost").split(",") if h)
    values: dict[str, object] = {
        "demo": (folder / "demo").exists(),
        "https": env.get("BORDERREG_HTTPS", "") == "1",
        "trusted_hosts": hosts,
        "cli_certifies": env.get("BORDERREG_CLI_CERTIFIES", "1") == "1",
        "development": env.get("BORDERREG_DEVELOPMENT", "") == "1",
        "uploads_stop_at": _per_cent(env.get("BORDERREG_UPLOADS_STOP_AT", ""), default=85),
    }
    values.update(changes)
    return Config(instance=folder, database=url, **values)  # type: ignore[arg-type]  # checked by the dataclass fields' uses


def _per_cent(text: str, *, default: int) -> int:
    """Read a whole number from 1 to 100; anything else is the default."""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= 100 else default
