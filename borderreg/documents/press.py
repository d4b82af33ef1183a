"""The press: a PDF in the making, measured in millimetres from the top left corner of the page.

reportlab's canvas does the writing; nothing here reads a file but the project's own fonts, nor the network.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from borderreg.documents import qr, text
from borderreg.documents.text import Face, Style

MM = 72 / 25.4
DOT = 72 / 600  # points: symbols start and end on whole printer dots
LANDSCAPE = (297.0, 210.0)  # A4, millimetres
PORTRAIT = (210.0, 297.0)
SAFE_MM = 5.0  # what office printers cannot reach at the edge
rl_config.useA85 = 0  # streams stay binary: a quarter smaller, and no slow text encoding


class Press:
    """Draws pages and gives the finished PDF; the same calls give the same bytes."""

    def __init__(self, *, title: str, author: str, subject: str) -> None:
        self._out = BytesIO()
        text.widths_of(Face.REGULAR)  # known before the canvas starts, so that no font is left unembedded
        self._canvas = Canvas(
            self._out,
            pagesize=_points(PORTRAIT),
            pageCompression=1,
            invariant=1,
            lang="vi",
            initialFontName=Face.REGULAR.value,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(subject)
        self._canvas.setCreator("borderreg")
        self.page_count = 0
        self._paths: dict[str, str] = {}  # a slip shows the same symbol as the annex
        self._height = 0.0

    def new_page(self, size: tuple[float, float]) -> None:
        """Start a page of the given width and height in millimetres."""
        if self.page_count:
            self._canvas.showPage()
        self.page_count += 1
        self._canvas.setPageSize(_points(size))
        self._height = size[1] * MM
        self._canvas.setLineWidth(0.5)

    def write(self, line: str, x: float, y: float, style: Style, *, align: str = "left") -> float:
        """Write one line, its baseline at `y`, its left, centre or right at `x`. Returns its width in mm."""
        line = text.normal(line)
        wide = text.width(line, style)
        left = x * MM - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        for face, part in text.runs(line, style.face):
            self._show(part, left, self._height - y * MM, face, style.size)
            left += text.width(part, Style(face, style.size, style.leading))
        return wide / MM

    def _show(self, part: str, left: float, base: float, face: Face, size: float) -> None:
        """Show text of one face as reportlab's fonts describe it; a third of the time of `drawString`."""
        font, document = pdfmetrics.getFont(face.value), self._canvas._doc
        shown = [
            f"{font.getSubsetInternalName(subset, document)} {size:g} Tf <{codes.hex()}> Tj"
            for subset, codes in font.splitString(part, document)
        ]
        self._canvas.addLiteral(f"BT 1 0 0 1 {left:.2f} {base:.2f} Tm {' '.join(shown)} ET")

    def write_lines(
        self, lines: Iterable[str], x: float, y: float, style: Style, *, align: str = "left"
    ) -> float:
        """Write lines below each other, the first baseline at `y`; returns the baseline after the last."""
        for line in lines:
            self.write(line, x, y, style, align=align)
            y += style.leading / MM
        return y

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, points: float = 0.5, dashed: bool = False
    ) -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(points)
        self._canvas.setDash([3, 3] if dashed else [])
        self._canvas.line(x1 * MM, self._height - y1 * MM, x2 * MM, self._height - y2 * MM)

    def shade(self, x: float, y: float, wide: float, high: float, grey: float) -> None:
        """Fill a rectangle with a grey from 0 (black) to 1 (white)."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x * MM, self._height - (y + high) * MM, wide * MM, high * MM, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def ink(self, grey: float) -> None:
        """Set the grey of the text that follows."""
        self._canvas.setFillGray(grey)

    def symbol(self, digits: str, x: float, y: float, *, at_least: float) -> float:
        """Draw a QR symbol, black on white, its corner at x, y on a whole dot; returns its side in mm.

        The quiet zone is the caller's to keep free: `quiet(side)` millimetres on each side. All modules are
        one path, so that no viewer shows seams or blurs the symbol as it may do with an image.
        """
        size = qr.modules_along(digits)
        path = self._paths.get(digits)
        if path is None:
            path = self._paths[digits] = _path(digits)
        module = qr.module_dots(size, at_least) * DOT
        left = round(x * MM / DOT) * DOT
        bottom = round((self._height - y * MM) / DOT) * DOT - size * module
        self._canvas.addLiteral(
            f"q {module:.2f} 0 0 {module:.2f} {left:.2f} {bottom:.2f} cm 0 g\n{path}\nf Q"
        )
        return qr.side_mm(size, at_least)

    def watermark(self, words: str, size: tuple[float, float]) -> None:
        """Write large grey words across the page; call before the page's own text."""
        style = Style(Face.BOLD, 46, 46)
        self._canvas.saveState()
        self._canvas.setFillGray(0.86)
        self._canvas.translate(size[0] * MM / 2, size[1] * MM / 2)
        self._canvas.rotate(30)
        self._show(words, -text.width(words, style) / 2, 0, style.face, style.size)
        self._canvas.restoreState()

    def attach(self, name: str, content: bytes, *, mime: str, description: str) -> None:
        """Attach a file to the PDF under an ASCII name (ISO 32000-1, 7.11.4)."""
        document = self._canvas._doc
        stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
        stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
        stream.dictionary["Subtype"] = pdfdoc.PDFName(mime.replace("/", "#2F"))
        stream.dictionary["Params"] = pdfdoc.PDFDictionary({"Size": len(content)})
        specification = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": pdfdoc.PDFString(name),
                "UF": pdfdoc.PDFString(name),
                "Desc": pdfdoc.PDFString(description),
                "AFRelationship": pdfdoc.PDFName("Data"),
                "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
            }
        )
        names = pdfdoc.PDFArray([pdfdoc.PDFString(name), document.Reference(specification)])
        document.Catalog.Names = pdfdoc.PDFDictionary(
            {"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": names})}
        )

    def signature_field(self, name: str, x: float, y: float, wide: float, high: float) -> None:
        """Leave an empty signature field on the page, its corner at x, y (ISO 32000-1, 12.7.4.5).

        A program with the agency's token fills it by an update that leaves every byte before it as it is.
        """
        document = self._canvas._doc
        low, up = self._height - (y + high) * MM, self._height - y * MM
        field = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Widget"),
                "FT": pdfdoc.PDFName("Sig"),
                "T": pdfdoc.PDFString(name),
                "F": 4,  # printed, were it to look like anything
                "Rect": pdfdoc.PDFArray([round(side, 2) for side in (x * MM, low, (x + wide) * MM, up)]),
            }
        )
        self._canvas._addAnnotation(field, name)
        form = {"Fields": pdfdoc.PDFArray([document.refAnnotation(name)])}
        document.Catalog.AcroForm = pdfdoc.PDFDictionary(form)

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._out.getvalue()


def quiet(size: int, at_least: float) -> float:
    """Return the quiet zone of a symbol of that many modules, in millimetres."""
    return qr.QUIET_MODULES * qr.module_dots(size, at_least) * qr.DOT_MM


def _path(digits: str) -> str:
    code = qr.symbol(digits)
    top = code.size - 1
    return "\n".join([f"{x} {top - y} {n} 1 re" for y, x, n in code.runs()])


def _points(size: tuple[float, float]) -> tuple[float, float]:
    return size[0] * MM, size[1] * MM
