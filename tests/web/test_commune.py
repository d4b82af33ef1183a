"""A list through the commune's pages: typed, submitted, certified, printed, changed."""

import re

from sqlalchemy import event

from borderreg.domain.access import Role
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.web.words import TAGS
from tests.communes import cells
from tests.web.site import PASSWORD, Browser, Site

ID = re.compile(r"/commune/lists/([0-9a-f-]{36})")
ROW = re.compile(r"/commune/lists/[0-9a-f-]{36}/rows/([0-9a-f-]{36})")
VERSION = re.compile(r'name="version" value="(\d+)"')


def row(number: int = 0, **changes: object) -> dict[str, object]:
    """Return a row's form as a browser sends it."""
    return {**cells(number), "gates": [], **changes}


def new_list(browser: Browser, people: int = 1, *, first: int = 0) -> str:
    """Make a draft with some people and return its address."""
    browser.read_token("/commune/lists")
    address = browser.submit("/commune/lists", title="Đợt chặt mía").location
    for number in range(first, first + people):
        answer = browser.submit(f"{address}/rows/new", **row(number))
        assert answer.status_code == 302, answer.text
    return address


def version_of(browser: Browser, address: str) -> str:
    """Return the version that a page of a list names."""
    found = VERSION.search(browser.get(address).text)
    assert found
    return found[1]


def submitted(browser: Browser, people: int = 1, *, first: int = 0) -> str:
    """Make a list that waits for the chief."""
    address = new_list(browser, people, first=first)
    done = browser.submit(f"{address}/submit", version=version_of(browser, address))
    assert done.status_code == 302
    return address


def certified(site: Site, people: int = 1) -> tuple[Browser, str]:
    """Take a list to certified; return the chief's browser and the list's address."""
    address = submitted(site.logged_in(Role.COMMUNE_OFFICER), people)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token(address)
    done = chief.submit(f"{address}/certify", version=version_of(chief, address))
    assert done.status_code == 302, done.text
    return chief, address


def test_a_list_goes_from_the_officer_to_the_chief_to_the_printer(site_on_both: Site) -> None:
    chief, address = certified(site_on_both, 2)
    page = chief.get(address).text
    assert "01/DS-CAX" in page
    assert "Đang" in page or "Đã xác nhận" in page
    assert "Nông Thị Mùi" in page
    paper = chief.submit(f"{address}/print", document_number="127/CAX", slips="y")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")
    assert paper.headers["Cache-Control"] == "no-store"
    assert "Nông" not in paper.headers["Content-Disposition"]
    export = chief.submit(f"{address}/export")
    assert export.mimetype == "application/json"


