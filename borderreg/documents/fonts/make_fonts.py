"""Cut the fonts of the printed papers out of Debian's packages (by hand, with fonttools; not at run time).

    apt-get download fonts-croscore fonts-noto-cjk   # each unpacked with dpkg-deb -x PACKAGE DIR
    python make_fonts.py DIR                         # writes the .ttf files and SHA256SUMS beside this script

Tinos keeps Latin, Vietnamese and the punctuation of official papers. Noto Sans CJK SC keeps every character
of GB 2312 and gets quadratic outlines, because reportlab embeds TrueType outlines only.
"""

# mypy: ignore-errors
from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).parent
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *range(0x300, 0x324),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2028),
    *(
        0x2032,
        0x2033,
        0x20AB,
        0x20AC,
        0x2116,
        0x2122,
        0x2190,
        0x2192,
        0x25A1,
        0x25CB,
        0x25CF,
        0x2212,
        0x2260,
        0x2264,
        0x2265,
    ),
]
SANS_CJK_SC = 2  # index in Debian's collection
MAX_ERROR = 1.0  # thousandths of an em


def gb2312() -> list[int]:
    """List the code points of GB 2312: both levels of hanzi and its punctuation."""
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return [ord(text) for text in (pair.decode("gb2312", "ignore") for pair in pairs) if text]


def cut(font: TTFont, code_points: list[int]) -> TTFont:
    """Keep only the named code points, without hinting and layout features."""
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GDEF", "GPOS", "GSUB", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    return font


def to_truetype(font: TTFont) -> TTFont:
    """Replace cubic outlines (CFF) by quadratic ones (glyf)."""
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(font["maxp"], field, 1 if field == "maxZones" else 0)
    for field in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(font["maxp"], field, 0)
    glyf.compile(font)
    for name in order:
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyf[name], "xMin", 0))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    return font


def main(unpacked: Path) -> None:
    """Write the four Tinos faces, the Chinese face and the checksums."""
    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        source = next(unpacked.rglob(f"Tinos-{face}.ttf"))
        cut(TTFont(source, recalcTimestamp=False), LATIN).save(HERE / source.name)
    source = next(unpacked.rglob("NotoSansCJK-Regular.ttc"))
    chinese = cut(TTFont(source, fontNumber=SANS_CJK_SC, recalcTimestamp=False), gb2312())
    to_truetype(chinese).save(HERE / "NotoSansSC-Regular.ttf")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(HERE.glob("*.ttf"))
    ]
    (HERE / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
