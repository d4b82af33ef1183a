"""What no browser sends by itself: answered as a wrong question, never as an error of the server."""

import pytest

from borderreg.domain.access import Role
from tests.web.site import Site


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.FOREIGN_AFFAIRS, "/province/figures/crossings?employer=%00"),
        (Role.ADMIN, "/admin/organisations?kind=commune%00"),
        (Role.AUDITOR, "/audit/records/ADMIN%00"),
        (Role.AUDITOR, "/%00"),
        (Role.AUDITOR, "/audit/records/ADMIN?day=9999-12-31"),
        (Role.AUDITOR, "/audit/records/ADMIN?day=0001-01-01"),
        (Role.FOREIGN_AFFAIRS, "/province?period=0001-H1"),
        (Role.FOREIGN_AFFAIRS, "/province/figures/crossings?period=0001"),
    ],
)
def test_an_address_beyond_what_a_database_holds_is_a_wrong_question(
    site: Site, role: Role, address: str
) -> None:
    assert site.logged_in(role).get(address).status_code == 400


@pytest.mark.parametrize(
    ("role", "address", "field"),
    [
        (Role.COMMUNE_OFFICER, "/commune/lists", "title"),
        (Role.COMMUNE_OFFICER, "/commune/workers", "text"),
        (Role.FOREIGN_AFFAIRS, "/province/search", "text"),
        (Role.GATE_COMMANDER, "/gate/devices/invite", "gate"),
    ],
)
def test_a_form_with_a_nul_is_a_wrong_question(site: Site, role: Role, address: str, field: str) -> None:
    browser = site.logged_in(role)
    browser.read_token("/account/confirm")
    assert browser.submit(address, **{field: "Nông\0Thị Mùi"}).status_code == 400
    assert browser.submit(address, **{f"{field}\0": "Nông Thị Mùi"}).status_code == 400


def test_a_name_with_a_nul_logs_nobody_in(site: Site) -> None:
    assert site.browser().log_in("mui.nongthi\0").status_code == 400


def test_a_form_sent_late_from_an_address_that_is_none_goes_to_the_log_in(site: Site) -> None:
    browser = site.logged_in(Role.COMMUNE_CHIEF)
    browser.read_token("/account/confirm")
    site.clock.forward(hours=1)
    address = "/commune/lists/01a20192-4373-713f-ade0-dd5ee0ed31c1/submit"
    answer = browser.post(address, data={"csrf_token": browser.token}, headers={"Referer": "http://["})
    assert (answer.status_code, answer.location) == (302, "/log-in?expired=1")
