"""A card or passport read into the forms of a row and of a person; what of it is never kept anywhere."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import inspect, text

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.services import form_drafts
from tests.client import page_text
from tests.communes import cells
from tests.domain.test_mrz import lines
from tests.web.site import PASSWORD, Browser, Site
from tests.web.test_commune import new_list, row
from tests.web.test_commune_workers import person

ADDRESS = "Thôn Nà Pài, Thụy Hùng, Cao Lộc, Lạng Sơn"
PARENTS = ("Nông Văn Sánh", "Vi Thị Lả")
MUI = f"020182001234|082123456|Nông Thị Mùi|05021982|Nữ|{ADDRESS}|10052021|{'|'.join(PARENTS)}"
EXTRA = (*PARENTS, "082123456", "10052021", "Thụy Hùng, Cao", MUI[:60])
WORK = {name: cells()[name] for name in ("employer", "county", "job", "valid_from", "valid_to")}


def scan(officer: Browser, address: str, card: str = MUI, **fields: object) -> Any:
    """Scan a card into a form as a keyboard scanner does: text and Enter."""
    return officer.submit(f"{address}/rows/new", **{**WORK, "card": card, "then": "enter", **fields})


def test_a_scanned_card_fills_the_form_and_nothing_is_saved_yet(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    page = scan(officer, address)
    assert page.status_code == 200
    for value in ("Nông Thị Mùi", "05/02/1982", "020182001234", "Thôn Nà Pài"):
        assert f'value="{value}"' in page.text
    assert '<option selected value="Hộ chiếu">' in page.text
    assert "autofocus" in page.text.split('name="document_number"')[0].rpartition("<input")[2]
    assert "Chưa có ai trong danh sách" in officer.get(address).text


def test_card_number_expiry_enter_and_the_next_row_waits_for_a_card(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    person_fields = {
        "name": "Nông Thị Mùi",
        "birth": "05/02/1982",
        "sex": "Nữ",
        "personal_id": "020182001234",
        "document_type": "Hộ chiếu",
        "document_number": "c1234567",
        "document_expires": "30062031",
    }
    saved = officer.submit(f"{address}/rows/new", **WORK, **person_fields, card="", then="enter")
    assert saved.location == f"{address}/rows/new"
    following = officer.get(saved.location).text
    assert 'value="Công ty Đường Bằng Tường"' in following
    assert 'value="25/11/2026"' in following
    assert "Nông Thị Mùi" in page_text(officer.get(address))
    assert "autofocus" in following.split('name="card"')[0].rpartition("<input")[2]


def test_a_person_of_the_register_brings_the_known_passport_and_phone(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    officer.submit("/commune/workers/new", **person(0, personal_id="020182001234", birth="05/02/1982"))
    address = new_list(officer, 0)
    page = scan(officer, address).text
    assert 'value="C0000000"' in page
    assert 'value="30/06/2029"' in page
    assert 'value="+84912300000"' in page
    assert "worker:read" in site.acts()


def test_an_expired_passport_of_the_register_is_named_and_not_filled_in(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    officer.submit("/commune/workers/new", **person(0, personal_id="020182001234", birth="05/02/1982"))
    address = new_list(officer, 0)
    site.clock.forward(days=3 * 365)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token(f"{address}/rows/new")
    page = scan(officer, address).text
    assert 'value="C0000000"' not in page
    assert "hết hạn ngày 30/06/2029" in page


def test_another_communes_record_gives_nothing_away(site: Site) -> None:
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    other.read_token("/commune/workers/new")
    other.submit("/commune/workers/new", **person(0, personal_id="020182001234", birth="05/02/1982"))
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    page = scan(officer, new_list(officer, 0)).text
    assert "C0000000" not in page
    assert "912300000" not in page


def test_who_is_in_the_list_already_is_said_at_the_scan(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    officer.submit(f"{address}/rows/new", **row(0, personal_id="020182001234", birth="05/02/1982"))
    page = scan(officer, address)
    assert page.status_code == 422
    assert "đã có trong danh sách, dòng 1" in page.text


def test_a_name_that_the_register_spells_otherwise_is_pointed_out(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    other = person(0, personal_id="020182001234", birth="06/02/1982", name="Nông Thị Mủi")
    officer.submit("/commune/workers/new", **other)
    page = page_text(scan(officer, new_list(officer, 0)))
    assert "Sổ của xã ghi tên người này là «Nông Thị Mủi»" in page
    assert "Sổ của xã ghi ngày sinh 06/02/1982" in page


def test_a_second_persons_card_takes_the_first_persons_data_out(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    typed = {**person(1), "personal_id": "020082000001"}
    page = scan(officer, address, **typed).text
    assert "C0000001" not in page
    assert "912300001" not in page
    assert 'value="Công ty Đường Bằng Tường"' in page


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("02018200123á|082123456|Nông Thị Mùi|05021982|Nữ|x|10052021", "tắt bộ gõ tiếng Việt"),
        ("020182001234|082", "bị đọc thiếu"),
        ("8934567890123", "không phải nội dung mã QR của thẻ căn cước"),
        ("   ", "Chưa quét thẻ"),
    ],
)
def test_what_is_no_card_is_refused_beside_the_field(site: Site, card: str, said: str) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    page = scan(officer, new_list(officer, 0), card=card, then="read")
    assert page.status_code == 422
    assert said in page.text
    assert card.strip() == "" or card not in page.text


def test_a_passports_lines_fill_number_and_expiry_and_another_name_warns(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    typed = {"name": "Nông Thị Mùi", "birth": "05/02/1982", "sex": "Nữ", "personal_id": "020182001234"}
    page = officer.submit(f"{address}/rows/new", **WORK, **typed, mrz=lines(), then="read")
    assert page.status_code == 200
    assert 'value="C1234567"' in page.text
    assert 'value="30/06/2031"' in page.text
    assert "govuk-warning-text" not in page.text
    other = officer.submit(f"{address}/rows/new", **WORK, **typed, mrz=lines(name="VI<<THI<LA"), then="read")
    assert other.status_code == 200
    assert "VI THI LA" in page_text(other)
    assert "đúng hộ chiếu của người này không" in page_text(other)


def test_a_wrong_check_digit_names_the_part_and_keeps_nothing_of_the_lines(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    wrong = lines().replace("C1234567", "C1234568")
    page = officer.submit(f"{new_list(officer, 0)}/rows/new", **WORK, mrz=wrong, then="read")
    assert page.status_code == 422
    assert "Chữ số kiểm tra của «số hộ chiếu» không khớp" in page.text
    assert "C1234568" not in page.text


def test_in_the_register_a_scan_registers_a_new_person_and_opens_a_known_one(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    page = officer.submit("/commune/workers/new", card=MUI, then="enter")
    assert 'value="020182001234"' in page.text
    made = officer.submit("/commune/workers/new", **person(0, personal_id="020182001234", birth="05/02/1982"))
    again = officer.submit("/commune/workers/new", card=MUI, then="enter")
    assert again.location == made.location


def test_only_the_pages_that_scan_may_open_the_camera(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    for page in ("/commune/workers/new", f"{address}/rows/new"):
        assert "camera=(self)" in officer.get(page).headers["Permissions-Policy"]
    assert "camera=()" in officer.get(address).headers["Permissions-Policy"]


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What the application logs, from the least important line on."""
    before, lines = structlog.get_config(), io.StringIO()
    wrapper = structlog.make_filtering_bound_logger(logging.DEBUG)
    structlog.configure(wrapper_class=wrapper, logger_factory=structlog.WriteLoggerFactory(lines))
    yield lines
    structlog.configure(**before)


