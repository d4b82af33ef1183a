"""A number that is somebody else's in the register: the row form asks before anybody is renamed."""

import re

from sqlalchemy import select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.models import WorkerRecord
from tests.communes import cells
from tests.web.site import Browser, Site
from tests.web.test_commune import ROW, new_list, row, version_of

ASKED = re.compile(r'name="asked" value="([^"]+)"')
MUI, PAO, PHAY = cells(0), cells(1), cells(2)


def register(site: Site) -> list[str]:
    """Return the names in the register, in order."""
    with read_on(site.engine) as session:
        return sorted(session.scalars(select(WorkerRecord.name)))


def asked_for(answer) -> dict[str, str]:
    """Return the question's own field, as the page carries it."""
    assert answer.status_code == 422
    found = ASKED.search(answer.text)
    assert found, answer.text
    return {"asked": found[1]}


def test_a_new_row_with_the_number_of_another_person_asks_first(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 1)
    address = new_list(officer, 0)
    mistyped = row(1, personal_id=MUI["personal_id"])
    told = officer.submit(f"{address}/rows/new", **mistyped)
    asked = asked_for(told)
    assert "của Nông Thị Mùi, sinh" in told.text
    assert 'value="Vi Văn Páo"' in told.text  # nothing typed is lost
    # the answer counts for this number and name only
    other = row(2, personal_id=MUI["personal_id"], same_person="renamed", **asked)
    assert officer.submit(f"{address}/rows/new", **other).status_code == 422
    assert register(site) == ["Nông Thị Mùi"]
    # another number: nobody is renamed
    assert officer.submit(f"{address}/rows/new", **row(1), **asked).status_code == 302
    assert register(site) == ["Nông Thị Mùi", "Vi Văn Páo"]


def test_one_person_may_be_renamed_or_keep_the_name_of_the_register(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 2)
    address = new_list(officer, 0)
    for number, answer in ((0, "registered"), (1, "renamed")):
        typed = row(number, name="Lò Mùi Chẳn")
        asked = asked_for(officer.submit(f"{address}/rows/new", **typed))
        done = officer.submit(f"{address}/rows/new", **typed, **asked, same_person=answer)
        assert done.status_code == 302, done.text
    assert register(site) == ["Lò Mùi Chẳn", "Nông Thị Mùi"]


def test_a_number_corrected_to_somebody_elses_asks_and_a_typo_moves_the_record(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 1)
    address = new_list(officer, 1, first=1)
    edit = f"{address}/rows/{_row_id(officer, address)}"
    mine = row(1, personal_id=MUI["personal_id"], version=version_of(officer, edit))
    asked_for(officer.submit(edit, **mine))
    assert register(site) == ["Nông Thị Mùi", "Vi Văn Páo"]
    right = row(1, personal_id="020081000991", version=version_of(officer, edit))
    assert officer.submit(edit, **right).status_code == 302
    assert register(site) == ["Nông Thị Mùi", "Vi Văn Páo"]  # the same record under its right number


def test_the_chiefs_proposal_asks_as_well(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 1)
    address = new_list(officer, 1, first=1)
    entry = _row_id(officer, address)
    officer.submit(f"{address}/submit", version=version_of(officer, address))
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    propose = f"{address}/rows/{entry}/correct"
    chief.read_token(propose)
    wrong = row(1, personal_id=MUI["personal_id"], version=version_of(chief, propose))
    asked = asked_for(chief.submit(propose, **wrong))
    assert chief.submit(propose, **wrong, **asked, same_person="renamed").status_code == 302
    agree = re.search(rf"{address}/corrections/[0-9a-f-]+/agree", officer.get(address).text)
    assert agree
    officer.submit(agree[0])
    assert register(site) == ["Vi Văn Páo"] * 2


def _row_id(browser: Browser, address: str) -> str:
    found = ROW.search(browser.get(address).text)
    assert found
    return found[1]
