"""The content hash: the same facts always give the same bytes, and anything doubtful is refused."""

import json
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.content import canonical, content_hash

ENTRY = {"row": 1, "name": "Triệu Mùi Phấy", "birth": "1990", "job": None, "gates": ["HUUNGHI", "DONGDANG"]}


def test_canonical_bytes_are_sorted_compact_and_utf_8() -> None:
    expected = '{"birth":"1990","gates":["HUUNGHI","DONGDANG"],"job":null,"name":"Triệu Mùi Phấy","row":1}'
    assert canonical(ENTRY) == expected.encode()


def test_hash_is_sha_256_over_the_rows_in_their_order() -> None:
    other = {**ENTRY, "row": 2}
    assert content_hash([ENTRY, other]) == sha256(canonical([ENTRY, other])).digest()
    assert content_hash([ENTRY, other]) != content_hash([other, ENTRY])


def test_order_of_fields_and_normal_form_do_not_matter() -> None:
    decomposed = {
        "name": "Triê\u0323u Mu\u0300i Phâ\u0301y",
        **{k: v for k, v in ENTRY.items() if k != "name"},
    }
    assert content_hash([dict(reversed(decomposed.items()))]) == content_hash([ENTRY])


@pytest.mark.parametrize(
    "change", [{"row": 2}, {"name": "Triệu Mùi Phây"}, {"job": ""}, {"birth": "1990-01-01"}]
)
def test_any_other_fact_gives_another_hash(change: dict) -> None:
    assert content_hash([{**ENTRY, **change}]) != content_hash([ENTRY])


@pytest.mark.parametrize("value", [1.0, True, b"x", {1, 2}, float("nan"), object()])
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="certified fact"):
        content_hash([{"row": value}])


@pytest.mark.parametrize(
    "entry", [{"row": 2**53}, {"row": -(2**53)}, {"name": "\ud800"}, {"Row": 1}, {"": 1}, {1: 1}]
)
def test_what_other_readers_would_read_differently_is_refused(entry: dict) -> None:
    with pytest.raises(ValueError, match=r"certified number|surrogates|field name"):
        content_hash([entry])


FACTS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.none() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
)


@given(st.lists(FACTS, max_size=4))
def test_bytes_are_those_of_rfc_8785_and_read_back(entries: list[dict]) -> None:
    data = canonical(entries)
    assert rfc8785.dumps(json.loads(data)) == data
    assert canonical(json.loads(data)) == data
