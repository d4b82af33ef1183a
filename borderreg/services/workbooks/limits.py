"""How large, long and heavy a workbook may be; a real list of 5,000 people stays far below all of them."""

MAX_BYTES = 10 * 1024 * 1024
ROW_LIMIT = 5_000
"""People that one file may bring."""
SPARE_ROWS = 300
"""Titles, section rows and notes that may stand beside the people."""
MAX_COLUMNS = 200
MAX_SHEET_ROWS = 20_000
"""Deepest row with content: readers fill every row above it."""
MAX_SHEETS = 20
MAX_TEXT = 2_000
"""Characters of one cell that are kept; longer than any column accepts."""
MAX_OUTPUT = 24 * 1024 * 1024
"""Characters of all cells together: shared strings can be used a million times."""

MAX_ENTRIES = 500
MAX_UNCOMPRESSED = 80 * 1024 * 1024
MAX_RATIO = 150
RATIO_FROM = 1024 * 1024
"""Unpacked size from which the ratio counts: small repetitive parts compress well."""

CHILD_MEMORY = 640 * 1024 * 1024
CHILD_CPU_SECONDS = 15
CHILD_WALL_SECONDS = 30
