"""The demo: invented people whose every figure adds up, one log-in per role, safe to start again."""

import json
import re

import pytest
from click.testing import CliRunner

from borderreg.app import create_app
from borderreg.cli import main
from borderreg.config import load_config
from borderreg.db import db
from borderreg.domain.access import ORGANISATION_KIND
from borderreg.services.demo import LOGINS, PASSWORD
from tests.preparation import open_test_vault


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Fill a demo once for all tests of this file."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    done = CliRunner().invoke(main, ["--instance", str(folder), "demo", "--no-serve", "--people", "60"])
    assert done.exit_code == 0, done.output
    yield folder, done.output
    open_test_vault()


def ask(folder, *words):
    """Ask the demo something."""
    done = CliRunner().invoke(main, ["--instance", str(folder), "--json", *words])
    return done.exit_code, json.loads(done.stdout)


def test_the_address_and_a_log_in_for_each_role_come_first(demo):
    lines = [line for line in demo[1].splitlines() if line.strip()]
    assert lines[0].strip() == "http://127.0.0.1:8000"
    assert {login.role for login in LOGINS} == set(ORGANISATION_KIND)
    for login, line in zip(LOGINS, lines[1:], strict=False):
        assert re.split(r"\s{2,}", line.strip())[:2] == [login.username, PASSWORD]


def test_every_figure_adds_up(demo):
    status, found = ask(demo[0], "stats", "balance", "--by", "gate")
    assert (status, found["difference"]) == (0, 0)
    assert found["total"]["certified"] == 60 - 12 - 15
    assert found["total"]["abroad"] > 0
    assert found["total"]["contradictory"] == 2
    assert ask(demo[0], "journeys", "rebuild", "--check")[0] == 0
    assert ask(demo[0], "audit", "verify")[1]["ok"] is True
    assert ask(demo[0], "doctor") == (0, {"ok": True, "problems": []})


def test_the_chief_finds_a_list_to_certify_and_the_page_says_that_it_is_a_demo(demo):
    app = create_app(load_config(instance=demo[0], extra={"TESTING": True}))
    client = app.test_client()
    form = client.get("/log-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    data = {"username": "truong.dongdang", "password": PASSWORD, "csrf_token": token[1] if token else ""}
    page = client.post("/log-in", data=data, follow_redirects=True).get_data(as_text=True)
    assert "Danh sách bốc xếp tháng này" in page
    assert "DỮ LIỆU MẪU" in page
    with app.app_context():
        db.engine.dispose()


def test_a_second_start_uses_what_is_there_and_a_real_instance_is_left_alone(demo, tmp_path):
    again = CliRunner().invoke(main, ["--instance", str(demo[0]), "demo", "--no-serve"])
    assert again.exit_code == 0
    assert "rm -r" in again.stderr
    real = tmp_path / "real"
    assert CliRunner().invoke(main, ["--instance", str(real), "init"]).exit_code == 0
    assert CliRunner().invoke(main, ["--instance", str(real), "demo", "--no-serve"]).exit_code == 1
