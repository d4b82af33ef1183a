"""The components in a real browser: accessible, within 360 px, with and without JavaScript."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.web.galleries import make_gallery

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def address(serve: Callable[[Flask], str]) -> str:
    return serve(make_gallery())


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/_components", "/errors/404"])
def test_no_accessibility_rule_is_broken(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    ready(page, address + path)
    for summary in page.locator("details > summary").all():
        summary.click()
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768, 1366])
def test_no_page_scrolls_sideways(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    ready(page, address + "/_components")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_own_font_is_used_for_every_vietnamese_letter(page: Page, address: str) -> None:
    ready(page, address + "/_components")
    loaded = page.evaluate("document.fonts.check('17px \"Be Vietnam Pro\"', 'Ấ Ệ Ỗ Ữ Đ ẳ')")
    assert loaded


def test_the_quick_filter_finds_names_typed_without_accents(page: Page, address: str) -> None:
    ready(page, address + "/_components")
    page.get_by_label("Tìm trong bảng").fill("duc nguyen")
    rows = page.locator("#table-nguoi-trong-danh-sach tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Hoàng Văn Đức Thuận Nguyên")
    expect(page.get_by_text("Đang hiện 1 trên 4 dòng")).to_be_visible()


def test_a_slash_moves_to_the_search_box(page: Page, address: str) -> None:
    ready(page, address + "/_components")
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm theo tên")).to_be_focused()


def test_a_form_is_sent_once_however_often_it_is_clicked(page: Page, address: str) -> None:
    ready(page, address + "/_components")
    sent = page.evaluate(
        """() => {
          const form = document.querySelector('form[data-module="submit-once"]');
          let count = 0;
          document.addEventListener('submit', (event) => {
            if (!event.defaultPrevented) count += 1;
            event.preventDefault();
          });
          for (let i = 0; i < 3; i += 1) form.requestSubmit();
          return count;
        }"""
    )
    assert sent == 1


def test_the_first_tab_stop_skips_to_the_content(page: Page, address: str) -> None:
    ready(page, address + "/errors/404")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Đến nội dung chính")).to_be_focused()


def test_the_menu_opens_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ready(page, address + "/_components")
    link = page.get_by_role("link", name="Người lao động")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Trình đơn").click()
    expect(link).to_be_visible()


def test_everything_is_there_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address + "/_components")
    expect(page.get_by_role("link", name="Người lao động")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu bản nháp")).to_be_visible()
    expect(page.get_by_label("Tìm trong bảng")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    "media", [{"reduced_motion": "reduce"}, {"forced_colors": "active"}, {"media": "print"}]
)
def test_the_page_holds_under_other_media(page: Page, address: str, media: dict[str, str]) -> None:
    page.emulate_media(**media)  # type: ignore[arg-type]
    ready(page, address + "/_components")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
