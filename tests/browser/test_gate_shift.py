"""A shift from hand-over to hand-over: PIN, lock, change of officer, report; most of it without a network."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select

from borderreg.api.unsent import import_unsent
from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.gate_pins import SALT_BYTES, derive, pin_problem
from borderreg.models import Device, Event
from borderreg.reports.shift_reports import list_shift_reports
from borderreg.services.devices import invite_device
from borderreg.services.gate_files import enrol_from_file, invite_file, own_device, pack_file
from borderreg.services.gate_pins import prepare_pin, set_pin
from borderreg.services.key_use import published_key_list
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import enrol, gate_site, phone
from tests.browser.offline_site import KEPT, OfflineSite, pass_people, wait_until_kept, wait_until_sent
from tests.browser.test_gate_modules import call, modules
from tests.crossings import AT, PASSWORD, CertifiedList, actor_of, make_user

__all__ = ["gate_site", "modules"]

pytestmark = pytest.mark.browser
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OWN, NEXT, CHIEF = "250891", "138462", "730264"
NETWORK = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_FAILED", "Failed to load resource")


@pytest.fixture
def site(app: Flask, chromium: Browser) -> Iterator[OfflineSite]:
    """A phone at Hữu Nghị whose network can be cut."""
    site = OfflineSite(app, phone(chromium, keeps_shell=True))
    yield site
    site.close()


def screen(page: Page, name: str) -> None:
    expect(page.locator("main")).to_have_attribute("data-screen", name, timeout=15_000)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def sign_in(page: Page, username: str, secret: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(secret)
    press(page, "Bắt đầu ca")


def unlock(page: Page, pin: str) -> None:
    page.locator("#lock-pin").fill(pin)
    press(page, "Mở khoá")


def people_of_the_gate(engine: Engine) -> Any:
    make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    following = make_user(engine, "trinh.ht", Role.GATE_OFFICER, "HUUNGHI", "Hoàng Thị Trinh")
    chief = make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    for user, pin in ((following, NEXT), (chief, CHIEF)):
        write_on(engine, set_pin, actor=actor_of(engine, user), kept=prepare_pin(pin), at=AT)
    return actor_of(engine, chief)


def begin(site: OfflineSite, engine: Engine, commander: Any) -> Page:
    """Enrol a phone and begin a shift on-line, choosing a PIN and then lane and direction with one tap."""
    invite = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=site.now())
    page = site.context.new_page()
    page.faults = watch(page)  # type: ignore[attr-defined]
    enrol(page, site.address, token=invite.token)
    sign_in(page, "bienphong", PASSWORD)
    screen(page, "pin")
    for first, again, words in (("123456", "123456", "dễ đoán"), (OWN, "250892", "không giống nhau")):
        page.get_by_label("Mã PIN mới").fill(first)
        page.get_by_label("Gõ lại mã PIN").fill(again)
        press(page, "Đặt mã PIN")
        expect(page.get_by_role("alert")).to_contain_text(words)
    page.get_by_label("Gõ lại mã PIN").fill(OWN)
    press(page, "Đặt mã PIN")
    screen(page, "lanes")
    page.locator("[data-direction=departure]", has_text="1116-1117").click()
    screen(page, "scan")
    wait_until_kept(page)
    return page


@SQLITE
def test_a_shift_changes_hands_without_a_network_and_the_server_counts_the_same(
    site: OfflineSite, engine: Engine
) -> None:
    work_list = CertifiedList(engine)
    people = [work_list.issue() for _ in range(3)]
    commander = people_of_the_gate(engine)
    page = begin(site, engine, commander)
    site.cut()
    pass_people(page, [one.digits for one in people[:2]])

    press(page, "Ca trực")
    press(page, "Khoá màn hình")
    for left in range(9, 0, -1):
        unlock(page, "999888")
        expect(page.get_by_role("alert")).to_contain_text(f"Còn {left} lần")
    unlock(page, "999888")
    expect(page.get_by_role("alert")).to_contain_text("chỉ mã PIN của chỉ huy")
    page.reload()
    screen(page, "lock")
    unlock(page, OWN)
    expect(page.get_by_role("alert")).to_contain_text("chỉ mã PIN của chỉ huy")
    expect(page.locator("[data-fact=outbox]")).to_contain_text("2 lượt")
    unlock(page, CHIEF)
    screen(page, "scan")

    press(page, "Ca trực")
    press(page, "Báo cáo và bàn giao ca")
    expect(page.locator(".report")).to_contain_text("Lượt xuất cảnh")
    page.get_by_label("Mã PIN để ký bàn giao").fill(OWN)
    press(page, "Đổi người trực")
    screen(page, "signIn")
    sign_in(page, "trinh.ht", OWN)
    expect(page.get_by_role("alert")).to_contain_text("Còn 9 lần")
    sign_in(page, "trinh.ht", NEXT)
    screen(page, "scan")  # lane and direction are taken over
    expect(page.locator("[data-fact=direction]")).to_contain_text("1116-1117")
    pass_people(page, [people[2].digits])

    site.restore()
    wait_until_sent(page)
    press(page, "Ca trực")
    press(page, "Báo cáo và bàn giao ca")
    page.get_by_label("Mã PIN để ký bàn giao").fill(NEXT)
    with page.expect_response("**/shifts/reports"):
        press(page, "Kết thúc ca trực")
    screen(page, "signIn")
    with read_on(engine) as session:
        events = session.scalars(select(Event).order_by(Event.seq)).all()
        reports = list_shift_reports(session, actor=commander, until=(AT + timedelta(days=1)).date())
    assert [(event.kind, event.crossing_point) for event in events] == [("departure", "1116-1117")] * 3
    assert [(page_.officer, page_.offline, page_.raw["signed"]) for page_ in reports] == [
        ("Hoàng Thị Trinh", True, "pin"),
        ("Vi Văn Páo", False, "pin"),
    ]
    assert [(one.said.departures, one.said.missing) for one in reports] == [(1, 0), (2, 2)]
    assert [(one.differences, one.found.missing) for one in reports] == [((), 0), ((), 0)]
    assert not [fault for fault in page.faults if not any(word in fault for word in NETWORK)]  # type: ignore[attr-defined]


@SQLITE
def test_a_phone_without_a_network_is_enrolled_fed_and_emptied_by_files(
    site: OfflineSite, engine: Engine, tmp_path: Path
) -> None:
    issued = CertifiedList(engine).issue()
    commander = people_of_the_gate(engine)
    page = site.context.new_page()
    page.goto(f"{site.address}/gate/app")
    page.evaluate(KEPT)
    site.cut()

    def give(name: str, content: Any) -> None:
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        page.locator("#file").set_input_files(path)

    press(page, "Dùng tệp (máy không có mạng)")
    page.get_by_label("Tên thiết bị").fill("Máy 7")
    give("moi.json", write_on(engine, invite_file, actor=commander, gate_code="HUUNGHI", at=site.now()))
    with page.expect_download() as asked:
        press(page, "Mở tệp")
    request = Path(asked.value.path()).read_bytes()
    enrolled = write_on(engine, enrol_from_file, actor=commander, text=request, at=site.now())
    give("ghep.json", enrolled)
    press(page, "Mở tệp")
    expect(page.locator("[data-fact=pack]")).to_contain_text("Chưa có")
    with read_on(engine) as session:
        device_id = session.scalars(select(Device.id)).one()
        device = own_device(engine, session, actor=commander, device_id=device_id, at=site.now())
    give("goi.json", write_on(engine, pack_file, actor=commander, device=device, at=site.now()))
    press(page, "Mở tệp")
    expect(page.get_by_text("Đã nhận gói dữ liệu.")).to_be_visible()
    with read_on(engine) as session:
        give("khoa.json", published_key_list(session))
    press(page, "Mở tệp")
    expect(page.get_by_text("Đã nhận danh mục khoá.")).to_be_visible()
    give("moi.json", {"format": "borderreg/pack-file/1", "device_id": "x", "box": {}})
    press(page, "Mở tệp")
    expect(page.get_by_role("alert")).to_contain_text("máy khác")

    press(page, "Quay lại")
    sign_in(page, "trinh.ht", NEXT)
    screen(page, "lanes")
    page.locator("[data-direction=return]", has_text="1116-1117").click()
    screen(page, "scan")
    pass_people(page, [issued.digits])
    press(page, "Ca trực")
    with page.expect_download() as saved:
        press(page, "Lưu tệp các lượt chưa gửi")
    file = Path(saved.value.path()).read_bytes()
    answers = import_unsent(engine, actor=commander, text=file, at=site.now())
    assert [answer["result"] for answer in answers] == ["stored"]
    with read_on(engine) as session:
        (event,) = session.scalars(select(Event)).all()
    assert (event.kind, event.device_id) == ("return", device_id)


def test_a_pin_is_judged_on_the_phone_as_at_the_desk(modules: Page) -> None:
    pins = ["250891", "", "25089", "123456", "987654", "112112", "121212", "252525", "1234561", "135790"]
    found = call(modules, "pin", "a.map(m.pinProblem)", pins)
    assert [f"pin_{word}" if word else None for word in found] == [pin_problem(pin) for pin in pins]
    made = derive(OWN, salt=bytes(range(SALT_BYTES)))
    kept = {
        "salt": base64.urlsafe_b64encode(made.salt).rstrip(b"=").decode(),
        "iterations": made.iterations,
        "verifier": base64.urlsafe_b64encode(made.verifier).rstrip(b"=").decode(),
    }
    assert call(modules, "pin", "await m.fits(a[0], a[1])", [OWN, kept]) is True
    assert call(modules, "pin", "await m.fits(a[0], a[1])", ["250892", kept]) is False


def test_a_report_adds_up_the_log_and_the_age_of_the_pack_at_each_hour(modules: Page) -> None:
    def row(direction: str, outcome: str, **more: Any) -> dict[str, Any]:
        return {"direction": direction, "outcome": outcome, "reasons": [], "contradictory": False} | more

    rows = [
        row("departure", "recorded"),
        row("departure", "recorded", contradictory=True),
        row("return", "recorded"),
        row("departure", "attempt", reasons=["expired", "wrong_gate"]),
        row("departure", "attempt", reasons=["expired"]),
        row("annulment", "annulled"),
        row("departure", "not_recorded"),
        row("departure", ""),
    ]
    assert call(modules, "shift-log", "m.figures(a)", rows) == {
        "departures": 2, "returns": 1, "attempts": 2, "reasons": {"expired": 2, "wrong_gate": 1},
        "annulments": 1, "contradictions": 1, "not_recorded": 1,
    }  # fmt: skip
    hour = 3_600_000
    packs = [{"at": 2 * hour, "issuedAt": hour}, {"at": 4 * hour + 1, "issuedAt": 4 * hour}]
    ages = call(modules, "report", "m.packAges(a[0], a[1], a[2])", [packs, int(1.5 * hour), 5 * hour])
    assert [one["minutes"] for one in ages] == [None, 60, 120, 180, 60]
    assert ages[1]["at"] == "1970-01-01T02:00:00.000Z"
