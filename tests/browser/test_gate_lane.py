"""Lane work on a phone whose network is cut: a bus as a group, a hand-over, a list on paper, turned back."""

import json
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.keys import KeyUse
from borderreg.domain.passes import HeadPayload
from borderreg.ls1 import sign_head
from borderreg.models import Event, GroupFact, Journey, UnnamedReturn
from borderreg.services.devices import invite_device
from borderreg.services.key_use import issuing_key_for
from borderreg.services.private_fields import unseal
from tests.browser.gate_fixtures import enrol, phone, wedge
from tests.browser.offline_site import OfflineSite, wait_until_kept, wait_until_sent
from tests.browser.test_gate_offline import faults, open_page
from tests.crossings import AT, PASSWORD, CertifiedList, actor_of, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
NAMES = ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy", "Hoàng Văn Thắng", "Lương Thị Pết")


@pytest.fixture
def site(app: Flask, chromium: Browser) -> Iterator[OfflineSite]:
    site = OfflineSite(app, phone(chromium, keeps_shell=True))
    yield site
    site.close()


@pytest.fixture
def bus(engine: Engine) -> CertifiedList:
    return CertifiedList(engine)


def begin(site: OfflineSite, engine: Engine, direction: str = "departure") -> Page:
    """Enrol the desk and begin a shift of the commander, until it could do without the network."""
    chief = make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    invite = write_on(
        engine, invite_device, actor=actor_of(engine, chief), gate_code="HUUNGHI", at=site.now()
    )
    page = open_page(site)
    enrol(page, site.address, token=invite.token)
    page.get_by_label("Tên đăng nhập").fill("chihuy")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Bắt đầu ca").click()
    page.get_by_role("button", name="Để sau").click()
    page.locator(f"[data-direction={direction}]").first.click()
    wait_until_kept(page)
    return page


def head_of(engine: Engine, work_list: CertifiedList) -> str:
    with read_on(engine) as session:
        issuing = issuing_key_for(session, commune=work_list.commune, at=AT, use=KeyUse.LIST)
        payload = HeadPayload(list_no="05/2026", entries=work_list.rows, content_hash=bytes(32))
        return sign_head(payload=payload, key=issuing.key, signer=issuing.signer)


def other_work(page: Page, name: str) -> None:
    page.get_by_role("button", name="Việc khác").click()
    page.get_by_role("button", name=name).click()


def stored(engine: Engine, model: type) -> list:
    with read_on(engine) as session:
        return list(session.scalars(select(model)))


def test_a_bus_of_forty_five_passes_in_group_mode_without_a_network(site, engine, bus):
    people = [bus.issue(name=NAMES[number % 5]) for number in range(47)]
    page = begin(site, engine)
    site.cut()
    begun = time.monotonic()
    other_work(page, "Đoàn xe")
    page.get_by_label("Biển số xe").fill("12B-004.51")
    page.get_by_role("button", name="Mở chuyến").click()
    wedge(page, head_of(engine, bus))
    expect(page.locator(".group__said")).to_contain_text("Danh sách 05/2026: 47 người")
    for number, issued in enumerate(people[:44], start=1):
        wedge(page, issued.digits)
        expect(page.locator(".group__figures")).to_have_text(f"Có mặt {number} / 47")
    page.get_by_role("button", name="Dòng 45").click()  # no code in hand, read out from the paper list
    expect(page.locator(".group__figures")).to_have_text("Có mặt 45 / 47")
    page.reload()  # a page that dies in the middle has forgotten nobody
    expect(page.locator(".group__figures")).to_have_text("Có mặt 45 / 47")
    page.get_by_role("button", name="Kiểm lại và ghi").click()
    expect(page.locator(".group__sums")).to_contain_text("2 người vắng")
    page.get_by_role("button", name="Ghi xuất cảnh 45 người").click()
    expect(page.locator("h1")).to_have_text("Đã ghi xuất cảnh 45 người")
    assert time.monotonic() - begun < 120
    page.get_by_role("button", name="Xong").click()
    site.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)
    events = sorted(stored(engine, Event), key=lambda event: event.seq)
    assert [event.kind for event in events] == ["departure"] * 45
    assert len(stored(engine, Journey)) == 45
    (fact,) = stored(engine, GroupFact)
    assert {event.group_id for event in events} == {fact.group_id}
    assert (fact.expected, fact.present) == (47, 45)
    said = json.loads(unseal(fact.said, place="group_facts.said", row_id=fact.id))
    assert said["plate"] == "12B-004.51"
    assert said["absent"] == [person.cti.hex() for person in people[45:]]
    assert faults(page) == []


