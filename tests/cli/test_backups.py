"""Back-ups: made while serving, verified, restored elsewhere, and never over anything."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import make_url

from borderreg import migrations
from borderreg.cli import main


@pytest.fixture
def copy(dong_dang, certified, tmp_path):
    """Back up an installation with a certified list."""
    made = dong_dang("backup", tmp_path / "copy")
    assert made.status == 0
    return tmp_path / "copy"


def run(*words):
    """Run a command elsewhere than on the test's installation."""
    done = CliRunner().invoke(main, ["--json", *map(str, words)])
    return done.exit_code, json.loads(done.stdout) if done.stdout else None


def test_a_copy_says_what_it_holds_and_that_it_is_whole(copy):
    status, found = run("backup", "verify", copy)
    assert (status, found["ok"], found["revision"]) == (0, True, migrations.head())
    assert found["audit_records"] > 3


def test_a_damaged_copy_is_found_and_not_restored(copy, tmp_path):
    path = next(copy.glob("database.*"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    status, found = run("backup", "verify", copy)
    assert (status, found["ok"]) == (1, False)
    assert run("restore", copy, "--into", tmp_path / "new")[0] == 1


def test_a_restored_installation_holds_the_same(database_url, copy, certified, tmp_path, request):
    new = tmp_path / "new"
    database = f"sqlite:///{new / 'borderreg.sqlite3'}"
    if make_url(database_url).get_backend_name() == "postgresql":
        database = request.getfixturevalue("empty_database")
    words = ("--database", database, "--instance", new)
    status, found = run("restore", copy, "--into", new, "--database", database)
    assert status == 0, found
    assert run(*words, "audit", "verify")[1]["ok"] is True
    shown = run(*words, "list", "show", certified["list"], "--as", "thang")[1]
    assert [entry["digits"] for entry in shown["entries"]] == [
        entry["digits"] for entry in certified["entries"]
    ]
    assert run("restore", copy, "--into", new, "--database", database)[0] == 1


def test_a_copy_is_never_written_over_another(dong_dang, copy):
    assert dong_dang("backup", copy).status == 1


def test_keys_stay_out_when_asked_and_are_for_the_owner_only(dong_dang, copy, tmp_path):
    assert all(path.stat().st_mode & 0o077 == 0 for path in (copy / "keys").iterdir())
    dong_dang("backup", tmp_path / "travels", "--without-keys")
    assert not (tmp_path / "travels" / "keys").exists()


def test_what_is_no_copy_is_not_found(tmp_path):
    assert run("backup", "verify", tmp_path / "nothing")[0] == 3
