"""A commune's computer in Chromium: its officer and chief, invented cards, a camera that sees one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import qrcode
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, make_engine, write_on
from borderreg.domain.access import Role
from borderreg.domain.employers import EmployerFacts
from borderreg.services.employers import add_registered
from tests.browser.conftest import launch, watch
from tests.browser.gate_fixtures import FRAME, FakeCamera
from tests.browser.hand import Hand
from tests.communes import NAMES, make_actor
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.site import PASSWORD, PEOPLE, Clock, Site

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SUGAR = EmployerFacts(name_vi="Công ty Đường Bằng Tường", name_zh="凭祥糖业有限公司", county="451481")
HAMLETS = ("Thôn Nà Pài", "Khối 3", "Bản Chắt", "Thôn Pò Mánh")
REFUSED = "status of 422"  # what Chromium says of a form that comes back with what is wrong in it


def card_of(number: int) -> str:
    """Return what the QR code of an invented person's card says, parents and all."""
    family, given = NAMES[number % len(NAMES)].split()[0], NAMES[(number * 7) % len(NAMES)].split()[-1]
    woman = number % 2 == 0
    middle = "Thị" if woman else "Văn"
    year = 1980 + number % 20
    personal_id = f"020{int(woman)}{year % 100:02d}{310000 + number * 37:06d}"
    old = "" if number % 3 else f"08{number:07d}"
    birth = f"{1 + number % 28:02d}{1 + number % 12:02d}{year}"
    address = f"{HAMLETS[number % len(HAMLETS)]}, Thụy Hùng, Cao Lộc, Lạng Sơn"
    parents = f"|{family} Văn Sánh|Vi Thị Lả" if number % 4 == 0 else ""
    sex = "Nữ" if woman else "Nam"
    return f"{personal_id}|{old}|{family} {middle} {given}|{birth}|{sex}|{address}|10052021{parents}"


def passport_of(number: int) -> str:
    """Return a passport's number."""
    return f"C{4200000 + number * 131}"


@pytest.fixture(scope="module")
def site(sqlite_databases: SqliteDatabases) -> Iterator[Flask]:
    """Đồng Đăng with an officer and a chief, nobody in the register, the province's register of employers."""
    open_test_vault()
    with sqlite_databases.database() as url:
        kept = {"CLOCK": Clock(NOW), "QUIET": True, "SEND_FILE_MAX_AGE_DEFAULT": 3600}
        app = create_app(Config(instance=INSTANCE, database=url, extra=kept))
        engine = make_engine(url)
        people = Site(app, engine, app.config["CLOCK"])
        for role in (Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF):
            people.person(role)
        office = make_actor(engine, "hoa.luong", Role.FOREIGN_AFFAIRS, "SNGV")
        facts = {"facts": SUGAR, "since": date(2026, 1, 1), "source_document": ""}
        write_on(engine, add_registered, actor=office, at=NOW, **facts)
        yield app
        engine.dispose()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> FakeCamera:
    """A camera that sees a card's code a little turned on a table."""
    fake = FakeCamera(tmp_path_factory.mktemp("camera") / "camera.mjpeg")
    symbol = qrcode.make(card_of(0), error_correction=qrcode.constants.ERROR_CORRECT_M).convert("RGB")
    frame = Image.new("RGB", FRAME, (118, 104, 92))
    frame.paste(symbol.resize((560, 560)), (680, 260))
    fake.show([frame.rotate(2, fillcolor=(118, 104, 92))] * 4)
    return fake


@pytest.fixture(scope="module")
def computer(playwright: Playwright, camera: FakeCamera) -> Iterator[Browser]:
    """The computer of the commune, with a camera."""
    browser = launch(playwright, *camera.flags)
    yield browser
    browser.close()


@pytest.fixture
def desk(computer: Browser) -> Iterator[Page]:
    """A page of 1366 × 768; the test fails on console errors and foreign requests."""
    context = computer.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults = watch(page)
    yield page
    context.close()
    unexpected = [fault for fault in faults if REFUSED not in fault]
    assert not unexpected, "\n".join(unexpected)


def log_in(page: Page, address: str, role: Role, hand: Hand) -> None:
    """Open the address and log in with the keyboard."""
    page.goto(address)
    page.locator("#username").focus()
    hand.type(page, PEOPLE[role][0])
    hand.press(page, "Tab")
    hand.type(page, PASSWORD)
    hand.press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm", timeout=20_000)


def ready(page: Page) -> None:
    """Wait until the page's behaviours have started."""
    expect(page.locator("html[data-ready=true]")).to_be_attached()


def begin_list(page: Page, hand: Hand) -> None:
    """Open a new list, called by its day, and its first row."""
    hand.click(page.get_by_role("link", name="Lập danh sách mới"))
    hand.click(page.get_by_role("button", name="Lập và thêm người"))
    ready(page)
