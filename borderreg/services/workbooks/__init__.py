"""Workbooks that communes send: hostile until read; every refusal says what to do."""

from borderreg.services.workbooks.files import read_workbook
from borderreg.services.workbooks.limits import MAX_BYTES, ROW_LIMIT
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.rows import RowsRead, read_rows
from borderreg.services.workbooks.sheets import Sheet, SheetRow

__all__ = [
    "MAX_BYTES",
    "ROW_LIMIT",
    "FileRefusal",
    "FileRefused",
    "RowsRead",
    "Sheet",
    "SheetRow",
    "read_rows",
    "read_workbook",
]
