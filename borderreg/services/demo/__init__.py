"""An instance for showing and learning: invented people, certified lists and a month of crossings.

Everything goes through the services that the pages use, with times in the past; only the people are invented.
"""

import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from borderreg.config import Config
from borderreg.db import make_engine, write_on
from borderreg.services.demo.cast import LOGINS, PASSWORD, hire
from borderreg.services.demo.crossings import cross
from borderreg.services.demo.lists import fill_lists
from borderreg.services.demo.month import follow
from borderreg.services.demo.registers import fill_registers
from borderreg.services.installation import initialise

__all__ = ["LOGINS", "PASSWORD", "fill_demo", "is_demo"]

BEGAN_DAYS_AGO = 45
MARK = "demo"
WORKBOOK = Path(__file__).parents[3] / "tests" / "fixtures" / "commune_list_40.xlsx"
"""A commune's own workbook of forty rows, in a checkout of the project; copied so that it can be imported."""


def is_demo(instance: Path) -> bool:
    """Say whether a folder holds a finished demo."""
    return (instance / MARK).exists()


def fill_demo(
    config: Config, *, people: int, seed: int, system_user: str, at: datetime, show_progress: bool = False
) -> None:
    """Make the whole demo in an empty instance folder; the same seed and day give the same people."""
    config.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311 (invented people, no secret)
    began = at - timedelta(days=BEGAN_DAYS_AGO)
    engine = make_engine(config.database)
    initialise(engine, keys_dir=config.keys_dir, system_user=system_user, at=began)
    cast = write_on(engine, hire, system_user=system_user, at=began)
    officer = next(iter(cast.officers.values()))
    fill_registers(engine, office=cast.office, officer=officer, chance=random.Random(seed + 1), at=began)  # noqa: S311
    with tqdm(total=people + 1, disable=not show_progress, unit=" người") as bar:
        fill_lists(engine, cast=cast, chance=chance, people=people, at=at, done=bar.update)
        cross(engine, cast=cast, chance=chance, at=at)
        follow(engine, cast=cast, chance=random.Random(seed + 2), at=at)  # noqa: S311
        bar.update()
    engine.dispose()
    if WORKBOOK.exists():
        shutil.copyfile(WORKBOOK, config.instance / "danh-sach-40-nguoi.xlsx")
    (config.instance / MARK).write_text(f"{at.isoformat()}\n", encoding="ascii")
