"""What a browser is sent: pinned, licensed, local, readable in sunlight, and nothing inline."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "borderreg"
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
SUMS = sorted(STATIC.glob("**/SHA256SUMS"))
PAGES = sorted(TEMPLATES.glob("**/*.html"))
OWN_MODULES = sorted((STATIC / "js").glob("*.mjs")) + sorted((STATIC / "gate").glob("*.mjs"))
CSS = sorted(STATIC.glob("css/*.css")) + sorted(STATIC.glob("gate/*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
SVG_NAME = "http://www.w3.org/2000/svg"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("sums", SUMS, ids=name)
def test_each_vendored_file_is_the_one_that_was_pinned(sums: Path) -> None:
    listed = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, file = line.split()
        listed[file.removeprefix("*").removeprefix("./")] = digest
    for file, digest in listed.items():
        assert hashlib.sha256((sums.parent / file).read_bytes()).hexdigest() == digest, file
    present = {path.relative_to(sums.parent).as_posix() for path in sums.parent.rglob("*") if path.is_file()}
    assert present - {"SHA256SUMS", "README.md"} <= set(listed)


@pytest.mark.parametrize("folder", [*sorted((STATIC / "vendor").iterdir()), STATIC / "fonts"], ids=name)
def test_each_vendored_part_has_its_licence_and_sums(folder: Path) -> None:
    assert (folder / "SHA256SUMS").exists()
    assert [path for path in folder.iterdir() if re.search("licen|ofl", path.name, re.IGNORECASE)]


def test_the_compiled_css_comes_from_the_sources_beside_it() -> None:
    for line in (STATIC / "src" / "BUILT_FROM").read_text(encoding="utf-8").splitlines():
        digest, file = line.split()
        found = hashlib.sha256((STATIC / "src" / file).read_bytes()).hexdigest()
        assert found == digest, f"{file} changed: run borderreg/static/src/build.sh"


@pytest.mark.parametrize("sheet", CSS, ids=name)
def test_style_sheets_name_no_other_host_and_no_missing_file(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8").replace(SVG_NAME, "")
    assert not re.search(r"https?://\w|@import", text)
    for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        assert address.startswith("data:") or (sheet.parent / address).exists(), address


def test_the_font_and_the_crest_reserved_to_gov_uk_are_not_shipped() -> None:
    for path in STATIC.rglob("*"):
        assert not re.search("transport|crest|crown", path.name, re.IGNORECASE), path
    for sheet in CSS:
        assert "GDS Transport" not in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", OWN_MODULES, ids=name)
def test_each_script_stays_small_and_local(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    text = text.replace(SVG_NAME, "")
    assert not re.search(r"https?://|\beval\(|new Function|\.innerHTML\s*=|document\.write", text)
    if module.name not in ("i18n.mjs", "clock.mjs"):  # language and clock, and nothing of any person
        assert not re.search(r"localStorage|sessionStorage", text)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_templates_hold_nothing_inline_and_stay_short(page: Path) -> None:
    text = COMMENT.sub("", page.read_text(encoding="utf-8"))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text)
    assert len(text.splitlines()) <= 150


def test_each_behaviour_that_a_template_asks_for_exists() -> None:
    asked = {
        word
        for page in PAGES
        for value in re.findall(r"data-module=\"([^\"{]+)\"", page.read_text(encoding="utf-8"))
        for word in value.split()
        if not word.startswith("govuk-")
    }
    assert asked <= {module.stem for module in (STATIC / "js").glob("*.mjs")}


def colour(token: str) -> str:
    found = re.search(rf"--br-{token}:\s*(#[0-9a-f]{{3,6}});", TOKENS)
    assert found, token
    digits = found[1][1:]
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def luminance(digits: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(colour(one)), luminance(colour(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ground", "text", "least"),
    [
        ("accept", "accept-text", 7),
        ("check", "check-text", 7),
        ("refuse", "refuse-text", 7),
        ("unreadable", "unreadable-text", 7),
        ("red", "inverse", 7),
        ("departure", "inverse", 7),
        ("return", "inverse", 7),
        ("paper", "text", 7),
        ("surface", "text-muted", 4.5),
        ("paper", "link", 4.5),
        ("surface", "line-strong", 3),
        ("focus", "focus-text", 7),
    ],
)
def test_colours_can_be_read_in_sunlight(ground: str, text: str, least: float) -> None:
    assert contrast(ground, text) >= least