def everything_stored(site: Site) -> str:
    """Return every text and every byte of the database as one text."""
    found = []
    with read_on(site.engine) as session:
        for table in inspect(session.connection()).get_table_names():
            for line in session.execute(text(f'select * from "{table}"')):
                found += [
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    for value in line
                ]
    return "\n".join(found)


def drafts_of(site: Site, path: str) -> str:
    """Return what is kept of a form for its writer, in clear."""
    with read_on(site.engine) as session:
        kept = form_drafts.read_draft(
            session, user_id=site.user_id("mui.nongthi"), form=path, at=site.clock.now
        )
    return str(kept)


def test_the_cards_text_and_its_parents_are_kept_nowhere(
    site_on_both: Site, caplog: pytest.LogCaptureFixture, log_lines: io.StringIO
) -> None:
    site = site_on_both
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    new = f"{address}/rows/new"
    with caplog.at_level(logging.DEBUG):
        shown = scan(officer, address)
        saved = officer.submit(
            new, **{**row(0, personal_id="020182001234", birth="05/02/1982"), "card": "", "mrz": ""}
        )
        broken = scan(officer, address, card=MUI.replace("0201", "á201"))
        lined = officer.submit(new, **WORK, mrz=lines(), then="read")
        site.clock.forward(minutes=31)
        late = officer.submit(new, **{**row(1), "card": MUI, "mrz": lines()})
    assert (saved.status_code, late.status_code) == (302, 302)
    assert "Chặt mía" in drafts_of(site, new)
    officer.get(late.location)
    back = officer.submit(late.location, username="mui.nongthi", password=PASSWORD)
    restored = officer.get(back.location)
    pages = [shown.text, broken.text, lined.text, restored.text]
    assert log_lines.getvalue().count("/rows/new") >= 5
    places = {
        "database": everything_stored(site),
        "drafts": drafts_of(site, new),
        "logs": caplog.text + log_lines.getvalue(),
        "pages": "\n".join(pages),
        "headers": str([answer.headers for answer in (shown, broken, lined, late, restored)]),
    }
    for place, content in places.items():
        for secret in (*EXTRA, lines()[:44], lines()[45:]):
            assert secret not in content, (place, secret)


