"""A QR symbol of a short link, such as a device's invitation, as SVG for a page without styles or scripts."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4


def link_rows(text: str) -> list[list[bool]]:
    """Return the modules of a link's symbol with its quiet zone, row by row, True for dark."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def link_svg(text: str, *, label: str, css_class: str = "br-qr") -> str:
    """Draw a link as an SVG element with a text alternative; one path, no inline style."""
    rows = link_rows(text)
    size = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    escaped = label.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f'<svg class="{css_class}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' width="280" height="280" role="img" aria-label="{escaped}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
