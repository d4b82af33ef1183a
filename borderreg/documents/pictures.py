"""Pictures from outside, drawn anew: what leaves here has the pixels of what came and nothing else of it.

No EXIF with its place and camera, no thumbnail, no colour profile, no comment, no file name. Only JPEG and
PNG; a PDF is refused, because nothing short of drawing each page anew takes what it carries.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from borderreg.domain.errors import Refused

MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000}
"""By format: a JPEG is decoded at the size that is needed, a PNG whole."""
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
    with Image.open(BytesIO(content), formats=tuple(MOST_PIXELS)) as opened:
        if opened.width * opened.height > MOST_PIXELS[opened.format or "PNG"]:
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
