"""Write the next numbered migration from the difference between the models and the migrations so far.

Usage: python -m scripts.new_migration add_pledges
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from borderreg import migrations
from borderreg.db import MODE, make_engine


def main(slug: str) -> None:
    """Migrate an empty SQLite file, compare, and write the script; read and mend it before committing."""
    number = f"{len(list((migrations.FOLDER / 'versions').glob('[0-9]*.py'))) + 1:03d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        if number != "001":
            migrations.upgrade(engine)
        config = migrations._config()
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with engine.connect().execution_options(**{MODE: "write"}) as connection:
            config.attributes["connection"] = connection
            command.revision(config, slug.replace("_", " "), rev_id=number, autogenerate=True)


if __name__ == "__main__":
    main(sys.argv[1])
