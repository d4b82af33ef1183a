"""The public pages: in three languages, without a cookie or a line in a log; tips and answers on return."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

import borderreg
from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.public_limits import LIMITS, By, PublicAct
from borderreg.models import Entry, ProtectionDebrief, ProtectionTip, ProtectionTipPicture
from borderreg.services.closures import add_closure
from borderreg.services.protection import open_bytes
from borderreg.services.public_limits import PublicLimits
from borderreg.services.tips import PICTURE
from borderreg.web.public_base import LIMITS as COUNTERS
from tests.client import page_text
from tests.communes import AT, make_actor
from tests.crossings import CertifiedList
from tests.web.site import Browser, Site

PAGES = (
    "",
    "/how",
    "/gates",
    "/contacts",
    "/rights",
    "/slip",
    "/tip",
    "/tip/answer",
    "/return",
    "/kiosk/HUUNGHI",
)
CACHED = frozenset({"", "/how", "/gates", "/contacts", "/rights"})
HEAVIEST = 50_000
STATIC = Path(borderreg.__file__).parent / "static"
STORY = "Bà chủ tên Hoa ở Ninh Minh giữ hộ chiếu của sáu người"
RECEIPT = re.compile(r'id="receipt">([\d ]{19})<')


@pytest.fixture(autouse=True)
def _nobody_asked_yet(site: Site) -> None:
    """Forget what other tests have asked: they share the application."""
    site.app.extensions.pop(COUNTERS, None)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def weight(page: str) -> int:
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|mjs|svg))"', page)
    return len(page.encode()) + sum((STATIC.parent / file[1:]).stat().st_size for file in set(files))


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_every_page_is_light_without_cookies_and_in_the_language_of_its_address(site: Site, language):
    browser = site.browser()
    for path in PAGES:
        answer = browser.get(f"/{language}{path}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}">' in answer.text
        assert "Set-Cookie" not in answer.headers, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert "<style" not in answer.text
        assert weight(answer.text) < HEAVIEST, path
        kept = answer.headers["Cache-Control"]
        assert kept == ("public, max-age=300" if path in CACHED else "no-store"), path
    assert browser.get("/fr/how").status_code == 404
    assert browser.get("/r").location == "/vi/return"


def test_a_person_logged_in_gets_the_very_same_pages(site: Site):
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    for path in CACHED:
        assert office.get(f"/vi{path}").text == site.browser().get(f"/vi{path}").text


def test_gates_show_their_hours_and_a_closure_as_soon_as_it_is_announced(site: Site):
    page = page_text(site.browser().get("/vi/gates"))
    assert "07:00–20:00" in page
    assert "Đang mở" in page
    office = make_actor(site.engine, "luong.hoa", Role.FOREIGN_AFFAIRS, "SNGV")
    notice = {"gate_code": "HUUNGHI", "starts_at": AT, "ends_at": AT + timedelta(hours=3)}
    write_on(site.engine, add_closure, actor=office, source_document="Công điện 88", at=AT, **notice)
    page = page_text(site.browser().get("/vi/gates"))
    assert "Đóng từ 08:00 22/11/2026 đến 11:00 22/11/2026" in page
    assert "Công điện 88" in page
    assert "Đồng Đăng" in page_text(site.browser().get("/vi/contacts"))


def test_a_slips_status_shows_nothing_of_its_person_and_wrong_answers_are_alike(site: Site):
    slip = CertifiedList(site.engine).issue(name="Nông Thị Mùi")
    with read_on(site.engine) as session:
        entry = session.scalars(select(Entry).where(Entry.cti == slip.cti)).one()
    browser, code, year = site.browser(), format_entry_code(slip.cti), int(entry.birth[:4])
    right = browser.post("/vi/slip", data={"code": code.lower(), "year": year})
    assert "Phiếu đang có hiệu lực" in right.text
    for secret in ("Nông", "Mùi", code, str(year), entry.employer):
        assert secret not in page_text(right)
    wrong_year = browser.post("/vi/slip", data={"code": code, "year": year + 1})
    unknown = browser.post("/vi/slip", data={"code": format_entry_code(bytes(range(8))), "year": year})
    assert wrong_year.text == unknown.text
    assert "Không có phiếu nào" in unknown.text
    typo = browser.post(
        "/vi/slip", data={"code": code[:-1] + ("0" if code[-1] != "0" else "1"), "year": year}
    )
    assert typo.status_code == 422
    assert "Set-Cookie" not in right.headers


def test_guessing_birth_years_stops_after_six_whether_the_code_exists_or_not(site: Site):
    real = format_entry_code(CertifiedList(site.engine).issue().cti)
    for code in (real, format_entry_code(bytes(range(8)))):
        answers = [site.browser().post("/vi/slip", data={"code": code, "year": 1950 + n}) for n in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    site.clock.forward(hours=1)
    assert site.browser().post("/vi/slip", data={"code": real, "year": 1990}).status_code == 200


@pytest.mark.parametrize("act", list(PublicAct))
def test_each_limit_holds_counts_apart_and_ends_with_its_window(act: PublicAct):
    limits = PublicLimits()
    first = LIMITS[act][0]
    said = {By.ADDRESS: "203.0.113.7", By.CODE: "x"}
    for number in range(first.most):
        assert limits.take(act, said={**said, By.CODE: str(number)}, at=AT)
    assert not limits.take(act, said={**said, By.CODE: "new"}, at=AT)
    assert limits.take(act, said={**said, By.ADDRESS: "203.0.113.8", By.CODE: "new"}, at=AT)
    later = AT + timedelta(seconds=first.seconds)
    assert limits.take(act, said={**said, By.CODE: "newer"}, at=later)


def test_the_many_addresses_of_one_subscriber_count_as_one():
    limits, most = PublicLimits(), LIMITS[PublicAct.TIP][0].most
    for number in range(most):
        assert limits.take(PublicAct.TIP, said={By.ADDRESS: f"2001:db8:0:7::{number:x}"}, at=AT)
    assert not limits.take(PublicAct.TIP, said={By.ADDRESS: "2001:db8:0:7:ffff::1"}, at=AT)
    for other in ("2001:db8:0:8::1", "::ffff:203.0.113.7", "::ffff:203.0.113.8", "", "fe80::1%eth0"):
        assert limits.take(PublicAct.TIP, said={By.ADDRESS: other}, at=AT)
    for _ in range(most - 1):
        assert limits.take(PublicAct.TIP, said={By.ADDRESS: "203.0.113.7"}, at=AT)
    assert not limits.take(PublicAct.TIP, said={By.ADDRESS: "::ffff:203.0.113.7"}, at=AT)


def test_no_address_is_kept_while_counting_and_the_days_key_goes_with_the_day():
    limits = PublicLimits()
    limits.take(PublicAct.TIP, said={By.ADDRESS: "203.0.113.7"}, at=AT)
    before = dict(vars(limits))
    assert "203.0.113.7" not in repr(before)
    limits.take(PublicAct.TIP, said={By.ADDRESS: "203.0.113.7"}, at=AT + timedelta(days=1))
    assert vars(limits)["_key"] != before["_key"]
    assert len(vars(limits)["_counts"]) == len(LIMITS[PublicAct.TIP])


def photo() -> BytesIO:
    exif = Image.Exif()
    exif[0x010F] = "DienThoaiCuaMui"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 58.0, 41.0)})
    out = BytesIO()
    Image.new("RGB", (800, 600), "navy").save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def leave_tip(browser: Browser, **fields: object):
    form_id = hidden(browser.get("/vi/tip").text, "form_id")
    facts = {"form_id": form_id, "topic": "papers_kept", "text": STORY}
    return browser.post("/vi/tip", data={**facts, **fields}, content_type="multipart/form-data")


def test_a_tip_with_a_photograph_leaves_its_words_and_nothing_of_its_sender(site: Site, capfd):
    browser = site.browser()
    done = leave_tip(browser, pictures=(photo(), "IMG_20261122_nha-Mui.jpg"))
    receipt = RECEIPT.search(done.text)
    assert receipt, done.text
    with read_on(site.engine) as session:
        stored = session.scalars(select(ProtectionTipPicture)).one()
        tip = session.scalars(select(ProtectionTip)).one()
    content = open_bytes(stored.content, column=PICTURE, row_id=stored.id)
    assert content.startswith(b"\xff\xd8")
    assert not Image.open(BytesIO(content)).getexif()
    assert b"DienThoai" not in content
    assert "nha-Mui" not in repr(vars(tip)) + repr(vars(stored))
    talk = browser.post("/vi/tip/answer", data={"receipt": receipt[1]})
    assert STORY in talk.text
    more = {"receipt": receipt[1], "form_id": hidden(talk.text, "form_id"), "text": "Chị Hoa số 09 lò gạch"}
    assert "lò gạch" in browser.post("/vi/tip/more", data=more).text
    assert "lò gạch" in browser.post("/zh/tip/answer", data={"receipt": receipt[1]}).text
    unknown = browser.post("/vi/tip/answer", data={"receipt": "0" * 16})
    assert unknown.status_code == 422
    assert STORY not in unknown.text
    said = capfd.readouterr()
    assert STORY not in said.out + said.err


def test_what_is_no_picture_or_no_text_is_told_beside_its_field(site: Site, monkeypatch):
    browser = site.browser()
    with monkeypatch.context() as full:
        full.setattr("borderreg.web.public_tips.disk_is_nearly_full", lambda *_, **__: True)
        assert "chưa nhận được ảnh" in leave_tip(browser, pictures=(photo(), "a.jpg")).text
    pdf = leave_tip(browser, pictures=(BytesIO(b"%PDF-1.7"), "giay.pdf"))
    assert pdf.status_code == 422
    assert "Chỉ nhận tối đa ba ảnh" in pdf.text
    assert STORY in pdf.text, "what was written stays in the form"
    assert leave_tip(browser, text="ngắn").status_code == 422
    assert leave_tip(browser, topic="").status_code == 422
    with read_on(site.engine) as session:
        assert not session.scalars(select(ProtectionTip)).all()


def test_a_form_sent_by_another_site_is_refused(site: Site):
    browser = site.browser()
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/vi/tip", data={"text": STORY}, headers=foreign).status_code == 400


def test_no_line_is_logged_and_no_file_is_spooled_for_people_who_stay_unknown(site: Site, monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(
        "borderreg.web.logs.log.info", lambda *_, **facts: lines.append(facts["path"]), raising=False
    )
    spooled: list[object] = []
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", lambda *a, **k: spooled.append(a))
    browser = site.browser()
    for path in PAGES:
        browser.get(f"/vi{path}")
    assert leave_tip(browser, pictures=(photo(), "a.jpg")).status_code == 200
    assert lines == []
    assert spooled == []
    browser.get("/log-in")
    assert lines == ["/log-in"]


def answers(browser: Browser, address: str, **fields: object):
    facts = {"paid": "bad", "papers": "good", "free": "good", "help": "no"}
    form_id = hidden(browser.get(address).text, "form_id")
    return browser.post(address, data={**facts, "form_id": form_id, **fields})


def test_thanks_are_the_same_whatever_was_answered(site: Site):
    slip = CertifiedList(site.engine).issue(name="Triệu Mùi Phấy")
    browser = site.browser()
    calm = answers(browser, "/vi/return")
    for fields in (
        {"help": "yes", "words": "Gọi 0912 sau 20 giờ"},
        {"help": "yes", "code": format_entry_code(slip.cti)},
        {"help": "yes", "code": format_entry_code(bytes(range(8)))},
    ):
        assert answers(browser, "/vi/return", **fields).text == calm.text
    assert answers(browser, "/vi/return", help="").status_code == 422
    assert answers(browser, "/vi/return", code="ABC").status_code == 422
    with read_on(site.engine) as session:
        rows = session.scalars(select(ProtectionDebrief)).all()
    assert sum(row.case_id is not None for row in rows) == 3
    assert {row.way for row in rows} == {"phone"}


def test_a_kiosk_has_no_way_out_and_belongs_to_a_gate(site: Site):
    browser = site.browser()
    page = browser.get("/zh/kiosk/HUUNGHI")
    assert 'data-kiosk-start="/vi/kiosk/HUUNGHI"' in page.text
    assert set(re.findall(r'href="(/[a-z]{2}/[^"]*)"', page.text)) == {
        f"/{language}/kiosk/HUUNGHI" for language in ("vi", "en", "zh")
    }
    done = answers(browser, "/zh/kiosk/HUUNGHI")
    assert 'data-kiosk-idle="20000"' in done.text
    assert browser.get("/vi/kiosk/KHONGCO").status_code == 404
    with read_on(site.engine) as session:
        row = session.scalars(select(ProtectionDebrief)).one()
    assert (row.way, row.gate_code, row.language) == ("kiosk", "HUUNGHI", "zh")
