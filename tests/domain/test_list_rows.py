"""One row of a list: what is read, and every problem that can be named."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.list_cells import Formula
from borderreg.domain.list_likeness import check_rows
from borderreg.domain.list_rows import read_row
from tests.domain.rows import GOOD_ROW, REFERENCE, TODAY


def read(reference=REFERENCE, **changes):
    return read_row({**GOOD_ROW, **changes}, row=7, reference=reference, at=TODAY)


def found(reference=REFERENCE, **changes):
    return [(problem.column, problem.code.value) for problem in read(reference, **changes)[1]]


def test_a_good_row_becomes_typed_facts():
    draft, problems = read()
    assert problems == ()
    assert draft.birth == BirthDate(1990, 3, 12)
    assert (draft.sex, draft.personal_id) == ("F", "020190004521")
    assert (draft.phone, draft.contact_phone) == ("+84912345678", "+84987654321")
    assert (draft.document_type, draft.document_number) == ("passport", "C1234567")
    assert (draft.county, draft.county_code) == ("Bằng Tường", "PINGXIANG")
    assert (draft.valid_from, draft.valid_to) == (date(2026, 12, 1), date(2027, 2, 28))
    assert draft.gates == ("HUUNGHI", "DONGDANG")


def test_number_and_date_cells_read_like_their_text():
    cells = {
        "birth": datetime(1990, 3, 12),  # noqa: DTZ001 (cells have no zone)
        "phone": 912345678.0,
        "document_expires": date(2030, 1, 1),
        "valid_from": 1122026.0,
        "personal_id": 20190004521.0,
    }
    draft, problems = read(**cells)
    assert draft == read()[0]
    assert [problem.code.value for problem in problems] == ["personal_id_zeros_restored"]


@pytest.mark.parametrize("column", [column for column, info in COLUMNS.items() if info.required])
@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "-", "—"])
def test_each_required_column_is_asked_for(column, blank):
    draft, problems = read(**{column.value: blank})
    assert draft is None
    assert (column.value, "missing") in [(problem.column, problem.code.value) for problem in problems]
    assert COLUMNS[column].vi in problems[0].message


@pytest.mark.parametrize("column", [column for column, info in COLUMNS.items() if not info.required])
def test_optional_columns_may_be_empty(column):
    draft, problems = read(**{column.value: " - "})
    assert problems == ()
    assert draft is not None


def test_an_empty_form_names_every_required_field_once():
    draft, problems = read_row({}, row=None, reference=REFERENCE, at=TODAY)
    assert draft is None
    assert [problem.column for problem in problems] == [
        c.value for c, info in COLUMNS.items() if info.required
    ]
    assert {problem.row for problem in problems} == {None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sex": "không rõ"}, [("sex", "missing")]),
        ({"name": "123"}, [("name", "missing")]),
        ({"name": "Ê" * 31}, [("name", "too_long")]),
        ({"name": "a" * 61}, [("name", "too_long")]),
        ({"employer": "x" * 121}, [("employer", "too_long")]),
        ({"name": "Nông\u202eMùi"}, [("name", "control_characters")]),
        ({"job": "chặt\x07mía"}, [("job", "control_characters")]),
        ({"birth": "31/02/1990"}, [("birth", "birth_date")]),
        ({"birth": "12/03/2027", "personal_id": "020327004521"}, [("birth", "birth_date")]),
        ({"birth": "1901", "personal_id": "020101004521"}, [("birth", "birth_date")]),
        ({"birth": "02/12/2008", "personal_id": "020308004521"}, [("birth", "minor")]),
        ({"birth": "01/12/2008", "personal_id": "020308004521"}, []),
        ({"birth": "2008", "personal_id": "020308004521"}, [("birth", "minor")]),
        ({"personal_id": "20190004521"}, [("personal_id", "personal_id_format")]),
        ({"personal_id": 20190004521.0}, [("personal_id", "personal_id_zeros_restored")]),
        ({"personal_id": "021190004521"}, [("personal_id", "personal_id_prefix")]),
        ({"personal_id": "020090004521"}, [("personal_id", "personal_id_sex")]),
        ({"personal_id": "020191004521"}, [("personal_id", "personal_id_birth")]),
        ({"document_type": "Căn cước"}, [("document_type", "document_type")]),
        ({"document_number": "1234567"}, [("document_number", "document_number")]),
        ({"document_number": 1234567.0}, [("document_number", "document_number")]),
        ({"document_expires": "30/11/2026"}, [("document_expires", "document_expired")]),
        ({"document_expires": "22/03/2027"}, [("document_expires", "document_short")]),
        ({"document_expires": "sang năm"}, [("document_expires", "missing")]),
        ({"county": "Nam Ninh"}, [("county", "county_unknown")]),
        ({"valid_from": "mai"}, [("valid_from", "period")]),
        ({"valid_to": "30/11/2026"}, [("valid_to", "period")]),
        ({"valid_from": "01/10/2026", "valid_to": "21/11/2026"}, [("valid_to", "period")]),
        ({"valid_from": "01/10/2026"}, []),
        ({"valid_to": "01/12/2027", "document_expires": "01/01/2031"}, [("valid_to", "period")]),
        ({"gates": "Chi Ma"}, [("gates", "gate_not_international")]),
        ({"gates": "Tân Thanh"}, [("gates", "gate_not_international")]),
        ({"gates": "Móng Cái"}, [("gates", "gate_unknown")]),
        (
            {"gates": "Hữu Nghị, Móng Cái; Chi Ma"},
            [("gates", "gate_unknown"), ("gates", "gate_not_international")],
        ),
        ({"name": Formula("Nông Thị Mùi")}, [("name", "formula")]),
        ({"name": "=HYPERLINK(1)"}, [("name", "formula")]),
        ({"employer": "@cmd"}, [("employer", "formula")]),
        ({"job": "+1+1"}, [("job", "formula")]),
        ({"hamlet": "-2+3"}, [("hamlet", "formula")]),
        ({"phone": "+84 912 345 678"}, []),
        ({"phone": "+84912345678*2"}, [("phone", "formula")]),
        ({"phone": "gọi qua nhà"}, []),
    ],
)
def test_every_problem_is_named_at_its_column(changes, expected):
    draft, problems = read(**changes)
    assert [(problem.column, problem.code.value) for problem in problems] == expected
    assert (draft is None) == any(problem.is_error for problem in problems)
    assert {problem.row for problem in problems} <= {7}


def test_a_border_pass_depends_on_commune_and_county():
    border_pass = {"document_type": "Giấy thông hành", "document_number": "LS-26/00123"}
    inland = replace(REFERENCE, commune="xã Bình Gia", commune_on_border=False)
    assert found(**border_pass) == []
    assert found(inland, **border_pass) == [("document_type", "border_pass_not_border_commune")]
    assert found(county="扶绥县", **border_pass) == [("county", "outside_border_zone")]


def test_all_problems_of_a_row_come_at_once_in_column_order():
    columns = [
        column for column, _ in found(gates="Móng Cái", name="", sex="?", valid_to="x", county="Nam Ninh")
    ]
    assert columns == ["name", "sex", "county", "valid_to", "gates"]


def test_a_missing_period_leaves_the_document_judged_by_today():
    assert ("document_expires", "document_expired") in found(valid_from="", document_expires="21/11/2026")


def test_a_code_that_cannot_last_so_long_is_refused():
    assert found(replace(REFERENCE, latest_end=date(2027, 2, 27))) == [("valid_to", "period")]
    assert found(replace(REFERENCE, latest_end=date(2027, 2, 28))) == []


def test_without_an_open_international_gate_no_row_is_good():
    closed = replace(REFERENCE, gates=tuple(g for g in REFERENCE.gates if not g.for_workers))
    assert found(closed) == [("gates", "gate_unknown")]


@pytest.mark.parametrize(
    ("text", "gates"),
    [
        ("Hữu Nghị", ("HUUNGHI",)),
        ("cửa khẩu quốc tế Hữu Nghị", ("HUUNGHI",)),
        ("CKQT HỮU NGHỊ", ("HUUNGHI",)),
        ("友谊关", ("HUUNGHI",)),
        ("huunghi", ("HUUNGHI",)),
        ("Đồng Đăng", ("DONGDANG",)),
        ("Ga Đồng Đăng, Hữu Nghị", ("DONGDANG", "HUUNGHI")),
        ("Hữu Nghị và Đồng Đăng", ("HUUNGHI", "DONGDANG")),
        ("Hữu Nghị\nGa Đồng Đăng", ("HUUNGHI", "DONGDANG")),
        ("Hữu Nghị - Đồng Đăng", ("HUUNGHI", "DONGDANG")),
        ("các cửa khẩu quốc tế", ("HUUNGHI", "DONGDANG")),
        ("Tất cả", ("HUUNGHI", "DONGDANG")),
    ],
)
def test_gates_are_found_as_officials_write_them(text, gates):
    draft, problems = read(gates=text)
    assert problems == ()
    assert draft.gates == gates


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bằng Tường", "PINGXIANG"),
        ("Thị xã Bằng Tường", "PINGXIANG"),
        ("TP. Bằng Tường (凭祥)", "PINGXIANG"),
        ("Bằng Tường, Quảng Tây", "PINGXIANG"),
        ("凭祥市", "PINGXIANG"),
        ("pingxiang", "PINGXIANG"),
        ("huyện Long Châu", "LONGZHOU"),
        ("Quận Giang Châu", "JIANGZHOU"),
        ("Đại Tân - Sùng Tả", "DAXIN"),
        (unicodedata.normalize("NFD", "Thiên Đẳng"), "TIANDENG"),
    ],
)
def test_counties_are_found_as_officials_write_them(text, code):
    draft, problems = read(county=text)
    assert problems == ()
    assert draft.county_code == code


def test_an_unknown_county_is_kept_as_written():
    draft, _ = read(county="Nam  Ninh")
    assert (draft.county, draft.county_code) == ("Nam Ninh", None)


def drafts(*changes):
    rows = []
    for row, change in enumerate(changes, start=7):
        draft, _ = read_row({**GOOD_ROW, **change}, row=row, reference=REFERENCE, at=TODAY)
        rows.append((row, draft))
    return rows


def test_a_number_may_stand_in_one_row_only():
    problems = check_rows(drafts({}, {"name": "Nông Thị Mủi"}, {"personal_id": "020190009999"}, {}))
    places = [(p.row, p.code.value, p.params["other_row"]) for p in problems]
    assert places[:2] == [(8, "duplicate_in_file", "7"), (10, "duplicate_in_file", "7")]
    assert places[2:] == [(7, "same_name_and_birth", "9"), (9, "same_name_and_birth", "7")]


def test_people_of_one_name_are_told_apart_by_birth():
    one = {"personal_id": "020190000001"}
    other_day = {"personal_id": "020190000002", "birth": "1990"}
    other_year = {"personal_id": "020191000003", "birth": "12/03/1991"}
    problems = check_rows(drafts(one, other_day, other_year))
    assert [(p.row, p.variant) for p in problems] == [(7, "year"), (8, "year")]
    twins = check_rows(drafts(one, {**other_day, "birth": "12/03/1990"}))
    assert [(p.row, p.variant) for p in twins] == [(7, ""), (8, "")]


def test_names_that_differ_in_accents_are_different_people():
    assert check_rows(drafts({}, {"name": "Nông Thị Mủi", "personal_id": "020190000002"})) == ()


CELLS = st.one_of(st.none(), st.text(max_size=80), st.floats(), st.booleans(), st.dates(), st.builds(Formula))


@given(st.dictionaries(st.sampled_from([column.value for column in Column]), CELLS))
def test_no_row_breaks_the_reading(cells):
    draft, problems = read_row({**GOOD_ROW, **cells}, row=7, reference=REFERENCE, at=TODAY)
    assert (draft is None) == any(problem.is_error for problem in problems)
    for problem in problems:
        for language in ("vi", "en", "zh"):
            assert problem.text(language)
