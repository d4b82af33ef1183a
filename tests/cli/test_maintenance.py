"""An operator's work: users, devices, keys, the log, journeys, tables and the state of the installation."""

import json
import stat

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from borderreg.cli import main
from borderreg.db import MODE
from borderreg.domain.access import Role
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user
from tests.preparation import INSTANCE


def change(engine, statement, **values):
    """Change the database behind the application's back."""
    with engine.connect().execution_options(**{MODE: "write"}) as connection:
        connection.execute(text(statement), values)
        connection.commit()


@pytest.fixture
def crossings(engine, client):
    """Let somebody leave and return, and another leave, at Hữu Nghị."""
    people = CertifiedList(engine)
    commander = make_user(engine, "chien", Role.GATE_COMMANDER, "HUUNGHI", name="Lộc Văn Chiến")
    make_user(engine, "pao", Role.GATE_OFFICER, "HUUNGHI", name="Vi Văn Páo")
    device = GateDevice.enrol(engine, client, actor_of(engine, commander))
    assert device.sign_in("pao").status_code == 201
    home, away = people.issue(), people.issue(name="Vi Thị Mến")
    for issued, direction in ((home, "departure"), (home, "return"), (away, "departure")):
        assert device.record(direction, digits=issued.digits)["result"] == "stored"
    return home, away


def test_a_made_up_password_is_shown_once_and_must_be_changed(borderreg):
    words = ("--role", "auditor", "--organisation", "KIEMTRA", "--name", "Bế Thị Mỷ")
    added = borderreg("user", "add", "my", *words).document
    assert (added["username"], added["role"], added["organisation"]) == ("my", "auditor", "KIEMTRA")
    assert len(added["password"]) >= 15
    assert "password" not in borderreg("user", "list").document["users"][0]
    assert borderreg("user", "reset", "my").document["password"] != added["password"]


def test_a_given_password_is_taken_from_standard_input(borderreg):
    words = ("--role", "auditor", "--organisation", "KIEMTRA", "--name", "Bế Thị Mỷ", "--password-stdin")
    assert borderreg("user", "add", "my", *words, given="mùa hồi chín rộ 2026\n").status == 0
    as_given = borderreg("user", "add", "my2", *words, given="ngắn\n").document
    assert as_given["password"] == "ngắn"


def test_a_disabled_user_acts_no_more(dong_dang):
    assert dong_dang("worker", "search", "Mùi", as_="mui").status == 0
    assert dong_dang("user", "disable", "mui").status == 0
    assert dong_dang("worker", "search", "Mùi", as_="mui").status == 3


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("user", "add", "x y", "--role", "auditor", "--organisation", "KIEMTRA", "--name", "Bế"), 2),
        (("user", "add", "my", "--role", "auditor", "--organisation", "06184", "--name", "Bế"), 1),
        (("user", "add", "my", "--role", "auditor", "--organisation", "99999", "--name", "Bế"), 3),
        (("user", "add", "my", "--role", "king", "--organisation", "KIEMTRA", "--name", "Bế"), 2),
        (("user", "disable", "nobody"), 3),
        (("device", "invite", "--gate", "NOWHERE"), 3),
        (("keys", "revoke", "zz", "--reason", "x"), 2),
        (("entry", "withdraw", "12", "--reason", "x"), 2),
        (("stats", "balance", "--at", "yesterday"), 2),
        (("no-such-command",), 2),
    ],
)
def test_the_exit_status_says_what_kind_of_no_it_is(borderreg, words, status):
    assert borderreg(*words).status == status


def test_who_acts_is_in_the_audit_log_with_the_way_in(borderreg, engine):
    borderreg("device", "invite", "--gate", "HUUNGHI")
    with engine.connect() as connection:
        query = text("SELECT payload FROM audit_records WHERE action = 'device:invited'")
        payload = json.loads(connection.scalars(query).one())
    assert payload["via"] == "cli"
    assert payload["system_user"]


def test_an_invitation_is_listed_once_used_and_revoked(borderreg, crossings):
    found = borderreg("device", "list").document["devices"]
    assert [(line["gate"], line["events"], line["revoked_at"]) for line in found] == [("HUUNGHI", 3, None)]
    assert borderreg("device", "revoke", found[0]["device"]).document["revoked"] is True
    assert borderreg("device", "list").document["devices"][0]["revoked_at"]


def test_an_invitation_names_the_page_and_keeps_the_token_out_of_server_logs(borderreg):
    made = borderreg("device", "invite", "--gate", "HUUNGHI").document
    assert made["url"].endswith(f"/gate/app#enrol={made['token']}")


def test_every_certified_person_is_counted_once(borderreg, crossings):
    found = borderreg("stats", "balance", "--by", "commune").document
    assert found["difference"] == 0
    assert found["total"] == {
        "certified": 2, "never_left": 0, "abroad": 1, "returned": 1, "contradictory": 0,
    }  # fmt: skip
    assert [group["key"] for group in found["groups"]] == ["06184"]
    before = borderreg("stats", "balance", "--at", "2026-11-21").document["total"]
    assert before["abroad"] == before["returned"] == 0


def test_the_log_is_exported_without_names(borderreg, crossings, tmp_path):
    path = tmp_path / "events.jsonl"
    assert borderreg("events", "export", "-o", path).document == {"file": str(path), "events": 3}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["direction"] for line in lines] == ["departure", "return", "departure"]
    assert lines[0].keys() == {
        *("id", "device", "seq", "gate", "direction", "kind", "cti", "occurred_at", "received_at"),
        *("method", "verdict", "reasons", "flags", "annuls"),
    }
    assert "Mùi" not in path.read_text(encoding="utf-8")
    later = borderreg("events", "export", "-o", path, "--since", "2027-01-01").document
    assert later["events"] == 0


