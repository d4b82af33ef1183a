"""Printing: counted, the same codes each time, and a file that proves itself without the system."""

import json

import pytest
from sqlalchemy import Engine, update

from borderreg.crypto import fingerprint, vault
from borderreg.db import write_on
from borderreg.documents.verification import verify_export
from borderreg.domain.errors import BadInput, NotFound, Refused
from borderreg.models import Entry, User
from borderreg.services.certification import certify_list
from borderreg.services.list_changes import revoke_list, withdraw_entry
from borderreg.services.list_reading import read_list
from borderreg.services.papers import export_list, prepare_print, print_list
from tests.communes import Desk


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def certified(desk: Desk, people: int = 2) -> object:
    """Certify a list and return its id."""
    list_id = desk.submitted(people)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    return list_id


def root() -> str:
    """Return what people compare of the root key."""
    return fingerprint(vault().root_public)


def test_the_printed_file_proves_itself_without_database_and_server(desk: Desk) -> None:
    list_id = certified(desk, 3)
    printed = desk.write(print_list, list_id=list_id)
    result = verify_export(printed.pdf, root_fingerprint=root())
    assert result.problems == ()
    assert (result.ok, result.number, result.signed_by, result.entries) == (True, "01/DS-CAX", "06184", 3)


def test_the_export_is_canonical_and_a_changed_one_is_found_out(desk: Desk) -> None:
    list_id = certified(desk)
    export = desk.write(export_list, list_id=list_id)
    assert verify_export(export, root_fingerprint=root()).ok
    document = json.loads(export)
    document["entries"][0]["employer"] = "Đơn vị khác"
    assert not verify_export(json.dumps(document).encode(), root_fingerprint=root()).ok


def test_a_reprint_carries_the_same_codes_and_is_counted(desk: Desk) -> None:
    list_id = certified(desk)
    first = desk.write(prepare_print, list_id=list_id)
    second = desk.write(prepare_print, list_id=list_id, slips=True)
    assert [row.digits for row in first.paper.rows] == [row.digits for row in second.paper.rows]
    assert desk.read(read_list, list_id=list_id).prints == 2


def test_the_clerks_number_is_kept_for_the_next_print(desk: Desk) -> None:
    list_id = certified(desk)
    assert desk.write(prepare_print, list_id=list_id).paper.document_number is None
    desk.write(prepare_print, list_id=list_id, document_number="  127/CAX-QLHC ")
    assert desk.write(prepare_print, list_id=list_id).paper.document_number == "127/CAX-QLHC"
    with pytest.raises(BadInput):
        desk.write(prepare_print, list_id=list_id, document_number="9" * 50)


def test_a_draft_prints_as_a_specimen_without_codes(desk: Desk) -> None:
    job = desk.write(prepare_print, list_id=desk.filled(2))
    assert job.paper.specimen
    assert job.export is None
    assert {row.digits for row in job.paper.rows} == {None}


def test_a_deputys_paper_names_both_positions(desk: Desk) -> None:
    def appoint(session: object) -> None:
        session.execute(update(User).where(User.id == desk.chief.user_id).values(is_deputy=True))

    write_on(desk.engine, appoint)
    signature = desk.write(prepare_print, list_id=certified(desk)).paper.signature
    assert (signature.position, signature.deputy_position) == (
        "TRƯỞNG CÔNG AN XÃ",
        "Phó TRƯỞNG CÔNG AN XÃ",
    )


def test_a_withdrawal_prints_its_reason_and_no_code_and_proves_itself(desk: Desk) -> None:
    list_id = certified(desk)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    gone = desk.write(withdraw_entry, actor=desk.chief, entry_id=entry_id, reason="Xin ở nhà chăm con")
    job = desk.write(prepare_print, list_id=gone.list_id)
    assert (job.paper.changes_number, job.paper.rows[0].reason) == ("01/DS-CAX", "Xin ở nhà chăm con")
    printed = desk.write(print_list, list_id=gone.list_id)
    assert verify_export(printed.pdf, root_fingerprint=root()).problems == ()


def test_the_file_name_holds_no_personal_data(desk: Desk) -> None:
    assert desk.write(prepare_print, list_id=certified(desk)).filename == "danh-sach-01-ds-cax-2026.pdf"


def test_a_revoked_list_and_a_foreign_list_are_not_printed(desk: Desk) -> None:
    list_id = certified(desk)
    with pytest.raises(NotFound):
        Desk.open(desk.engine, "06187").write(print_list, list_id=list_id)
    desk.write(revoke_list, actor=desk.chief, list_id=list_id, reason="Đơn vị bị dừng")
    with pytest.raises(Refused) as refused:
        desk.write(print_list, list_id=list_id)
    assert refused.value.code == "revoked"


def test_rows_changed_behind_the_systems_back_are_not_printed(desk: Desk) -> None:
    list_id = certified(desk)
    write_on(desk.engine, lambda session: session.execute(update(Entry).values(job="Khác")))
    with pytest.raises(Refused) as refused:
        desk.write(print_list, list_id=list_id)
    assert refused.value.code == "content_changed"
