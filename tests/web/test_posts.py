"""Posts in the browser: a stand-in is appointed and acts, a post is handed over with its effect shown."""

import re

from borderreg.domain.access import Role
from tests.web.site import Site

PERSON = re.compile(r"user=([0-9a-f-]{36})")


def option(page: str, name: str, person: str) -> str:
    """Return the value of a person in a select."""
    part = page[page.index(f'name="{name}"') :]
    found = re.search(rf'value="([0-9a-f-]{{36}})"[^>]*>\s*{person}', part)
    assert found
    return found[1]


def appointed(site: Site) -> tuple[object, object]:
    """Let the chief appoint the officer for two days."""
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    page = chief.get("/posts").text
    chief.read_token("/posts")
    answer = chief.submit(
        "/posts/stand-ins",
        organisation="06184",
        person=option(page, "person", "Nông Thị Mùi"),
        absent=option(page, "absent", "Vi Văn Páo"),
        signs_as="Q.",
        valid_from="22/11/2026",
        valid_to="23/11/2026",
        reason="Trưởng công an đi học",
    )
    assert answer.status_code == 302, answer.text
    return officer, chief


def test_a_stand_in_sees_the_chiefs_pages_for_the_days_named(site_on_both: Site) -> None:
    officer, chief = appointed(site_on_both)
    assert "Đang thay" in chief.get("/posts").text
    assert officer.get("/posts").status_code == 200
    site_on_both.clock.forward(hours=11)
    again = site_on_both.browser()
    assert again.log_in("mui.nongthi").status_code == 302
    assert again.get("/posts").status_code == 200
    site_on_both.clock.forward(days=2)
    later = site_on_both.browser()
    later.log_in("mui.nongthi")
    assert later.get("/posts").status_code == 403


def test_a_stand_in_is_ended_early_with_a_reason(site: Site) -> None:
    officer, chief = appointed(site)
    page = chief.get("/posts").text
    post = re.search(r'name="post" value="([0-9a-f-]{36})"', page)
    assert post
    chief.submit("/posts/end", organisation="06184", post=post[1], reason="")
    assert "Hãy ghi lý do" in chief.get("/posts").text
    chief.submit("/posts/end", organisation="06184", post=post[1], reason="Đã về sớm")
    assert "Đã kết thúc" in chief.get("/posts").text
    assert officer.get("/posts").status_code == 403


def test_wrong_days_stand_beside_their_field(site: Site) -> None:
    site.person(Role.COMMUNE_OFFICER)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    page = chief.get("/posts").text
    chief.read_token("/posts")
    fields = {
        "organisation": "06184",
        "person": option(page, "person", "Nông Thị Mùi"),
        "absent": option(page, "absent", "Vi Văn Páo"),
        "signs_as": "Q.",
        "valid_from": "22/11/2026",
        "reason": "Đi học",
    }
    answer = chief.submit("/posts/stand-ins", valid_to="22/11/2027", **fields)
    assert answer.status_code == 422
    assert "tối đa 92 ngày" in answer.text
    assert chief.submit("/posts/stand-ins", valid_to="hôm nào", **fields).status_code == 422


def test_the_administration_hands_a_post_over_and_the_leaver_is_out(site: Site) -> None:
    leaver = site.logged_in(Role.COMMUNE_OFFICER)
    site.person(Role.COMMUNE_OFFICER, username="hai.nongvan")
    leaver.read_token("/commune/lists")
    draft = leaver.submit("/commune/lists", title="Đợt chặt mía").location
    admin = site.logged_in(Role.ADMIN)
    page = admin.get("/posts?organisation=06184").text
    user = site.user_id("mui.nongthi")
    address = f"/posts/hand-over?organisation=06184&user={user}"
    assert str(user) in PERSON.findall(page)
    form = admin.get(address).text
    assert "Bản nháp đang làm" in form
    admin.read_token(address)
    heir = site.user_id("hai.nongvan")
    wrong = admin.submit(address, successor=heir, effective_on="", reason="")
    assert wrong.status_code == 422
    done = admin.submit(address, successor=heir, effective_on="22/11/2026", reason="Chuyển công tác")
    assert done.status_code == 302, done.text
    assert leaver.get("/commune").status_code == 302
    assert site.browser().log_in("mui.nongthi").status_code == 422
    successor = site.browser()
    successor.log_in("hai.nongvan")
    assert "nhận bàn giao" in successor.get(draft).text


def test_a_chief_sees_no_other_organisations_posts(site: Site) -> None:
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    assert chief.get("/posts?organisation=06187").status_code == 404
    other = site.person(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    assert chief.get(f"/posts/hand-over?user={site.user_id(other)}").status_code == 302
