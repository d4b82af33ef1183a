"""Pictures from outside, drawn anew: what leaves here has the pixels of what came and nothing else of it.

No EXIF with its place and camera, no thumbnail, no colour profile, no comment, no file name. Only JPEG and
PNG; a PDF is refused, because nothing short of drawing each page anew takes what it carries.
"""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image, ImageOps

from borderreg.domain.errors import Refused

FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 50_000_000
"""Of a JPEG in one pass, which is decoded at the size that is needed."""
MOST_PIXELS_WHOLE = 16_000_000
"""Of a PNG, or a JPEG in several passes: these are held whole."""
MOST_SCANS = 64
"""Passes of a JPEG: encoders make about ten; each walks the whole picture again, however few its bytes."""
NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
SCAN, END = 0xDA, 0xD9
LONGEST_SIDE = 2000
QUALITY = 82


def clean_picture(content: bytes) -> bytes:
    """Return an upright JPEG drawn anew, at most 2000 pixels a side; Refused `picture` for anything else."""
    try:
        return _drawn_anew(content)
    except Refused:
        raise
    except Exception as error:  # a hostile file can make the decoder stumble anywhere
        raise Refused(code="picture") from error


def _drawn_anew(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        in_one_pass = opened.format == "JPEG" and not opened.info.get("progressive")
        most = MOST_PIXELS if in_one_pass else MOST_PIXELS_WHOLE
        if opened.width * opened.height > most or _scans(content) > MOST_SCANS:
            raise Refused(code="picture")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = Image.new("RGB", upright.size, "white")
        if "A" in upright.getbands() or "transparency" in upright.info:
            upright = upright.convert("RGBA")
            flat.paste(upright, mask=upright.getchannel("A"))
        else:
            flat.paste(upright.convert("RGB"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _scans(content: bytes) -> int:
    """Count the passes of a JPEG by its markers, without decoding; 0 for a PNG."""
    if not content.startswith(b"\xff\xd8"):
        return 0
    scans, place = 0, 2
    while scans <= MOST_SCANS:
        found = NEXT_MARKER.search(content, place)
        if found is None or content[found.end() - 1] == END:
            break
        scans += content[found.end() - 1] == SCAN
        place = found.end() + max(2, int.from_bytes(content[found.end() : found.end() + 2]))
    return scans
