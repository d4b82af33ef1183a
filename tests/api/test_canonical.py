"""The quick way to an event's canonical form writes what the slow one writes."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from borderreg.api.canonical import canonical_form

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=8))
def test_every_object_has_the_form_of_the_standard(event):
    assert canonical_form(event) == rfc8785.dumps(event)


@given(st.dictionaries(st.text("abcxyz_", max_size=8), texts | st.booleans() | st.none(), max_size=8))
def test_an_ordinary_event_has_the_form_of_the_standard(event):
    assert canonical_form(event) == rfc8785.dumps(event)


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30])
def test_a_number_that_no_device_can_write_has_no_form(number):
    with pytest.raises(ValueError, match="domain"):
        canonical_form({"seq": number})


def test_half_a_letter_has_no_form():
    with pytest.raises(ValueError, match="surrogates"):
        canonical_form({"reason": "\ud800"})
