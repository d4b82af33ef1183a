"""Every text of the interface is in the catalogues and translated; placeholders are kept."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "borderreg"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|\{[a-z0-9_]+\}")
NOT_ONE_WORD = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Return every text that a page may show."""
    return {
        message if isinstance(message, str) else message[0]
        for _, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)
    }


def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language."""
    path = PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(path.read_bytes()), locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(texts, language):
    known = catalogue(language)
    missing = sorted(text for text in texts if text not in known or not known[text].string)
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_or_without_its_text(texts, language):
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert message.id in texts, f"nobody shows this any more: {message.id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language):
    for message in catalogue(language):
        wanted = sorted(PLACEHOLDER.findall(message.id))
        assert sorted(PLACEHOLDER.findall(message.string)) == wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_not_left_in_vietnamese(language):
    quoted = ("BẢN NHÁP", "Họ và tên", "Bằng Tường", "Nà Pài")
    for message in catalogue(language):
        if message.id and not any(word in message.string for word in quoted):
            assert not NOT_ONE_WORD.search(message.string), message.string


def test_chinese_is_chinese():
    for message in catalogue("zh"):
        letters = PLACEHOLDER.sub("", message.id)
        if any(character.isalpha() for character in letters) and len(letters) > 3:
            assert re.search("[\u4e00-\u9fff]", message.string), message.id
