"""A list from the workbook to the gate's answer, typed by an officer and a chief."""

import json

import pytest

from borderreg.crypto import fingerprint, load_root_public
from tests.preparation import INSTANCE


def test_a_workbook_becomes_a_draft_with_every_problem_named(dong_dang, workbook):
    done = dong_dang("list", "import", workbook, "--commune", "06184", as_="mui")
    document = done.document
    assert (done.status, document["rows"], document["imported"]) == (0, 40, 37)
    assert {"row", "column", "code", "message"} <= document["problems"][0].keys()
    assert {"formula", "minor", "duplicate_in_file"} <= {item["code"] for item in document["problems"]}


def test_a_file_without_a_good_row_is_refused(dong_dang, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("Họ và tên;Ngày sinh;Số CCCD\nNông Thị Mùi;31/02/1990;12\n", encoding="utf-8")
    done = dong_dang("list", "import", bad, "--commune", "06184", as_="mui")
    assert done.status == 1
    assert dong_dang("worker", "search", "Nông", as_="mui").document["results"] == []


def test_a_file_that_is_no_workbook_is_refused_in_words(dong_dang, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    done = dong_dang("list", "import", bad, "--commune", "06184", as_="mui")
    assert done.status == 1
    assert done.document["error"]


def test_certifying_numbers_the_list_and_gives_everyone_a_code(certified):
    assert certified["number"].startswith("01/")
    assert certified["status"] in ("certified", "in_force")
    assert certified["problems"] == []
    assert [entry["row"] for entry in certified["entries"]] == [1, 2, 3]
    for entry in certified["entries"]:
        assert entry["status"] == "certified"
        assert entry["digits"].startswith("84201")
        assert len(entry["cti"]) == 16
        assert len(entry["entry_code"]) == 17


def test_who_entered_a_list_cannot_certify_it(dong_dang, file):
    done = dong_dang("list", "import", file, "--commune", "06184", as_="thang")
    dong_dang("list", "submit", done.document["list"], as_="thang")
    refused = dong_dang("list", "certify", done.document["list"], as_="thang")
    assert (refused.status, refused.document["error"]) == (1, "certifier_is_author")


def test_blockers_are_all_in_the_answer(dong_dang, certified, file):
    again = dong_dang("list", "import", file, "--commune", "06184", as_="mui").document
    dong_dang("list", "submit", again["list"], as_="mui")
    refused = dong_dang("list", "certify", again["list"], as_="thang")
    assert refused.status == 1
    codes = [(item["row"], item["code"]) for item in refused.document["problems"]]
    assert codes == [(row, "duplicate_open_entry") for row in (1, 2, 3)]


def test_a_chief_returns_a_list_with_a_reason(dong_dang, draft):
    dong_dang("list", "submit", draft, as_="mui")
    done = dong_dang("list", "return", draft, "--reason", "Thiếu số điện thoại người thân", as_="thang")
    assert (done.status, done.document["status"]) == (0, "returned")


def test_the_machine_may_be_forbidden_to_certify(dong_dang, draft, monkeypatch):
    dong_dang("list", "submit", draft, as_="mui")
    monkeypatch.setenv("BORDERREG_CLI_CERTIFIES", "0")
    assert dong_dang("list", "certify", draft, as_="thang").status == 3


def test_the_operator_and_other_communes_see_no_list(dong_dang, certified):
    words = ("--role", "commune_chief", "--organisation", "06211", "--name", "Dương Hữu Sằn")
    dong_dang("user", "add", "san", *words)
    shown = [dong_dang("list", "show", certified["list"], as_=user).status for user in (None, "san")]
    assert shown == [3, 3]
    assert dong_dang("worker", "search", "Mùi").status == 3


def test_nobody_imports_for_another_commune(dong_dang, file):
    assert dong_dang("list", "import", file, "--commune", "06211", as_="mui").status == 3


def test_a_printed_list_proves_itself_without_a_database(dong_dang, certified, tmp_path):
    paper = tmp_path / "list.pdf"
    printed = dong_dang("list", "print", certified["list"], "-o", paper, "--slips", as_="mui").document
    assert printed["entries"] == 3
    assert printed["pages"] >= 3
    checked = dong_dang("list", "verify", paper)
    assert checked.status == 0
    assert {name: checked.document[name] for name in ("ok", "number", "signed_by", "entries")} == {
        "ok": True,
        "number": certified["number"],
        "signed_by": "06184",
        "entries": 3,
    }


def test_without_the_trusted_root_no_list_is_verified(dong_dang, certified, tmp_path):
    paper = tmp_path / "list.pdf"
    dong_dang("list", "print", certified["list"], "-o", paper, as_="mui")
    right = fingerprint(load_root_public(INSTANCE / "keys"))
    elsewhere = ("--instance", str(tmp_path / "none"))
    assert dong_dang("list", "verify", paper, *elsewhere).document["ok"] is False
    assert dong_dang("list", "verify", paper, *elsewhere, "--root", right).document["ok"] is True
    assert dong_dang("list", "verify", paper, "--root", "0" * 64).status == 1


def test_a_withdrawn_person_is_refused_at_the_gate(dong_dang, certified):
    entry = certified["entries"][1]
    assert dong_dang("qr", "verify", entry["digits"]).status == 0
    done = dong_dang("entry", "withdraw", entry["cti"], "--reason", "Gia đình có việc", as_="thang")
    assert done.document == {"cti": entry["cti"], "status": "withdrawn"}
    refused = dong_dang("qr", "verify", entry["digits"])
    assert (refused.status, refused.document["reasons"]) == (11, ["withdrawn"])


def test_revoking_a_list_revokes_everyone_on_it(dong_dang, certified):
    done = dong_dang("list", "revoke", certified["list"], "--reason", "Lập sai", as_="thang").document
    assert done["status"] == "revoked"
    assert {entry["status"] for entry in done["entries"]} == {"revoked"}


@pytest.mark.parametrize("words", [("show",), ("submit",), ("certify",)])
def test_an_unknown_list_is_not_found(dong_dang, words):
    unknown = "01900000-0000-7000-8000-000000000000"
    assert dong_dang("list", *words, unknown, as_="thang").status == 3


def test_the_template_is_imported_as_it_is_offered(dong_dang, tmp_path):
    path = tmp_path / "template.xlsx"
    assert dong_dang("list", "template", "-o", path).document == {"file": str(path)}
    assert path.stat().st_size > 5_000


def test_people_are_found_without_accents_and_masked(dong_dang, certified):
    found = dong_dang("worker", "search", "mui phay", as_="mui").document["results"]
    assert [(person["name"], person["birth"], person["id_last4"]) for person in found] == [
        ("Triệu Mùi Phấy", "1996", "0567")
    ]
    assert "020196120567" not in json.dumps(found)
