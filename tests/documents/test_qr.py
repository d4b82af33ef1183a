"""The symbols: the same modules as the library makes, in a size that printers and cameras can hold."""

import io
import random
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode import QRCode, constants, util

from borderreg.documents import qr
from tests.documents.papers import digits_like_a_token


def library_modules(digits: str) -> tuple[int, list[bytes]]:
    code = QRCode(error_correction=constants.ERROR_CORRECT_Q, mask_pattern=qr.MASK_PATTERN)
    code.add_data(util.QRData(digits.encode(), mode=util.MODE_NUMBER), optimize=0)
    code.make(fit=True)
    return code.version, [bytes(map(int, row)) for row in code.modules]


@pytest.mark.parametrize("length", [*range(1, 30), 178, 179, 259, 260, 312, 313, 364, 427, 520, 999, 1000])
def test_symbol_equals_the_librarys_at_every_length_class(length: int) -> None:
    digits = "".join(random.Random(length).choices("0123456789", k=length))
    version, modules = library_modules(digits)
    symbol = qr.symbol(digits)
    assert (symbol.version, list(symbol.rows)) == (version, modules)


@settings(max_examples=40, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=1000))
def test_symbol_equals_the_librarys_for_any_digits(digits: str) -> None:
    version, modules = library_modules(digits)
    assert list(qr.symbol(digits).rows) == modules
    assert qr.symbol(digits).version == version


@pytest.mark.parametrize("octets", [136, 150, 172])
def test_a_real_token_fits_version_10_or_11(octets: int) -> None:
    assert qr.symbol(digits_like_a_token(random.Random(1), octets=octets)).version in (10, 11)


@pytest.mark.parametrize(
    "bad", ["", "12a", "١٢٣", "１２３", "12 3", "-12", "1" * 1001, "1" * 1_000_000, "12\n"]
)
def test_anything_but_ascii_digits_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="ASCII digits"):
        qr.symbol(bad)


@pytest.mark.parametrize("version", range(1, 21))
@pytest.mark.parametrize("at_least", [qr.SYMBOL_MM, qr.SLIP_SYMBOL_MM])
def test_every_size_keeps_the_least_module_and_the_least_side_on_whole_dots(
    version: int, at_least: float
) -> None:
    size = 17 + 4 * version
    dots = qr.module_dots(size, at_least)
    assert dots * qr.DOT_MM >= 0.49
    assert qr.side_mm(size, at_least) >= at_least
    assert (dots - 1) * qr.DOT_MM < max(0.49, at_least / size), "no larger than needed"


def test_longer_codes_grow_so_that_a_module_stays_readable() -> None:
    sizes = [qr.side_mm(17 + 4 * version) for version in (11, 12, 13)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == pytest.approx(35.05, abs=0.01)


def test_png_is_one_bit_whole_pixels_and_decodes() -> None:
    digits = digits_like_a_token(random.Random(3))
    picture = Image.open(io.BytesIO(qr.as_png(digits, pixels_a_module=4)))
    assert picture.mode == "1"
    assert picture.size == ((qr.symbol(digits).size + 8) * 4,) * 2
    assert zxingcpp.read_barcodes(picture)[0].text == digits


def test_svg_has_the_asked_size_and_the_same_modules() -> None:
    digits = digits_like_a_token(random.Random(4))
    symbol = qr.symbol(digits)
    root = ET.fromstring(qr.as_svg(digits, 40))
    whole = symbol.size + 8
    assert root.get("viewBox") == f"0 0 {whole} {whole}"
    assert float(root.get("width").removesuffix("mm")) * symbol.size / whole >= 40
    assert root[1].get("d").count("M") == len(symbol.runs())
    assert sum(length for _, _, length in symbol.runs()) == sum(map(sum, symbol.rows))
