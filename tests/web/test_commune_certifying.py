"""The chief's page of a list: what is new, corrections with consent, a certified list that checks itself."""

import re

from sqlalchemy import update

from borderreg.db import write_on
from borderreg.domain.access import Role
from borderreg.models import Entry
from tests.web.site import Site
from tests.web.test_commune import ROW, certified, new_list, row, submitted, version_of

CORRECTION = re.compile(r"/corrections/([0-9a-f-]{36})/")


def proposed(site: Site) -> tuple[object, object, str]:
    """Hand a list in and let the chief propose another job for its first row."""
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = submitted(officer, 2)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    found = re.search(r"/rows/([0-9a-f-]{36})/correct", chief.get(address).text)
    assert found
    form = f"{address}/rows/{found[1]}/correct"
    version = version_of(chief, form)
    chief.read_token(form)
    done = chief.submit(form, **row(0, job="Bốc xếp"), version=version, note="Tôi đã hỏi lại")
    assert done.status_code == 302, done.text
    return officer, chief, address


def test_the_officer_sees_before_and_after_and_agrees_with_one_tap(site_on_both: Site) -> None:
    officer, chief, address = proposed(site_on_both)
    assert "Lãnh đạo đề nghị sửa, chờ bạn đồng ý" in officer.get("/commune").text
    page = officer.get(address).text
    assert "Chặt mía" in page
    assert "<strong>Bốc xếp</strong>" in page
    assert "Tôi đã hỏi lại" in page
    waits = chief.get(address).text
    assert "còn đề nghị sửa chờ người lập danh sách trả lời" in waits
    assert f"{address}/certify" not in waits
    found = CORRECTION.search(page)
    assert found
    officer.read_token(address)
    assert officer.submit(f"{address}/corrections/{found[1]}/agree").status_code == 302
    after = chief.get(address).text
    assert "1 đề nghị sửa đã trả lời" in after
    assert "Đã đồng ý" in after
    chief.read_token(address)
    assert chief.submit(f"{address}/certify", version=version_of(chief, address)).status_code == 302


def test_not_agreeing_needs_a_reason_that_the_chief_reads(site: Site) -> None:
    officer, chief, address = proposed(site)
    found = CORRECTION.search(officer.get(address).text)
    assert found
    officer.read_token(address)
    officer.submit(f"{address}/corrections/{found[1]}/decline", reason="")
    assert "Hãy ghi lý do không đồng ý" in officer.get(address).text
    officer.submit(f"{address}/corrections/{found[1]}/decline", reason="Người này vẫn chặt mía")
    page = chief.get(address).text
    assert "Người này vẫn chặt mía" in page
    assert "Bốc xếp" not in page


def test_the_chief_takes_a_proposal_back_and_gives_no_answer_to_it(site: Site) -> None:
    _, chief, address = proposed(site)
    page = chief.get(address).text
    found = CORRECTION.search(page)
    assert found
    assert "/agree" not in page
    chief.read_token(address)
    assert chief.submit(f"{address}/corrections/{found[1]}/agree").status_code == 302
    assert "không tự đồng ý được" in chief.get(address).text
    chief.submit(f"{address}/corrections/{found[1]}/take-back")
    assert "Đã rút lại" in chief.get(address).text


def test_a_proposal_that_changes_nothing_stays_in_its_form(site: Site) -> None:
    address = submitted(site.logged_in(Role.COMMUNE_OFFICER), 1)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    found = re.search(r"/rows/([0-9a-f-]{36})/correct", chief.get(address).text)
    assert found
    form = f"{address}/rows/{found[1]}/correct"
    version = version_of(chief, form)
    chief.read_token(form)
    answer = chief.submit(form, **row(0), version=version)
    assert answer.status_code == 422
    assert "Chưa sửa ô nào" in answer.text


def test_the_chief_sees_who_is_new_and_whose_work_changed(site: Site) -> None:
    chief, first = certified(site, 3)
    site.clock.forward(minutes=1)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(officer, 0)
    for number, changes in ((0, {}), (1, {"employer": "Xưởng gỗ Vạn Lợi"}), (7, {})):
        answer = officer.submit(f"{address}/rows/new", **row(number, **changes))
        assert answer.status_code == 302, answer.text
    officer.submit(f"{address}/submit", version=version_of(officer, address))
    page = chief.get(address).text
    assert "Danh sách số 01/DS-CAX" in page
    assert "2 người đi tiếp, 1 người mới, 1 người không đi nữa" in page
    assert "Xưởng gỗ Vạn Lợi" in page
    assert first in page


def test_after_a_withdrawal_the_page_says_how_many_are_still_in_force(site: Site) -> None:
    chief, address = certified(site, 3)
    found = ROW.search(chief.get(address).text)
    assert found
    withdraw = f"{address}/rows/{found[1]}/withdraw"
    chief.read_token(withdraw)
    assert chief.submit(withdraw, reason="Xin ở nhà").status_code == 302
    assert "3, 2 còn hiệu lực" in " ".join(chief.get(address).text.split())
    assert "3, 2 còn hiệu lực" in " ".join(chief.get("/commune/lists").text.split())


def test_a_certified_list_checks_itself_and_says_which_row_is_not_as_it_was(site_on_both: Site) -> None:
    site = site_on_both
    chief, address = certified(site, 2)
    assert "Đúng như lúc xác nhận" in chief.get(address).text
    write_on(
        site.engine,
        lambda session: session.execute(update(Entry).where(Entry.row == 2).values(name="Vi Văn Giả")),
    )
    page = chief.get(address).text
    assert "KHÔNG còn đúng như lúc xác nhận" in page
    assert "Dòng 2: họ tên, ngày sinh" in page
    assert "Dòng 1:" not in page
