"""QR symbols of LS1 digits: level Q, numeric mode, smallest fitting version, one fixed mask pattern.

The `qrcode` library supplies function patterns, block tables and the field; the data path is ours, because
trying eight masks and walking modules one by one is sixty times slower (docs/adr/0004-pdf-engine.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import compress, zip_longest
from math import ceil

from PIL import Image
from qrcode import QRCode, base, constants, util

MASK_PATTERN = 2  # any: the digits are as good as random, and tests decode what we print
QUIET_MODULES = 4
SMALLEST_VERSION, LARGEST_VERSION = 1, 20
LONGEST = 1_000  # digits; LS1 has at most 520
MODULE_MM = 0.49
SYMBOL_MM = 30.0
SLIP_SYMBOL_MM = 35.0
DOT_MM = 25.4 / 600  # every office printer of the last twenty years places 600 dots an inch, or a multiple
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_RUN = re.compile(rb"\x01+")
_SPAN = re.Match.span


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol without its quiet zone: `rows` of one byte a module, 1 for dark."""

    version: int
    rows: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Return the modules along one side."""
        return len(self.rows)

    def runs(self) -> list[tuple[int, int, int]]:
        """Return the dark runs as (row, first column, length in modules)."""
        spans = ((y, *span) for y, row in enumerate(self.rows) for span in map(_SPAN, _RUN.finditer(row)))
        return [(y, start, end - start) for y, start, end in spans]


def symbol(digits: str) -> Symbol:
    """Return the smallest level-Q symbol of ASCII digits.

    Raises ValueError when there is no digit, anything else than ASCII digits, or too many.
    """
    if len(digits) > LONGEST or not _DIGITS.fullmatch(digits):
        raise ValueError("a code is 1 to 1000 ASCII digits")
    plan = _plan_for(len(digits))
    return Symbol(plan.version, plan.fill(_codewords(digits, plan)))


def modules_along(digits: str) -> int:
    """Return how many modules the symbol of these digits has along one side, without making it."""
    return _plan_for(len(digits)).size


def module_dots(size: int, at_least_mm: float = SYMBOL_MM) -> int:
    """Return the printer dots (600 an inch) of one module: at least 0.49 mm, the symbol at least as asked."""
    return ceil(round(max(at_least_mm / size, MODULE_MM) / DOT_MM, 6))


def side_mm(size: int, at_least_mm: float = SYMBOL_MM) -> float:
    """Return the printed side of a symbol of that many modules, in millimetres, without the quiet zone."""
    return size * module_dots(size, at_least_mm) * DOT_MM


def as_svg(digits: str, size_mm: float = SYMBOL_MM) -> str:
    """Return an SVG document of the symbol, at least `size_mm` wide, with its quiet zone, as one path."""
    code = symbol(digits)
    whole = code.size + 2 * QUIET_MODULES
    width = whole * module_dots(code.size, size_mm) * DOT_MM
    path = "".join(f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h{n}v1h-{n}z" for y, x, n in code.runs())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{width:.2f}mm" '
        f'viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{whole}v{whole}H0z"/><path d="{path}"/></svg>\n'
    )


def as_png(digits: str, pixels_a_module: int = 8) -> bytes:
    """Return a 1-bit PNG of the symbol with its quiet zone, whole pixels a module."""
    if not 1 <= pixels_a_module <= 40:
        raise ValueError("a module is 1 to 40 pixels")
    code = symbol(digits)
    flat = b"".join(code.rows).translate(bytes([255, 0]) + bytes(254))
    small = Image.frombytes("L", (code.size, code.size), flat)
    whole = Image.new("L", (code.size + 2 * QUIET_MODULES,) * 2, 255)
    whole.paste(small, (QUIET_MODULES, QUIET_MODULES))
    side = whole.width * pixels_a_module
    out = BytesIO()
    whole.resize((side, side), Image.Resampling.NEAREST).convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What symbols of one version share: function patterns with the mask, and the place of each data bit."""

    version: int
    size: int
    blank: bytes
    order: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]  # (data, correction) codewords of each block

    def fill(self, codewords: bytes) -> tuple[bytes, ...]:
        modules = bytearray(self.blank)
        bits = format(int.from_bytes(codewords), f"0{8 * len(codewords)}b").encode()
        for place in compress(self.order, bits.translate(_BIT)):
            modules[place] ^= 1
        return tuple(bytes(modules[start : start + self.size]) for start in range(0, len(modules), self.size))


_BIT = bytes(1 if value == ord("1") else 0 for value in range(256))


