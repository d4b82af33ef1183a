"""Every text of the interface is in the catalogues and translated; placeholders are kept."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "borderreg"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|\{[a-z0-9_]+\}")
NOT_ONE_WORD = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
LANGUAGES = ("en", "zh")
PLURALS = {"en": 2, "zh": 1}


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


def asked(message: Message) -> str:
    """Return the text that the code names: the singular of a counted one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def written(message: Message) -> tuple[str, ...]:
    """Return the translation's forms: one, or one for each kind of number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(texts, language):
    known = catalogue(language)
    missing = sorted(text for text in texts if text not in known or not all(written(known[text])))
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_number_has_its_form(language):
    for message in catalogue(language):
        if message.pluralizable:
            assert len(message.string) == PLURALS[language], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_or_without_its_text(texts, language):
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert asked(message) in texts, f"nobody shows this any more: {message.id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language):
    for message in catalogue(language):
        source = message.id[-1] if message.pluralizable else message.id
        last = written(message)[-1]
        assert sorted(PLACEHOLDER.findall(last)) == sorted(PLACEHOLDER.findall(source)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_not_left_in_vietnamese(language):
    quoted = ("QĐ-CAT", "BẢN NHÁP", "Họ và tên", "Bằng Tường", "Nà Pài")
    for message in catalogue(language):
        for text in written(message) if message.id else ():
            if not any(word in text for word in quoted):
                assert not NOT_ONE_WORD.search(text), text


def test_chinese_is_chinese():
    for message in catalogue("zh"):
        letters = PLACEHOLDER.sub("", asked(message))
        if any(character.isalpha() for character in letters) and len(letters) > 3:
            assert re.search("[\u4e00-\u9fff]", written(message)[0]), message.id