def test_the_first_page_is_empty_and_then_shows_what_waits(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    assert "Không có việc nào đang chờ" in officer.get("/commune").text
    submitted(officer)
    assert "chờ lãnh đạo xác nhận" in officer.get("/commune").text
    assert "Chờ bạn xác nhận" in site.logged_in(Role.COMMUNE_CHIEF).get("/commune").text


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    wrong = row(birth="31/02/1990", personal_id="12345", job="Chặt mía ở nông trường")
    answer = officer.submit(f"{address}/rows/new", **wrong)
    assert answer.status_code == 422
    assert "Số CCCD phải có đúng 12 chữ số" in answer.text
    assert "31/02/1990" in answer.text
    assert "Chặt mía ở nông trường" in answer.text
    assert "Chưa có ai trong danh sách" in officer.get(address).text


def test_a_minor_is_not_taken_into_a_list(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    answer = officer.submit(f"{address}/rows/new", **row(birth="05/06/2010"))
    assert answer.status_code == 422
    assert "chưa đủ 18 tuổi" in answer.text


def test_a_warning_does_not_stop_a_row_and_stays_beside_it(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    assert officer.submit(f"{address}/rows/new", **row(county="Nam Ninh")).status_code == 302
    assert "Không có huyện, thị «Nam Ninh»" in officer.get(address).text


def test_the_next_person_takes_over_the_work_but_nothing_of_the_person(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    page = officer.get(f"{address}/rows/new").text
    assert 'value="Công ty Đường Bằng Tường"' in page
    assert 'value="Nông Thị Mùi"' not in page
    answer = officer.submit(f"{address}/rows/new", **row(1, then="next"))
    assert answer.location == f"{address}/rows/new"


def test_the_second_of_two_editors_keeps_the_typing_and_is_told(site_on_both: Site) -> None:
    site = site_on_both
    first = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(first)
    second = site.logged_in(Role.COMMUNE_OFFICER, username="hai.nongvan")
    found = ROW.search(first.get(address).text)
    assert found
    edit = f"{address}/rows/{found[1]}"
    version = version_of(first, edit)
    second.read_token(edit)
    first.submit(edit, **row(job="Bốc xếp"), version=version)
    told = second.submit(edit, **row(job="Nấu ăn cho tổ"), version=version)
    assert told.status_code == 409
    assert "vừa được người khác sửa" in told.text
    assert 'value="Nấu ăn cho tổ"' in told.text
    assert "Bốc xếp" in first.get(address).text
    again = VERSION.search(told.text)
    assert again
    assert second.submit(edit, **row(job="Nấu ăn cho tổ"), version=again[1]).status_code == 302
    assert "Nấu ăn cho tổ" in first.get(address).text


def test_a_row_typed_too_late_comes_back_after_log_in(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    site.clock.forward(minutes=31)
    late = officer.submit(f"{address}/rows/new", **row(job="Chặt mía ca đêm"))
    assert late.status_code == 302
    officer.get(late.location)
    back = officer.submit(late.location, username="mui.nongthi", password=PASSWORD)
    page = officer.get(back.location).text
    assert 'value="Chặt mía ca đêm"' in page
    assert "chưa được ghi" in page


def test_a_removed_row_can_be_put_back(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 2)
    found = ROW.search(officer.get(address).text)
    assert found
    version = version_of(officer, address)
    officer.submit(f"{address}/rows/{found[1]}/remove", version=version)
    assert "Đã bỏ khỏi danh sách" in officer.get(address).text
    officer.submit(f"{address}/rows/{found[1]}/restore")
    assert "Đã bỏ khỏi danh sách" not in officer.get(address).text


def test_an_officer_cannot_certify_and_an_author_is_told_why(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = submitted(officer)
    assert officer.submit(f"{address}/certify", version="1").status_code == 403
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    own = submitted(chief, first=3)
    assert "không được tự xác nhận" in chief.get(own).text
    answer = chief.submit(f"{own}/certify", version=version_of(chief, own))
    assert answer.status_code == 422
    assert "không được tự xác nhận" in answer.text


def test_certifying_asks_for_the_password_when_it_is_old(site: Site) -> None:
    address = submitted(site.logged_in(Role.COMMUNE_OFFICER))
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token(address)
    version = version_of(chief, address)
    site.clock.forward(minutes=6)
    asked = chief.submit(f"{address}/certify", version=version)
    assert "Xác nhận bằng mật khẩu" in asked.text
    done = chief.submit(f"{address}/certify", version=version, step_up_password=PASSWORD)
    assert done.status_code == 302
    assert "01/DS-CAX" in chief.get(address).text


def test_a_list_that_changed_meanwhile_is_not_certified(site: Site) -> None:
    address = submitted(site.logged_in(Role.COMMUNE_OFFICER))
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token(address)
    answer = chief.submit(f"{address}/certify", version="1")
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text


def test_blockers_stand_beside_their_rows_and_are_decided_with_a_reason(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    twin = row(20, name="Nông Thị Mùi", birth="01/01/1980", sex="Nữ", personal_id="020180777777")
    assert officer.submit(f"{address}/rows/new", **twin).status_code == 302
    page = officer.get(address).text
    assert "Phải giải quyết trước khi xác nhận" in page
    key = re.search(r'name="keys"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="keys"', page)
    assert key
    found = key[1] or key[2]
    short = officer.submit(f"{address}/decide", keys=found, reason="ok")
    assert short.status_code == 422
    assert "từ 5 đến 500 ký tự" in short.text
    done = officer.submit(f"{address}/decide", keys=found, reason="Đã đối chiếu thẻ, là hai chị em họ")
    assert done.status_code == 302
    assert "Phải giải quyết trước khi xác nhận" not in officer.get(address).text


def test_all_likenesses_are_decided_at_once(site: Site) -> None:
    certified(site, 3)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 3)
    assert officer.get(address).text.count("đang có tên") + officer.get(address).text.count("trùng với") > 3
    nothing = officer.submit(f"{address}/decide", reason="Đợt cũ kết thúc, đi đợt mới")
    assert nothing.status_code == 422
    assert "Hãy chọn ít nhất một trường hợp" in nothing.text
    done = officer.submit(f"{address}/decide", everything="y", reason="Đợt cũ kết thúc, đi đợt mới")
    assert done.status_code == 302
    assert "Phải giải quyết trước khi xác nhận" not in officer.get(address).text


def test_a_returned_list_shows_its_reason_to_the_officer(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = submitted(officer)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token(address)
    version = version_of(chief, address)
    empty = chief.submit(f"{address}/return", version=version, reason="")
    assert empty.status_code == 422
    chief.submit(f"{address}/return", version=version, reason="Thiếu điện thoại người thân")
    assert "Thiếu điện thoại người thân" in officer.get("/commune").text
    assert "Thiếu điện thoại người thân" in officer.get(address).text


def test_a_supplement_a_withdrawal_and_a_revocation_are_shown_with_their_effect(site: Site) -> None:
    chief, address = certified(site, 2)
    assert chief.submit(f"{address}/supplement").status_code == 302
    found = ROW.search(chief.get(address).text)
    assert found
    withdraw = f"{address}/rows/{found[1]}/withdraw"
    assert "Mã của người này thôi hiệu lực ngay" in chief.get(withdraw).text
    assert chief.submit(withdraw, reason="").status_code == 422
    assert chief.submit(withdraw, reason="Xin ở nhà chăm con").status_code == 302
    page = chief.get(address).text
    assert "02/DS-CAX" in page
    assert "Đã rút tên" in page
    revoke = f"{address}/revoke"
    assert "0 trong 1 người đang ở nước ngoài" in chief.get(revoke).text
    version = version_of(chief, revoke)
    assert chief.submit(revoke, reason="Đơn vị bị dừng", version=version).status_code == 302
    assert "Đã thu hồi" in chief.get(address).text
    assert chief.get(revoke).status_code == 404


def test_another_communes_list_is_not_found_on_any_page(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 1)
    found = ROW.search(officer.get(address).text)
    assert found
    other = site.logged_in(Role.COMMUNE_CHIEF, at_organisation="06187", username="nguoi.khac")
    other.read_token("/commune/lists")
    edit = f"{address}/rows/{found[1]}"
    for page in (address, edit, f"{address}/rows/new", f"{address}/revoke", f"{edit}/withdraw"):
        assert other.get(page).status_code == 404, page
    for act in ("submit", "discard", "restore", "certify", "supplement", "print", "export", "title"):
        assert other.submit(f"{address}/{act}", version="1", title="Khác").status_code == 404, act
    assert other.submit(f"{address}/return", version="1", reason="Thiếu giấy tờ").status_code == 404
    assert other.submit(f"{edit}/remove", version="1").status_code == 404
    assert other.submit(f"{edit}/restore").status_code == 404
    assert "Nông Thị Mùi" not in other.get("/commune/lists").text


def test_a_draft_can_be_renamed_discarded_and_restored(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer)
    officer.submit(f"{address}/title", version=version_of(officer, address), title="Đợt hái ớt")
    assert "Đợt hái ớt" in officer.get(address).text
    officer.submit(f"{address}/discard", version=version_of(officer, address))
    assert "Khôi phục bản nháp" in officer.get(address).text
    officer.submit(f"{address}/restore")
    assert "Gửi lãnh đạo xác nhận" in officer.get(address).text


def test_the_template_is_a_workbook(site: Site) -> None:
    answer = site.logged_in(Role.COMMUNE_OFFICER).get("/commune/template.xlsx")
    assert answer.data.startswith(b"PK")


def test_a_list_page_costs_the_same_statements_whatever_its_length(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    small, large = new_list(officer, 2), new_list(officer, 12, first=2)
    statements: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    costs = []
    for address in (small, large):
        statements.clear()
        assert officer.get(address).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] < 40


def test_every_status_of_a_list_and_of_a_row_has_a_word() -> None:
    assert {status.value for status in ListStatus} <= set(TAGS["list"])
    assert {status.value for status in EntryStatus} <= set(TAGS["entry"])


def test_hidden_characters_and_endless_texts_break_nothing(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/lists")
    address = officer.submit("/commune/lists", title="Đợt\x07 mía\u202e đầu").location
    assert "Đợt mía đầu" in officer.get(address).text
    assert officer.submit("/commune/lists", title="x" * 121).status_code == 422
    hostile = "Mùi\x07\u202e"
    for name in cells():
        answer = officer.submit(f"{address}/rows/new", **row(**{name: hostile}))
        assert answer.status_code in (302, 422), name
        answer = officer.submit(f"{address}/rows/new", **row(**{name: "x" * 5000}))
        assert answer.status_code in (302, 422), name
    assert officer.submit(f"{address}/rows/new", **row(name="Mùi\x00")).status_code == 400
    assert officer.submit("/commune/workers", text=hostile).status_code == 200
    assert officer.submit(f"{address}/rows/new", **row(), version="không phải số").status_code in (302, 422)
