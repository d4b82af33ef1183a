"""Workbooks for tests: text tables with the template's header, and grids made of them."""

from uuid import UUID, uuid4

from borderreg.db import read_on
from borderreg.services.import_columns import choose_columns, read_columns
from borderreg.services.import_grids import GridHead, keep_grid, read_sheet
from borderreg.services.import_keeping import begin_keeping, keep_piece
from borderreg.services.import_reading import next_piece, store_piece
from tests.communes import Desk, cells

HEADER = (
    "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Thôn,Loại giấy tờ,Số giấy tờ,Ngày hết hạn,"
    'Đơn vị sử dụng lao động,"Huyện, thị",Công việc,Từ ngày,Đến ngày'
)
COLUMNS = (
    "name", "birth", "sex", "personal_id", "hamlet", "document_type", "document_number", "document_expires",
    "employer", "county", "job", "valid_from", "valid_to",
)  # fmt: skip


def line(number: int = 0, **changes: object) -> str:
    """Write a good row of the table; `number` makes another person."""
    row = cells(number, **changes)
    return ",".join(str(row[column]) for column in COLUMNS)


def table(*lines: str) -> bytes:
    """Write a text table with a header."""
    return "\n".join((HEADER, *lines)).encode()


def grid_of(
    desk: Desk, data: bytes, *, name: str = "dot-1.csv", list_id: UUID | None = None, **at: object
) -> GridHead:
    """Upload a table, confirm its columns as they are guessed, and read it."""
    with read_on(desk.engine) as session:
        read = read_sheet(session, actor=desk.officer, filename=name, data=data)
    head: GridHead = desk.write(keep_grid, read=read, key=uuid4(), list_id=list_id, **at)
    if head.status == "columns":
        page = desk.write(read_columns, grid_id=head.id, **at)
        columns = {item.index: item.column.value for item in page.columns if item.column}
        head = desk.write(choose_columns, grid_id=head.id, columns=columns, fills={}, **at)
    while head.status == "reading":
        piece = desk.read(next_piece, grid_id=head.id, **at)
        head = desk.write(store_piece, grid_id=head.id, piece=piece, **at)
    return head


def kept(desk: Desk, head: GridHead, *, list_id: UUID | None = None, **at: object) -> GridHead:
    """Put the good rows of a grid into a draft."""
    head = desk.write(begin_keeping, grid_id=head.id, list_id=list_id, **at)
    while head.status == "keeping":
        head = desk.write(keep_piece, grid_id=head.id, **at)
    return head