def test_with_a_network_the_server_decides_a_group_and_names_who_stays(site, engine, bus):
    people = [bus.issue(name=name) for name in NAMES[:3]]
    page = begin(site, engine)
    wedge(page, head_of(engine, bus))
    page.get_by_label("Biển số xe").fill("12B-004.51")
    page.get_by_role("button", name="Mở chuyến").click()
    expect(page.locator(".group__rows")).to_contain_text("Triệu Mùi Phấy")
    wedge(page, people[0].digits)
    expect(page.locator(".group__said")).to_have_text("Có mặt: Nông Thị Mùi")
    page.get_by_role("button", name="Vi Văn Páo").click()
    expect(page.locator(".group__figures")).to_have_text("Có mặt 2 / 3")
    page.get_by_role("button", name="Kiểm lại và ghi").click()
    page.get_by_text("Ai vắng").click()
    expect(page.locator(".group__absent")).to_contain_text("Triệu Mùi Phấy")
    page.get_by_role("button", name="Ghi xuất cảnh 2 người").click()
    expect(page.locator("h1")).to_have_text("Đã ghi xuất cảnh 2 người")
    assert {(event.live, event.verdict) for event in stored(engine, Event)} == {
        (True, "accept"),
        (True, "check"),
    }
    assert faults(page) == []


def test_a_group_without_papers_is_taken_over_in_a_lane_of_departures(site, engine):
    page = begin(site, engine)
    site.cut()
    other_work(page, "Nhận bàn giao")
    page.get_by_label("Bên giao", exact=True).fill("Trạm kiểm tra biên phòng Hữu Nghị Quan")
    page.get_by_label("Số người bên giao báo").fill("3")
    page.get_by_role("button", name="Bắt đầu nhận").click()
    for name, commune in (("Nông Thị Mùi", "Đồng Đăng"), ("Vi Văn Páo", "")):
        page.get_by_role("button", name="Ghi người không giấy tờ").click()
        page.get_by_label("Họ và tên").fill(name)
        page.get_by_label("Xã, phường theo lời khai").fill(commune)
        page.get_by_role("button", name="Ghi lượt về").click()
    expect(page.locator(".group__figures")).to_have_text("Có mặt 2 / 3")
    page.get_by_role("button", name="Kiểm lại và ghi").click()
    page.get_by_role("button", name="Ghi về 2 người").click()
    expect(page.locator("h1")).to_have_text("Đã ghi về 2 người")
    site.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)
    (fact,) = stored(engine, GroupFact)
    assert (fact.kind, fact.direction, fact.expected, fact.present) == ("hand_over", "return", 3, 2)
    assert sorted(row.commune_code for row in stored(engine, UnnamedReturn)) == ["", "06184"]
    assert faults(page) == []


def test_turned_back_and_a_list_on_paper_are_each_one_tap_in_the_same_lane(site, engine, bus):
    issued = bus.issue(name="Triệu Mùi Phấy")
    page = begin(site, engine)
    site.cut()
    wedge(page, issued.digits)
    page.get_by_role("button", name="Đúng người").click()
    expect(page.locator("main")).to_have_attribute("data-screen", "done")
    page.wait_for_timeout(3100)  # the same code within three seconds is the same hand
    wedge(page, issued.digits)
    page.get_by_role("button", name="Phía bạn vừa trả lại: ghi lượt về").click()
    expect(page.locator("h1")).to_have_text("Đã ghi lượt về")
    page.get_by_role("button", name="Quét người tiếp theo").click()
    other_work(page, "Danh sách giấy")
    for label, text in (
        ("Cơ quan xác nhận", "Công an xã Bản Thi"), ("Số danh sách", "04/DS"),
        ("Ngày danh sách", "20/11/2026"), ("Họ và tên", "Lý Thị Sáo"), ("Ngày sinh", "09/04/1988"),
        ("Số giấy tờ", "C7654321"), ("Giấy tờ có giá trị đến", "31/01/2029"),
    ):  # fmt: skip
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("[data-reason=paper_list]")).to_be_visible()
    page.get_by_role("button", name="Đã xem danh sách giấy").click()
    expect(page.locator("h1")).to_have_text("Đã ghi xuất cảnh")
    site.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)
    events = sorted(stored(engine, Event), key=lambda event: event.seq)
    assert [(event.kind, event.cause, "paper_list" in event.flags) for event in events] == [
        ("departure", "", False), ("return", "turned_back", False), ("departure", "", True),
    ]  # fmt: skip
    assert faults(page) == []
