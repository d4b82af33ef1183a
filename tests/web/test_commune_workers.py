"""The register of people through its pages: masked, searched without a name in an address, corrected."""

from borderreg.domain.access import Role
from tests.communes import cells
from tests.web.site import Site
from tests.web.test_commune import VERSION, new_list

PERSON = (
    "name",
    "birth",
    "sex",
    "personal_id",
    "hamlet",
    "phone",
    "contact_name",
    "contact_phone",
    "document_type",
    "document_number",
    "document_expires",
)


def person(number: int = 0, **changes: object) -> dict[str, object]:
    """Return a person's form as a browser sends it."""
    return {name: value for name, value in {**cells(number), **changes}.items() if name in PERSON}


def test_a_person_is_registered_shown_masked_and_opened_for_correcting(site_on_both: Site) -> None:
    officer = site_on_both.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    address = officer.submit("/commune/workers/new", **person(2)).location
    shown = officer.get(address).text
    assert "Triệu Mùi Phấy" in shown
    assert "020182000002" not in shown
    assert "••••••••0002" in shown
    edit = officer.get(f"{address}/edit").text
    assert 'value="020182000002"' in edit
    assert "worker:read" in site_on_both.acts()
    version = VERSION.search(edit)
    assert version
    done = officer.submit(f"{address}/edit", **person(2, hamlet="Thôn Pò Mánh"), version=version[1])
    assert done.status_code == 302
    assert "Thôn Pò Mánh" in officer.get(address).text


def test_a_person_may_be_registered_before_having_a_passport_but_not_with_half_of_one(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    none = {"document_type": "", "document_number": "", "document_expires": ""}
    half = officer.submit("/commune/workers/new", **person(2, **{**none, "document_number": "C1234567"}))
    assert half.status_code == 422
    assert "Thiếu «Loại giấy tờ»" in half.text
    assert officer.submit("/commune/workers/new", **person(2, **none)).status_code == 302


def test_a_number_that_is_registered_already_is_said_beside_its_field(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    officer.submit("/commune/workers/new", **person(2))
    again = officer.submit("/commune/workers/new", **person(2, name="Triệu Thị Phấy"))
    assert again.status_code == 422
    assert "đã có trong sổ" in again.text
    assert 'value="Triệu Thị Phấy"' in again.text


def test_people_are_found_without_accents_in_any_order_by_last_four_by_number_and_by_phone(
    site: Site,
) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 6)
    officer.read_token("/commune/workers")
    for text in ("phay mui trieu", "Triệu Mùi Phấy", "0002", "020182000002", "0912300002"):
        page = officer.submit("/commune/workers", text=text)
        assert "Triệu Mùi Phấy" in page.text, text
        assert page.request.path == "/commune/workers"
    assert "Không tìm thấy ai" in officer.submit("/commune/workers", text="Đặng Thị Không").text
    assert officer.submit("/commune/workers", text="x").status_code == 422
    assert "worker:searched" in site.acts()


def test_another_communes_person_is_not_found(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    address = officer.submit("/commune/workers/new", **person(2)).location
    other = site.logged_in(Role.COMMUNE_OFFICER, at_organisation="06187", username="nguoi.khac")
    other.read_token("/commune/workers")
    assert other.get(address).status_code == 404
    assert other.get(f"{address}/edit").status_code == 404
    assert other.submit(f"{address}/edit", **person(2), version="1").status_code == 404
    assert "Triệu Mùi Phấy" not in other.submit("/commune/workers", text="Phấy").text


def test_the_second_editor_of_a_record_is_told_and_keeps_the_typing(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/workers/new")
    address = officer.submit("/commune/workers/new", **person(2)).location
    version = VERSION.search(officer.get(f"{address}/edit").text)
    assert version
    officer.submit(f"{address}/edit", **person(2, hamlet="Thôn Một"), version=version[1])
    told = officer.submit(f"{address}/edit", **person(2, hamlet="Thôn Hai"), version=version[1])
    assert told.status_code == 409
    assert "vừa được người khác sửa" in told.text
    assert 'value="Thôn Hai"' in told.text
    assert "Thôn Một" in officer.get(address).text


def test_the_register_is_leafed_through_in_pages(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    assert "Sổ chưa có ai" in officer.get("/commune/workers").text
    new_list(officer, 3)
    assert officer.get("/commune/workers?page=1").status_code == 200
    assert officer.get("/commune/workers?page=x").status_code == 400
