"""The personal number, telephone numbers, names and their keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain import people
from borderreg.domain.birth_provinces import BIRTH_PROVINCES
from borderreg.domain.dates import BirthDate

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹìỉĩíị ", min_size=1, max_size=30
)


def codes(problems):
    return [problem.code.value for problem in problems]


@pytest.mark.parametrize(
    ("value", "number", "found"),
    [
        ("020185001234", "020185001234", []),
        (" 020185001234\n", "020185001234", []),
        ("0201 8500 1234", "020185001234", []),
        ("'020185001234", "020185001234", []),
        (20185001234, "020185001234", ["personal_id_zeros_restored"]),
        (20185001234.0, "020185001234", ["personal_id_zeros_restored"]),
        (1085001234.0, "001085001234", ["personal_id_zeros_restored"]),
        (120185001234.0, "120185001234", []),
        ("20185001234", None, ["personal_id_format"]),
        ("0201850012345", None, ["personal_id_format"]),
        (20185.0, None, ["personal_id_format"]),
        (2.5, None, ["personal_id_format"]),
        (float("nan"), None, ["personal_id_format"]),
        (float("inf"), None, ["personal_id_format"]),
        (True, None, ["personal_id_format"]),
        ("2.0185E+10", None, ["personal_id_format"]),
        ("O20185001234", None, ["personal_id_format"]),
        ("٠٢٠١٨٥٠٠١٢٣٤", None, ["personal_id_format"]),
        ("０２０１８５００１２３４", None, ["personal_id_format"]),
        ("", None, ["personal_id_format"]),
    ],
)
def test_twelve_ascii_digits_are_the_only_hard_rule(value, number, found):
    read, problems = people.read_personal_id(value)
    assert read == number
    assert codes(problems) == found


def test_a_rounded_number_is_told_apart_from_a_short_one():
    assert people.read_personal_id("2.0185E+10")[1][0].variant == "rounded"
    assert people.read_personal_id("20185001234")[1][0].params["count"] == "11"


@pytest.mark.parametrize(
    ("number", "sex", "year", "found"),
    [
        ("020185001234", "F", 1985, []),
        ("020085001234", "M", 1985, []),
        ("020303001234", "F", 2003, []),
        ("020203001234", "M", 2003, []),
        ("020185001234", "M", 1985, ["personal_id_sex"]),
        ("020185001234", "F", 1986, ["personal_id_birth"]),
        ("003185001234", "F", 1985, ["personal_id_prefix"]),
        ("000985001234", "M", 1990, ["personal_id_prefix", "personal_id_sex", "personal_id_birth"]),
    ],
)
def test_disagreeing_digits_only_warn(number, sex, year, found):
    problems = people.check_personal_id(number, sex=sex, birth=BirthDate(year))
    assert codes(problems) == found
    assert not any(problem.is_error for problem in problems)


def test_unknown_sex_and_birth_are_not_compared():
    assert people.check_personal_id("020185001234", sex=None, birth=None) == ()


def test_the_prefix_table_holds_the_63_old_provinces():
    assert len(BIRTH_PROVINCES) == 63
    assert BIRTH_PROVINCES["020"] == "Lạng Sơn"


def test_no_message_holds_a_whole_number():
    for value in (20185001234, "020185001234x", "0201850012345", "20185001234"):
        for problem in people.read_personal_id(value)[1]:
            for language in ("vi", "en", "zh"):
                assert "85001" not in problem.text(language)


def test_a_masked_number_shows_its_last_four_digits():
    assert people.mask_personal_id("020185001234") == "••••••••1234"
    assert people.last4("020185001234") == "1234"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Nam", "M"),
        ("NAM ", "M"),
        ("nữ", "F"),
        ("nu\u031b\u0303", "F"),
        ("Nu", "F"),
        ("F", "F"),
        ("男", "M"),
        ("女", "F"),
        ("N", None),
        ("x", None),
        ("", None),
    ],
)
def test_sex_is_read_as_officials_write_it(text, sex):
    assert people.parse_sex(text) == sex


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        (912345678.0, "+84912345678"),
        ("'0912345678", "+84912345678"),
        ("02053 810 123", "+842053810123"),
        ("+86 139 7712 3456", "+8613977123456"),
        ("0086 13977123456", "+8613977123456"),
        ("13977123456", "+8613977123456"),
        ("+86 771 2345678", "+867712345678"),
        ("+856 20 5551 2345", "+8562055512345"),
        ("0912345678 / 0987654321", None),
        ("không có", None),
        ("12345", None),
        ("", None),
    ],
)
def test_vietnamese_and_chinese_phones_get_one_form(value, phone):
    assert people.normalise_phone(value) == phone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuỵ", "Thụy"),
        ("Lý", "Lí"),
        ("NÔNG  THỊ MÙI", "Nông Thị Mùi"),
        ("Mỹ", "Mĩ"),
        ("Quý", "Quí"),
        ("Nông Thị Mùi", unicodedata.normalize("NFD", "Nông Thị Mùi")),
        ("H'Mông", "H’Mông"),
        ("Ðặng", "Đặng"),
        ("Vi Văn\u00a0Páo", "Vi Văn Páo"),
        ("K-Sor", "K Sor"),
        ("Tiê\u0301n", "Tiến"),
        ("Tie\u0301\u0302n", "Tiến"),
    ],
)
def test_spellings_of_one_name_match(one, other):
    assert people.match_key(one) == people.match_key(other)
    assert people.search_key(one) == people.search_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Mùi", "Mủi"), ("Đan", "Dan"), ("Phấy", "Phây"), ("Thủy", "Thúy")]
)
def test_different_names_do_not_match_but_are_found_by_one_search(one, other):
    assert people.match_key(one) != people.match_key(other)
    assert people.search_key(one) == people.search_key(other)


def test_tones_on_diphthongs_stay_apart_from_final_y():
    assert people.match_key("Thủy") != people.match_key("Thủi")
    assert people.search_key("Triệu Mùi Phấy") == "trieu mui phay"
    assert people.search_key("Đặng Lý") == "dang li"


def test_a_name_is_kept_as_written_in_nfc_with_single_spaces():
    written = unicodedata.normalize("NFD", "  NÔNG   Thị \u00a0Mùi\t")
    assert people.normalise_name(written) == "NÔNG Thị Mùi"
    assert people.name_bytes("Nông Thị Mùi") == len("Nông Thị Mùi".encode())


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("Nông\u202eMùi", "U+202E"),
        ("Nông\u200bMùi", "U+200B"),
        ("Nông\x00", "U+0000"),
        ("\ufeffNông", "U+FEFF"),
        ("Nông\x1bMùi", "U+001B"),
        ("a\u2028b", "U+2028"),
        ("\ud800", "U+D800"),
        ("Nông\nThị\tMùi", None),
        ("H’Lan Niê-Kđăm", None),
        (unicodedata.normalize("NFD", "Nguyễn"), None),
    ],
)
def test_hidden_characters_are_named(text, character):
    assert people.hidden_character(text) == character


def test_vietnamese_order_puts_d_stroke_after_d_and_tones_last():
    ordered = [
        "Dương",
        "Đàm",
        "Đặng",
        "Ân",
        "Ăn",
        "An",
        "Hoàng",
        "Ho",
        "Hồ",
        "Lý",
        "Lỷ",
        "Nông",
        "Triệu",
        "Vi",
    ]
    expected = [
        "An",
        "Ăn",
        "Ân",
        "Dương",
        "Đàm",
        "Đặng",
        "Ho",
        "Hoàng",
        "Hồ",
        "Lỷ",
        "Lý",
        "Nông",
        "Triệu",
        "Vi",
    ]
    assert sorted(ordered, key=people.sort_key) == expected
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=people.sort_key) == tones
    assert sorted(["Lan Anh", "La Văn", "Lan"], key=people.sort_key) == ["La Văn", "Lan", "Lan Anh"]


def test_lists_are_read_out_by_given_name():
    names = ["Nông Thị Mùi", "Vi Văn Páo", "Hoàng Văn Đức", "Lý Thị Dung", "Hoàng Thị Mùi"]
    in_order = sorted(names, key=people.given_name_sort_key)
    assert in_order == ["Lý Thị Dung", "Hoàng Văn Đức", "Hoàng Thị Mùi", "Nông Thị Mùi", "Vi Văn Páo"]


@given(st.text(max_size=40))
def test_no_text_breaks_the_keys(text):
    people.search_key(text)
    people.match_key(text)
    people.sort_key(text)
    people.given_name_sort_key(text)
    people.hidden_character(text)
    people.normalise_phone(text)
    people.parse_sex(text)
    assert people.search_key(people.search_key(text)) == people.search_key(text)


@given(VIETNAMESE)
def test_keys_do_not_depend_on_the_unicode_form_or_case(name):
    decomposed = unicodedata.normalize("NFD", name).upper()
    assert people.match_key(name) == people.match_key(decomposed)
    assert people.search_key(name) == people.search_key(decomposed)
    assert people.normalise_name(name) == people.normalise_name(unicodedata.normalize("NFD", name))


@given(st.from_regex(r"\A0[0-9]{11}\Z").filter(str.isascii))
def test_zeros_lost_by_a_spreadsheet_come_back(number):
    read, problems = people.read_personal_id(float(int(number)))
    if len(str(int(number))) >= 9:
        assert read == number
        assert codes(problems) == ["personal_id_zeros_restored"]
    else:
        assert read is None


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_cell_breaks_the_reading_of_a_number(value):
    read, problems = people.read_personal_id(value)
    assert (read is None) == any(problem.is_error for problem in problems)
