"""Printed lists for tests: invented people with the names, gaps and lengths that real lists have."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from borderreg.documents.paper import ContactPoint, ListPaper, PaperHeader, PaperRow, Signature
from borderreg.domain.lists import ListKind

FAMILY = (
    "Nông",
    "Hoàng",
    "Lương",
    "Vi",
    "Lý",
    "Triệu",
    "Đàm",
    "Hứa",
    "Mã",
    "Bế",
    "Dương",
    "Lộc",
    "Chu",
    "Phùng",
)
MIDDLE = ("Thị", "Văn", "Mùi", "Minh", "Thúy", "Hải", "Quốc", "Kim", "Thu", "Đình", "Bích")
GIVEN = (
    "Páo",
    "Phấy",
    "Hoà",
    "Thuỵ",
    "Nghiệp",
    "Quỳnh",
    "Đức",
    "Ánh",
    "Trường",
    "Ngọc",
    "Sáng",
    "Liễu",
    "Hằng",
)
HAMLETS = ("thôn Nà Ân", "thôn Pò Mánh", "khối 5", "thôn Bản Chu", "khu Nam Quan", "thôn Khòn Bó Xa Lài")
EMPLOYERS = (
    "Công ty TNHH Điện tử Bằng Tường 凭祥电子有限公司",
    "Nông trường mía Long Châu",
    "Hợp tác xã Hoa Sơn",
    "Công ty Đường Ninh Minh",
    "Xưởng gỗ Vạn Lợi",
)
COUNTIES = ("Bằng Tường", "Ninh Minh", "Long Châu", "Đại Tân")
JOBS = ("Chặt mía", "Lắp ráp linh kiện điện tử", "Chế biến gỗ", "")
LONG_NAMES = (
    "Nguyễn Hoàng Triệu Thị Phương Quỳnh Nghiêng Thuỷ",
    "H'Hen Niê-Kđăm Thị Mùi Ngọc Phương Khánh Uyên",
)
HEADER = PaperHeader(
    parent_body="Công an tỉnh Lạng Sơn",
    issuing_body="Công an xã Đồng Đăng",
    place="Đồng Đăng",
    recipients=("Sở Ngoại vụ tỉnh Lạng Sơn", "Đồn Biên phòng cửa khẩu quốc tế Hữu Nghị", "Lưu: CAX"),
)
DEPUTY = Signature(
    position="Trưởng Công an xã", deputy_position="Phó Trưởng Công an xã", name="Thiếu tá Lương Thị Hà"
)
CONTACTS = (
    ContactPoint("Tổng Lãnh sự quán Việt Nam tại Nam Ninh", "越南驻南宁总领事馆", "+86 771 551 0560"),
    ContactPoint("Tổng đài bảo hộ công dân", "越南公民保护热线", "+84 981 84 84 84"),
    ContactPoint("Sở Ngoại vụ Lạng Sơn", "谅山省外事厅", "+84 205 381 2345"),
)
GATES = ("Hữu Nghị", "ga Đồng Đăng")


def digits_like_a_token(rng: random.Random, *, octets: int | None = None, kind: str = "84201") -> str:
    """Return digits as long as a token of that many bytes (a real one has 136 to 172)."""
    size = octets or rng.randint(136, 172)
    return kind + str(int.from_bytes(b"\x01" + rng.randbytes(size)))


def entry_code_like(rng: random.Random) -> str:
    """Return fifteen characters in groups as an entry code has them."""
    letters = "".join(rng.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(14))
    return "-".join((letters[:4], letters[4:8], letters[8:12], letters[12:]))


def person(rng: random.Random, row: int) -> PaperRow:
    """Invent one person; every eleventh has a long name, every seventh a birth year only."""
    start = date(2026, 2, 10) + timedelta(days=rng.randrange(20))
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    born = date(1968, 1, 1) + timedelta(days=rng.randrange(14_000))
    sex = rng.choice("MF")
    return PaperRow(
        row=row,
        name=LONG_NAMES[row % 2] if row % 11 == 3 else name,
        birth=str(born.year) if row % 7 == 0 else born.isoformat(),
        sex=sex,
        personal_id=f"020{'01'[sex == 'F']}{born.year % 100:02d}{rng.randrange(10**6):06d}",
        residence=f"{rng.choice(HAMLETS)}, xã Đồng Đăng",
        document_type="Giấy thông hành" if row % 3 else "Hộ chiếu",
        document_number=f"B{rng.randrange(10**7):07d}" if row % 3 == 0 else f"LS{rng.randrange(10**6):06d}",
        document_expires=(start + timedelta(days=300)).isoformat(),
        employer=EMPLOYERS[0] if row % 9 == 0 else rng.choice(EMPLOYERS[1:]),
        county=rng.choice(COUNTIES),
        valid_from=start.isoformat(),
        valid_to=(start + timedelta(days=180)).isoformat(),
        job=rng.choice(JOBS),
        phone=f"09{rng.randrange(10**8):08d}" if row % 5 else "",
        contact="Nông Văn Thà 0912345678" if row % 4 else "",
        gates=GATES,
        entry_code=entry_code_like(rng),
        digits=digits_like_a_token(rng),
    )


def certified(people: int = 40, *, seed: int = 1, kind: ListKind = ListKind.ORIGINAL) -> ListPaper:
    """Return a certified list of that many people, the same for the same seed."""
    rng = random.Random(seed)
    rows = tuple(person(rng, row) for row in range(1, people + 1))
    paper = ListPaper(
        kind=kind,
        header=HEADER,
        rows=rows,
        number="05/DS-CAX",
        issued_on=date(2026, 2, 5),
        signature=DEPUTY,
        contacts=CONTACTS,
        head_digits=digits_like_a_token(rng, octets=150, kind="84301"),
        content_hash=sha256(b"noi dung").digest(),
    )
    if kind is ListKind.ORIGINAL:
        return paper
    return replace(paper, changes_number="03/DS-CAX", changes_date=date(2026, 1, 15))


def draft(people: int = 40) -> ListPaper:
    """Return the same list before it is certified: a specimen without numbers and codes."""
    paper = certified(people)
    rows = tuple(replace(row, entry_code=None, digits=None) for row in paper.rows)
    return replace(
        paper, rows=rows, number=None, issued_on=None, head_digits=None, content_hash=None, specimen=True
    )