def test_journeys_are_rebuilt_to_the_same_and_a_difference_is_found(borderreg, engine, crossings):
    assert borderreg("journeys", "rebuild", "--check").document == {"workers": 2, "changed": 0}
    change(engine, "DELETE FROM entry_states")
    assert borderreg("stats", "balance").status == 1
    checked = borderreg("journeys", "rebuild", "--check")
    assert (checked.status, checked.document["changed"]) == (1, 2)
    assert borderreg("journeys", "rebuild").document == {"workers": 2, "changed": 2}
    assert borderreg("journeys", "rebuild", "--check").status == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_records SET action = 'list:revoked' WHERE action = 'shift:started'",
        "DELETE FROM audit_records WHERE action = 'event:recorded'",
        "DELETE FROM audit_heads",
    ],
)
def test_a_touched_audit_log_is_found(borderreg, engine, crossings, statement):
    assert borderreg("audit", "verify").document["ok"] is True
    change(engine, statement)
    found = borderreg("audit", "verify")
    assert (found.status, found.document["ok"]) == (1, False)
    assert found.document["first_bad"]["seq"] >= 1


def test_keys_are_listed_without_their_secrets_and_revoked_for_good(borderreg):
    keys = borderreg("keys", "list").document["keys"]
    key = next(key for key in keys if key["use"] == "entry" and key["commune"] == "06184")
    assert not any("private" in name for name in key)
    assert borderreg("keys", "revoke", key["kid"], "--reason", "Máy bị mất").status == 0
    after = borderreg("keys", "list").document["keys"]
    assert [line["status"] for line in after if line["kid"] == key["kid"]] == ["revoked"]
    assert borderreg("keys", "init").document["made"] == 0
    assert borderreg("keys", "rotate").status == 0


def test_the_tables_are_checked_taken_back_and_brought_up(borderreg):
    checked = borderreg("db", "check")
    assert (checked.status, checked.document["differences"]) == (0, [])
    assert borderreg("db", "downgrade").document["revision"] == f"{int(checked.document['head']) - 1:03}"
    assert borderreg("db", "check").status == 1
    assert "tables_behind" in [p["code"] for p in borderreg("doctor").document["problems"]]
    assert borderreg("db", "upgrade").document["revision"] == checked.document["head"]


def test_organisations_and_reports_are_listed(borderreg):
    codes = {line["code"] for line in borderreg("org", "list").document["organisations"]}
    assert {"06184", "HUUNGHI", "SNGV", "BAOHO", "ADMIN", "KIEMTRA"} <= codes
    slugs = [line["slug"] for line in borderreg("report", "list").document["reports"]]
    assert "balance" in slugs


def test_a_report_is_counted_by_each_of_its_dimensions(borderreg, crossings, tmp_path):
    found = borderreg("report", "run", "abroad", "--period", "2026-11").document
    assert (found["slug"], found["period"], found["number"]) == ("abroad", "2026-11", None)
    assert len(found["sha256"]) == 64
    assert all(table["rows"][-1] == ["Tổng số", 1] for table in found["tables"])
    path = tmp_path / "abroad.csv"
    make_file = ("report", "run", "abroad", "--format", "csv", "-o", path)
    assert borderreg(*make_file).status == 3, "the operator reads figures and takes none out"
    words = ("--role", "foreign_affairs", "--organisation", "SNGV", "--name", "Lương Thị Hoà")
    borderreg("user", "add", "hoa", *words)
    assert borderreg(*make_file, as_="hoa").status == 0
    assert path.read_text(encoding="utf-8-sig").startswith("Nước,")
    assert borderreg("report", "run", "abroad", "--period", "soon").status == 2
    assert borderreg("report", "run", "secrets").status == 3


def test_the_doctor_names_a_key_that_others_can_read(borderreg):
    path = INSTANCE / "keys" / "index.key"
    path.chmod(0o644)
    try:
        found = borderreg("doctor")
    finally:
        path.chmod(0o600)
    assert found.status == 1
    assert [problem["code"] for problem in found.document["problems"]] >= ["key_file_readable"]
    assert all(problem["fix"] for problem in found.document["problems"])


def test_a_new_installation_is_ready_twice_over(tmp_path):
    def run(*words):
        done = CliRunner().invoke(main, ["--instance", str(tmp_path / "new"), "--json", *words])
        return done.exit_code, json.loads(done.stdout)

    status, made = run("init")
    assert (status, made["communes"], made["gates"]) == (0, 65, 5)
    assert run("init") == (0, made)
    assert run("doctor") == (0, {"ok": True, "problems": []})
    keys = tmp_path / "new" / "keys"
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}


def test_without_a_database_the_answer_is_four(tmp_path):
    words = ["--instance", str(tmp_path / "none"), "user", "list"]
    assert CliRunner().invoke(main, words).exit_code == 4
    nowhere = ["--database", "postgresql://borderreg@127.0.0.1:9/none", "--instance", str(INSTANCE)]
    assert CliRunner().invoke(main, [*nowhere, "user", "list"]).exit_code == 4


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10"])
def test_outside_of_this_machine_nothing_is_served_unsafe(borderreg, host):
    refused = borderreg("serve", "--host", host)
    assert refused.status == 1
    assert refused.document["error"] in ("no_tls", "role_may_delete", "not_durable")


def test_people_read_lines_and_programs_read_json(borderreg):
    lines = borderreg("org", "list", plain=True).output
    assert "Công an xã Đồng Đăng" in lines
