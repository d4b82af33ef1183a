"""Finding the export that is attached to a printed list, in a PDF that anybody may have sent."""

from __future__ import annotations

import logging
from io import BytesIO

from borderreg.documents.work_list import EXPORT_NAME

_READER_LOG = logging.getLogger("pypdf")


def find_export(pdf: bytes) -> bytes | None:
    """Return the attached export, None when there is none or no PDF; never raises for any bytes."""
    from pypdf import PdfReader  # noqa: PLC0415 (heavy, and needed by `list verify` only)

    if not pdf.startswith(b"%PDF-"):
        return None
    _READER_LOG.setLevel(logging.CRITICAL)  # what a damaged file lacks is told by the answer, not by a log
    try:
        attached = PdfReader(BytesIO(pdf)).attachments.get(EXPORT_NAME, [])
        return bytes(attached[0]) if len(attached) == 1 else None
    except Exception:  # a hostile file can make the parser stumble anywhere
        return None