@cache
def _plan_for(length: int) -> _Plan:
    for version in range(SMALLEST_VERSION, LARGEST_VERSION + 1):
        bits = 4 + util.length_in_bits(util.MODE_NUMBER, version) + (10 * length + 2) // 3
        if bits <= util.BIT_LIMIT_TABLE[constants.ERROR_CORRECT_Q][version]:
            return _plan(version)
    raise ValueError(f"{length} digits do not fit a symbol")  # pragma: no cover (LONGEST fits version 20)


@cache
def _plan(version: int) -> _Plan:
    library = QRCode(version=version, error_correction=constants.ERROR_CORRECT_Q, mask_pattern=MASK_PATTERN)
    blocks = base.rs_blocks(version, constants.ERROR_CORRECT_Q)
    library.data_cache = [0] * sum(block.total_count for block in blocks)
    library.makeImpl(False, MASK_PATTERN)
    blank = bytes(int(bool(module)) for row in library.modules for module in row)
    return _Plan(
        version=version,
        size=library.modules_count,
        blank=blank,
        order=tuple(_data_places(version, library.modules_count)),
        blocks=tuple((block.data_count, block.total_count - block.data_count) for block in blocks),
    )


def _data_places(version: int, size: int) -> list[int]:
    """List the modules in the order of the data bits: column pairs from the right, up and down in turn."""
    reserved = _function_modules(version, size)
    places: list[int] = []
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upward else range(size):
            places += [row * size + col for col in (right, right - 1) if (row, col) not in reserved]
        upward = not upward
    return places


def _function_modules(version: int, size: int) -> set[tuple[int, int]]:
    taken = {(6, i) for i in range(size)} | {(i, 6) for i in range(size)}
    for top, left in ((0, 0), (0, size - 8), (size - 8, 0)):
        height, width = 9 if top == 0 else 8, 9 if left == 0 else 8
        taken |= {(top + y, left + x) for y in range(height) for x in range(width)}
    centres = util.pattern_position(version)
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row, col in ((r, c) for r in centres for c in centres if (r, c) not in corners):
        taken |= {(row + y, col + x) for y in range(-2, 3) for x in range(-2, 3)}
    if version >= 7:
        taken |= {(y, size - 11 + x) for y in range(6) for x in range(3)}
        taken |= {(size - 11 + x, y) for y in range(6) for x in range(3)}
    return taken


def _codewords(digits: str, plan: _Plan) -> bytes:
    """Return data and correction codewords, interleaved (ISO/IEC 18004, 7.4 to 7.6)."""
    room = sum(data for data, _ in plan.blocks)
    bits = [f"0001{len(digits):0{util.length_in_bits(util.MODE_NUMBER, plan.version)}b}"]
    for start in range(0, len(digits), 3):
        chunk = digits[start : start + 3]
        bits.append(format(int(chunk), _CHUNK_FORMAT[len(chunk)]))
    stream = "".join(bits)
    stream += "0" * min(4, 8 * room - len(stream))
    stream += "0" * (-len(stream) % 8)
    data = int(stream, 2).to_bytes(len(stream) // 8) + b"\xec\x11" * room
    blocks, corrections, start = [], [], 0
    for count, correction in plan.blocks:
        blocks.append(data[start : start + count])
        corrections.append(_remainder(blocks[-1], correction))
        start += count
    columns = (*zip_longest(*blocks), *zip(*corrections, strict=True))
    return bytes(word for column in columns for word in column if word is not None)


_CHUNK_FORMAT = {1: "04b", 2: "07b", 3: "010b"}


def _remainder(block: bytes, correction: int) -> bytes:
    """Return the Reed-Solomon remainder of a block, a byte at a time over a table of generator multiples."""
    table, shift = _generator_multiples(correction), 8 * (correction - 1)
    keep = (1 << shift) - 1
    rest = 0
    for word in block:
        rest = ((rest & keep) << 8) ^ table[(rest >> shift) ^ word]
    return rest.to_bytes(correction)


@cache
def _generator_multiples(correction: int) -> tuple[int, ...]:
    generator = [1]
    for power in range(correction):
        root = base.gexp(power)
        shifted = [*generator, 0]
        scaled = [0, *(_times(value, root) for value in generator)]
        generator = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    return tuple(
        int.from_bytes(bytes(_times(factor, value) for value in generator[1:])) for factor in range(256)
    )


def _times(a: int, b: int) -> int:
    return base.gexp((base.glog(a) + base.glog(b)) % 255) if a and b else 0
