"""Write docs/permissions.md anew: `python -m tests.web.write_permissions`."""

import tempfile
from pathlib import Path

from flask import Flask

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.crypto import create_key_files
from borderreg.web.permission_table import as_markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"


def bare_app(folder: Path) -> Flask:
    """Build an application without a database, for its addresses."""
    create_key_files(folder / "keys")
    return create_app(Config(instance=folder, database="sqlite://"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        DOCUMENT.write_text(as_markdown(bare_app(Path(name))), encoding="utf-8")
