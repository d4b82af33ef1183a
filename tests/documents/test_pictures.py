"""Pictures from outside: drawn anew, so that nothing but what is seen is kept."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from borderreg.documents.pictures import LONGEST_SIDE, MOST_SCANS, clean_picture
from borderreg.domain.errors import Refused

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(*, size: tuple[int, int] = (400, 300), mode: str = "RGB", kind: str = "JPEG", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def passes(times: int) -> bytes:
    """Return a JPEG whose last pass, of a few bytes, comes again and again: each costs the whole picture."""
    sent = photo(progressive=True)
    return sent[:-2] + sent[sent.rindex(b"\xff\xc4") : -2] * times + sent[-2:]


def located() -> bytes:
    exif = Image.Exif()
    exif[MAKE] = "MáyẢnhCủaMùi"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (21.0, 58.0, 41.0), 3: "E", 4: (106.0, 41.0, 51.0)})
    return photo(exif=exif, comment=b"chup tai ban Na Pai")


def test_a_photograph_loses_place_camera_and_comment_and_stands_upright() -> None:
    sent = located()
    with Image.open(BytesIO(sent)) as before:
        assert before.getexif().get_ifd(GPS)
    clean = clean_picture(sent)
    with Image.open(BytesIO(clean)) as after:
        assert after.format == "JPEG"
        assert after.size == (300, 400)
        assert not after.getexif()
        assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"Exif", b"Na Pai", "MáyẢnh".encode()):
        assert trace not in clean


def test_a_screenshot_loses_its_texts_and_its_transparency() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Nong Thi Mui")
    clean = clean_picture(photo(kind="PNG", mode="RGBA", pnginfo=notes))
    assert b"Nong" not in clean
    with Image.open(BytesIO(clean)) as after:
        assert (after.format, after.mode) == ("JPEG", "RGB")


def test_a_large_photograph_becomes_small_enough_to_look_at() -> None:
    with Image.open(BytesIO(clean_picture(photo(size=(6000, 4000))))) as after:
        assert max(after.size) == LONGEST_SIDE


def test_photographs_in_passes_and_of_several_pictures_are_taken() -> None:
    second = Image.new("RGB", (40, 30), "blue")
    for sent in (photo(progressive=True), photo(kind="MPO", save_all=True, append_images=[second])):
        with Image.open(BytesIO(clean_picture(sent))) as after:
            assert (after.format, after.size) == ("JPEG", (400, 300))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n1 0 obj",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        photo(kind="GIF", mode="P"),
        photo()[:300],
        photo(kind="PNG", mode="1", size=(5000, 4000)),
        photo(mode="L", size=(5000, 4000), progressive=True),
        passes(MOST_SCANS),
    ],
    ids=["nothing", "pdf", "svg", "gif", "cut", "bomb", "in_passes", "passes"],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        clean_picture(content)
    assert refused.value.code == "picture"
