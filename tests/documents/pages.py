"""Looking at a printed PDF as people and cameras do: its pages as pictures, its text, its codes."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

DPI = 150


@dataclass(frozen=True)
class Found:
    """A code found on a page: digits and the box around it in pixels (left, top, right, bottom)."""

    page: int
    digits: str
    box: tuple[int, int, int, int]

    @property
    def side_mm(self) -> float:
        """Return the mean of width and height in millimetres."""
        left, top, right, bottom = self.box
        return ((right - left) + (bottom - top)) / 2 / DPI * 25.4


def pictures(pdf: bytes, folder: Path, *, dpi: int = DPI) -> list[Image.Image]:
    """Render every page in grey with poppler."""
    _need("pdftoppm")
    for earlier in folder.glob("page*.pgm"):
        earlier.unlink()
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(path), str(folder / "page")], check=True)
    return [_loaded(page) for page in sorted(folder.glob("page*.pgm"))]


def _loaded(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.copy()


def codes(picture: Image.Image, *, page: int = 0) -> list[Found]:
    """Decode every QR code of a picture."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False):
        corners = (code.position.top_left, code.position.bottom_right)
        box = (corners[0].x, corners[0].y, corners[1].x, corners[1].y)
        found.append(Found(page, code.text, box))
    return found


def texts(pdf: bytes) -> list[str]:
    """Extract the text of every page with poppler, in the order of drawing, white space as single spaces."""
    _need("pdftotext")
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    whole = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in whole.split("\f")[:-1]]


def texts_by_pypdf(pdf: bytes) -> list[str]:
    """Extract the text of every page with pypdf, white space as single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _need(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} of poppler-utils is not installed")


def is_nfc(text: str) -> bool:
    """Say whether text is composed."""
    return unicodedata.is_normalized("NFC", text)
