"""The command line as a function: words in, exit status and document out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from borderreg.cli import main
from tests.databases import PostgresqlDatabases
from tests.preparation import INSTANCE


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    output: str
    errors: str

    @property
    def document(self) -> Any:
        """Return the one JSON document on standard output."""
        return json.loads(self.output)


Run = Callable[..., Answer]


@pytest.fixture
def borderreg(database_url: str, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test's database, asking for JSON; `as_` is the acting user."""
    monkeypatch.setattr("borderreg.cli.state.now", lambda: at)

    def run(*words: object, as_: str | None = None, given: str | None = None, plain: bool = False) -> Answer:
        options = ["--instance", str(INSTANCE), "--database", database_url]
        options += [] if plain else ["--json"]
        options += ["--as", as_] if as_ else []
        done = CliRunner().invoke(main, [*options, *map(str, words)], input=given)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Answer(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def empty_database(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """Give a PostgreSQL database without any table."""
    with postgresql_databases.database(template="template0") as url:
        yield url


@pytest.fixture
def dong_dang(borderreg: Run) -> Run:
    """Give Đồng Đăng an officer `mui` and a chief `thang`."""
    for username, role, name in (
        ("mui", "commune_officer", "Nông Thị Mùi"),
        ("thang", "commune_chief", "Hoàng Văn Thắng"),
    ):
        words = ("user", "add", username, "--role", role, "--organisation", "06184", "--name", name)
        assert borderreg(*words).status == 0
    return borderreg


@pytest.fixture
def workbook() -> Path:
    """Forty people of Đồng Đăng as the commune sends them."""
    return Path(__file__).parents[1] / "fixtures" / "commune_list_40.xlsx"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three people of Đồng Đăng in a file without a fault."""
    headings = (
        "Họ và tên;Ngày sinh;Giới tính;Số CCCD;Loại giấy tờ;Số giấy tờ;Ngày hết hạn;"
        "Đơn vị sử dụng lao động;Huyện, thị;Từ ngày;Đến ngày"
    )
    work = "Xưởng gỗ Hoà Thuận;Bằng Tường;22/11/2026;20/02/2027"
    people = (
        "Nông Thị Mùi;12/03/1990;Nữ;020190104729;Hộ chiếu;C1370417;15/01/2029",
        "Vi Văn Páo;04/07/1985;Nam;020085112648;Hộ chiếu;P1451650;15/02/2030",
        "Triệu Mùi Phấy;1996;Nữ;020196120567;Hộ chiếu;N1532883;15/03/2031",
    )
    path = tmp_path / "Danh sách tháng 11.csv"
    path.write_text("\n".join((headings, *(f"{person};{work}" for person in people))), encoding="utf-8")
    return path


@pytest.fixture
def draft(dong_dang: Run, file: Path) -> str:
    """Return the id of the three people's draft list."""
    done = dong_dang("list", "import", file, "--commune", "06184", as_="mui")
    assert (done.status, done.document["problems"]) == (0, [])
    return str(done.document["list"])


@pytest.fixture
def certified(dong_dang: Run, draft: str) -> dict[str, Any]:
    """Return the document of the three people's certified list."""
    assert dong_dang("list", "submit", draft, as_="mui").status == 0
    done = dong_dang("list", "certify", draft, as_="thang")
    assert done.status == 0
    document: dict[str, Any] = done.document
    return document
