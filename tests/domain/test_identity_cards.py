"""An identity card's code as scanners, cameras and input methods hand it over."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.dates import BirthDate
from borderreg.domain.identity_cards import IdentityCard, read_card, read_identity_card
from borderreg.domain.keyboard_text import decode_telex, decode_vni, is_syllable, repair_bytes
from borderreg.domain.problems import Problem
from tests.communes import NAMES

ADDRESS = "Thôn Nà Pài, Thụy Hùng, Cao Lộc, Lạng Sơn"
CARD = f"020182001234|082123456|Nông Thị Mùi|05021982|Nữ|{ADDRESS}|10052021"
DECOMPOSED = unicodedata.normalize("NFD", CARD)
KEYBOARD_ROW = str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")


def western(text: str, page: str) -> str:
    """Show UTF-8 as a Windows code page would; holes stand for themselves."""
    shown = []
    for byte in text.encode():
        try:
            shown.append(bytes([byte]).decode(page))
        except UnicodeDecodeError:
            shown.append(chr(byte))
    return "".join(shown)


def read(text: str) -> IdentityCard:
    card = read_identity_card(text)
    assert isinstance(card, IdentityCard), card
    return card


WHOLE = {
    "as it stands": CARD,
    "with line ends": f"{CARD}\r\n",
    "with tabs around": f"\t{CARD}\t",
    "six fields": CARD.rpartition("|")[0],
    "no field for the old number": CARD.replace("082123456|", ""),
    "an empty old number": CARD.replace("082123456", ""),
    "fields of 2024 with parents": f"{CARD}|Nông Văn Sáng|Vi Thị Lả|",
    "decomposed letters": DECOMPOSED,
    "doubled spaces": CARD.replace(" ", "  "),
    "spaces around separators": CARD.replace("|", " | "),
    "UTF-8 shown as Latin-1": western(CARD, "latin-1"),
    "UTF-8 shown as Windows-1252": western(CARD, "cp1252"),
    "UTF-8 shown as Windows-1258": western(CARD, "cp1258"),
    "UTF-8 shown as Windows-1252, spaces made usual": western(CARD, "cp1252").replace("\u00a0", " "),
    "UTF-8 shown as Latin-1 twice": western(western(CARD, "latin-1"), "latin-1"),
    "another keyboard's separator": CARD.replace("|", "~"),
    "the Vietnamese keyboard layout": "|".join(
        field.translate(KEYBOARD_ROW) if field.isdigit() else field for field in CARD.split("|")
    ),
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_card_is_read_however_it_comes(text):
    card = read(text)
    assert card == IdentityCard("020182001234", "Nông Thị Mùi", BirthDate(1982, 2, 5), "F", "Thôn Nà Pài")


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1982", BirthDate(1982)),
        ("00001982", BirthDate(1982)),
        ("00021982", BirthDate(1982)),
        ("//1982", BirthDate(1982)),
        ("05/02/1982", BirthDate(1982, 2, 5)),
        ("31021982", None),
        ("", None),
        ("05021682", None),
    ],
)
def test_a_birth_date_may_be_a_year_only_and_is_never_invented(text, birth):
    card = read(CARD.replace("05021982", text))
    assert card.birth == birth
    assert [item.code.value for item in card.problems] == ([] if birth else ["card_birth"])


@pytest.mark.parametrize(
    "name", ["NÔNG THỊ MÙI", "H'Mai Niê", "K’Sor H'Bia", "Vi Lan Anh", "Lý", "Đặng Mùi Nhậy"]
)
def test_a_name_is_kept_as_the_card_writes_it(name):
    card = read(CARD.replace("Nông Thị Mùi", name))
    assert card.name == name
    assert card.problems == ()


@pytest.mark.parametrize(
    ("name", "address", "sex"),
    [
        ("Noong Thij Muif", "Thoon Naf Paif, Thuyj Hungf, Cao Loocj, Langj Sown", "Nuwx"),
        ("Noong Thij Muif", ADDRESS, "Nữ"),
        ("Nôngg Thị Mufi".replace("gg", "g"), ADDRESS, "Nữ"),
        ("NOONG THIJ MUIF", ADDRESS, "Nữ"),
        ("No6ng Thi5 Mu2i", "Tho6n Na2 Pa2i, Thuy5 Hu2ng, Cao Lo65c, La5ng So7n", "Nu74"),
        ("Nong6 Thi5 Mui2", ADDRESS, "Nữ"),
    ],
)
def test_names_typed_through_telex_or_vni_keys_are_restored_and_said_so(name, address, sex):
    card = read(f"020182001234||{name}|05021982|{sex}|{address}|10052021")
    assert card.name.casefold() == "nông thị mùi"
    assert card.sex == "F"
    assert card.hamlet == "Thôn Nà Pài"
    assert [(item.code.value, item.variant) for item in card.problems] == [("card_name", "restored")]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Nong Thi Mui", "Thon Na Pai, Thuy Hung, Cao Loc, Lang Son"),
        ("N?ng Th? M?i", ADDRESS),
        ("NÃ´ng Thá» MÃ¹i", ADDRESS),
        ("N□ng Th□ M□i", ADDRESS),
        ("Nông Thị Mùi 2", ADDRESS),
        ("", ADDRESS),
    ],
)
def test_a_name_that_lost_its_accents_is_left_empty_and_the_rest_is_used(name, address):
    card = read(f"020182001234||{name}|05021982|Nữ|{address}|10052021")
    assert (card.personal_id, card.name, card.sex) == ("020182001234", "", "F")
    assert [(item.code.value, item.variant) for item in card.problems] == [("card_name", "")]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("Nông Thị Mùi", ""),
        ("020182001234", "cut"),
        ("020182001234|082123456|Nông Thị", "cut"),
        (CARD[1:], "cut"),
        ("https://qr.example/abc|d|e|f|g", "input_method"),
        ("02018200123á|082123456|Nông Thị Mùi|05021982|Nữ|x|10052021", "input_method"),
        ("P<VNMNONG<<THI<MUI<<<<<<<<<<<<<<<<<<<<<<<<<<", "passport"),
        ("9" * 3000, ""),
        ("٠٢٠١٨٢٠٠١٢٣٤|082123456|Nông Thị Mùi|05021982|Nữ|x", "input_method"),
    ],
)
def test_what_is_no_card_is_refused_with_what_to_do(text, variant):
    refused = read_identity_card(text)
    assert isinstance(refused, Problem)
    assert (refused.code.value, refused.variant) == ("card_unreadable", variant)
    assert refused.is_error


def test_an_input_method_is_named_so_that_the_officer_can_switch_it_off():
    refused = read_identity_card("đ20182001234x|a|Nông Thị Mùi|05021982|Nữ|x|10052021")
    assert isinstance(refused, Problem)
    assert "tắt bộ gõ tiếng Việt" in refused.message


def test_parents_and_the_rest_of_the_text_are_not_in_what_was_read():
    card = read(f"{CARD}|Nông Văn Sáng|Vi Thị Lả|")
    assert not {"Sáng", "Lả", "10052021", "082123456"} & set(repr(card).replace("'", " ").split())


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        (ADDRESS, "Thôn Nà Pài"),
        ("Nà Pài, Thụy Hùng, Cao Lộc, Lạng Sơn", "Nà Pài"),
        ("Khối 3, Đồng Đăng, Lạng Sơn", "Khối 3"),
        ("Số 12, Tổ 3, Đông Kinh, Lạng Sơn", "Số 12, Tổ 3"),
        ("Thụy Hùng, Cao Lộc, Lạng Sơn", ""),
        ("Đồng Đăng, Lạng Sơn", ""),
        ("", ""),
    ],
)
def test_the_hamlet_is_what_stands_below_the_commune(address, hamlet):
    assert read(CARD.replace(ADDRESS, address)).hamlet == hamlet


def test_the_gate_reads_the_number_alone():
    assert read_card(f" {CARD}\r\n") == "020182001234"
    assert read_card("8" * 12) == "8" * 12
    assert read_card("nothing") is None


@given(st.text(max_size=300))
def test_any_text_is_answered_and_no_answer_holds_what_was_scanned(text):
    found = read_identity_card(text)
    assert isinstance(found, IdentityCard | Problem)
    if isinstance(found, Problem):
        assert not found.params


NAME = st.sampled_from(NAMES)
BIRTH = st.dates(min_value=__import__("datetime").date(1940, 1, 1)).filter(lambda day: day.year < 2010)


@given(
    NAME,
    BIRTH,
    st.sampled_from(["Nam", "Nữ"]),
    st.lists(st.text(max_size=20), max_size=5),
    st.sampled_from(["", "\r", "\n", "\r\n"]),
)
def test_whatever_follows_the_address_changes_nothing(name, birth, sex, rest, end):
    head = f"020182001234||{name}|{birth:%d%m%Y}|{sex}|{ADDRESS}"
    tail = "".join(f"|{field.replace(chr(0), '')}" for field in rest if field.isascii() or field.isalpha())
    card = read_identity_card(f"{head}{tail}{end}")
    assert isinstance(card, IdentityCard)
    assert (card.name, card.birth, card.hamlet) == (name, BirthDate.of(birth), "Thôn Nà Pài")


@given(NAME)
def test_bytes_shown_in_a_code_page_come_back(name):
    for page in ("latin-1", "cp1252", "cp1258"):
        assert repair_bytes(western(name, page)) == name
    assert repair_bytes(name) == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trieeuj", "Triệu"),
        ("Nguyeenx", "Nguyễn"),
        ("Nguyêxn", "Nguyễn"),
        ("Ddawngj", "Đặng"),
        ("Thuyr", "Thủy"),
        ("Quys", "Quý"),
        ("Giangf", "Giàng"),
        ("Luowng", "Lương"),
        ("Hoàng", None),
        ("Vi", None),
        ("Sinh", None),
        ("Ksor", None),
        ("Muifs", None),
        ("Bacf", None),
    ],
)
def test_telex_is_undone_only_where_one_reading_is_possible(typed, meant):
    assert decode_telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trie65u", "Triệu"),
        ("Nguyen64", "Nguyễn"),
        ("Luong7", "Lương"),
        ("D9a8ng5", "Đặng"),
        ("Pha6y1", "Phấy"),
        ("3A", None),
        ("QL1A", None),
        ("Mùi", None),
    ],
)
def test_vni_is_undone_only_where_one_reading_is_possible(typed, meant):
    assert decode_vni(typed) == meant


@pytest.mark.parametrize("name", NAMES)
def test_the_names_of_lang_son_are_syllables(name):
    assert all(is_syllable(part) for part in name.split())