def test_an_error_while_reading_leaves_nothing_of_the_card_in_the_log(
    site: Site, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO
) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)

    def broken(text: str) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr("borderreg.web.scans.read_identity_card", broken)
    answer = scan(officer, address)
    assert answer.status_code == 500
    said = log_lines.getvalue()
    assert "RuntimeError" in said
    assert not [secret for secret in EXTRA if secret in answer.text + said]


def test_slips_of_the_hand_are_named_beside_their_fields_in_words_for_a_form(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    wrong = person(
        2, name="Triệu Mùi Phấy 2", phone="98", contact_phone="12", personal_id="12345", document_number="C12"
    )
    page = officer.submit("/commune/workers/new", **wrong)
    said = page_text(page)
    assert page.status_code == 422
    assert "«Họ và tên» có chữ số" in said
    assert "«Điện thoại» chưa đúng" in said
    assert "«Điện thoại liên hệ» chưa đúng" in said
    assert "bạn đã nhập 5" in said
    assert "dưới dạng văn bản" not in said
    assert "cần một chữ cái in hoa và 7 chữ số" in said


@pytest.mark.parametrize("expires", ["30062062", "01/01/2037"])
def test_an_expiry_beyond_what_a_passport_lasts_is_a_slip(site: Site, expires: str) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    page = officer.submit(f"{address}/rows/new", **row(0, document_expires=expires))
    assert page.status_code == 422
    assert "xa hơn thời hạn của hộ chiếu (10 năm)" in page.text


PAO = "020081000001||Vi Văn Páo|02021981|Nam|Khối 3, Đồng Đăng, Cao Lộc, Lạng Sơn|10052021"
PAPER = {"document_type": "Hộ chiếu", "document_number": "C7654321", "document_expires": "300631"}
HELD = {"personal_id": "020182001234", "name": "Nông Thị Mùi", "birth": "05/02/1982", "sex": "Nữ"}


def test_the_next_persons_card_saves_the_row_that_is_complete(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    page = scan(officer, address, PAO, **HELD, **PAPER)
    assert page.status_code == 200
    assert "Đã thêm Nông Thị Mùi vào danh sách, dòng 1." in page.text
    assert 'value="Vi Văn Páo"' in page.text
    assert 'value="Công ty Đường Bằng Tường"' in page.text  # the work goes along
    assert 'value="C7654321"' not in page.text  # the paper of the first does not
    assert "30/06/2031" in officer.get(address).text


def test_a_row_that_cannot_be_saved_stays_and_the_card_is_forgotten(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    page = scan(officer, address, PAO, **HELD, **{**PAPER, "document_expires": "300620"})
    assert page.status_code == 422
    assert "quét lại thẻ vừa rồi" in page.text
    assert 'value="Nông Thị Mùi"' in page.text
    assert "Vi Văn Páo" not in page.text
    # a row without its paper is no row yet: the card takes its place, as before
    other = scan(officer, address, PAO, **HELD).text
    assert 'value="Vi Văn Páo"' in other
    assert "Chưa có ai trong danh sách" in officer.get(address).text
