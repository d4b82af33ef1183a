"""Printing: counted, the same codes each time, and a file that proves itself without the system."""

import io
import json
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select, update

from borderreg.crypto import fingerprint, vault
from borderreg.db import write_on
from borderreg.documents.verification import verify_export
from borderreg.domain.errors import BadInput, NotFound, Refused
from borderreg.models import Entry, OrganisationName, User, new_id
from borderreg.services.certification import certify_list
from borderreg.services.list_changes import revoke_list, withdraw_entry
from borderreg.services.list_reading import read_list
from borderreg.services.papers import draw, export_list, prepare_print, print_list, prints_of
from tests.communes import AT, Desk


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


def test_prints_are_numbered_kept_on_record_and_said_on_the_paper(desk: Desk) -> None:
    list_id = certified(desk)
    desk.write(prepare_print, list_id=list_id, slips=True)
    job = desk.write(prepare_print, actor=desk.chief, list_id=list_id, slips=True, cards=True)
    assert (job.paper.prints.table, job.paper.prints.slips, job.paper.prints.cards) == (2, 2, 1)
    lines = desk.read(prints_of, list_id=list_id)
    assert sorted((line.paper.value, line.number, line.printed_by) for line in lines) == [
        ("cards", 1, desk.chief.name),
        ("slips", 1, desk.officer.name),
        ("slips", 2, desk.chief.name),
        ("table", 1, desk.officer.name),
        ("table", 2, desk.chief.name),
    ]
    assert draw(job).pages > 2
    with pytest.raises(NotFound):
        Desk.open(desk.engine, "06187").read(prints_of, list_id=list_id)


def test_one_persons_slip_is_printed_again_with_the_same_code_and_nobody_elses_facts(desk: Desk) -> None:
    list_id = certified(desk)
    first, second = desk.read(read_list, list_id=list_id).rows
    whole = desk.write(prepare_print, list_id=list_id, slips=True)
    again = desk.write(prepare_print, list_id=list_id, entry_id=second.entry_id)
    assert again.export is None
    assert [row.digits for row in again.handouts] == [whole.paper.rows[1].digits]
    assert (again.paper.prints.slips, again.entries) == (2, 1)
    text = " ".join(PdfReader(io.BytesIO(draw(again).pdf)).pages[0].extract_text().split())
    assert second.name in text
    assert "Bản in lần 2" in text
    assert first.name not in text
    assert (
        desk.write(prepare_print, list_id=list_id, entry_id=first.entry_id, cards=True).paper.prints.cards
        == 1
    )


def test_who_was_withdrawn_gets_no_slip_any_more_but_stays_on_the_table(desk: Desk) -> None:
    list_id = certified(desk)
    gone, stays = desk.read(read_list, list_id=list_id).rows
    desk.write(withdraw_entry, actor=desk.chief, entry_id=gone.entry_id, reason="Xin ở nhà")
    job = desk.write(prepare_print, list_id=list_id, slips=True, cards=True)
    assert len(job.paper.rows) == 2
    assert [row.name for row in job.handouts] == [stays.name]
    with pytest.raises(Refused) as refused:
        desk.write(prepare_print, list_id=list_id, entry_id=gone.entry_id)
    assert refused.value.code == "entry_over"


def test_an_old_list_prints_with_the_names_and_the_signatory_of_its_time(desk: Desk) -> None:
    list_id = certified(desk)

    def rename(session: object) -> None:
        chief = session.get_one(User, desk.chief.user_id)
        chief.name, chief.is_deputy = "Trung tá Lộc Văn Mới", True
        name = session.scalars(
            select(OrganisationName).where(OrganisationName.organisation_id == desk.chief.organisation_id)
        ).one()
        session.add(
            OrganisationName(
                id=new_id(), organisation_id=name.organisation_id, name="Công an phường Đồng Đăng",
                name_en="", name_zh="", place="Phường Đồng Đăng", position="TRƯỞNG CÔNG AN PHƯỜNG",
                symbol="DS-CAP",
                recipients="UBND phường Đồng Đăng; Lưu: VT", valid_from=date(2026, 11, 23),
            )
        )  # fmt: skip

    write_on(desk.engine, rename)
    old = desk.write(prepare_print, list_id=list_id).paper
    assert (old.header.issuing_body, old.signature.lines) == ("Công an xã Đồng Đăng", ("TRƯỞNG CÔNG AN XÃ",))
    assert old.signature.name == desk.chief.name
    later = {"at": AT + timedelta(days=2)}
    new_list = desk.submitted(1, first=5)
    desk.write(certify_list, actor=desk.chief, list_id=new_list, **later)
    new = desk.write(prepare_print, list_id=new_list, **later).paper
    assert new.header.recipients == ("UBND phường Đồng Đăng", "Lưu: VT")
    assert new.signature.lines == ("KT. TRƯỞNG CÔNG AN PHƯỜNG", "PHÓ TRƯỞNG CÔNG AN PHƯỜNG")
    assert new.signature.name == "Trung tá Lộc Văn Mới"


def test_phones_are_written_as_they_are_dialled_at_home(desk: Desk) -> None:
    (row, _) = desk.write(prepare_print, list_id=certified(desk)).paper.rows
    assert (row.phone, row.contact) == ("0912300000", "Nông Văn Sáng 0912000999")
