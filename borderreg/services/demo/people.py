"""Invented people of Lạng Sơn: names, numbers and papers that fit each other, and their rows in a file."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from random import Random

from borderreg.domain.columns import COLUMNS, Column

FAMILIES = (
    *("Nông", "Hoàng", "Vi", "Lương", "Triệu", "Lý", "Hứa", "Lộc", "Chu", "Đàm", "Bế", "Dương", "Lành", "Tô"),
    *("Mông", "Đặng", "Phùng", "Ma", "Hà", "Nguyễn", "Lăng", "Liễu", "Lâm", "Phương", "Long", "Sầm", "Đinh"),
)
WOMEN = (
    *("Thị Mùi", "Thị Hoà", "Mùi Phấy", "Thị Ngân", "Thị Lả", "Thị Biếc", "Thị Sen", "Thị Mến", "Thị Hiệp"),
    *("Thị Quý", "Thị Thuỷ", "Thị Nhình", "Mùi Ghển", "Thị Dua", "Thị Xuân", "Thị Sao", "Thị Én", "Thị Phin"),
    *("Thị Hằng", "Thị Kiều Oanh", "Thị Bích Loan", "Mùi Nái", "Thị Tươi", "Thị Ím", "Thị Thanh Huyền"),
)
MEN = (
    *("Văn Páo", "Văn Thắng", "A Sểnh", "Văn Đình", "Văn Tuyền", "Văn Ỏn", "Văn Chảo", "Văn Lềnh", "Hữu Sằn"),
    *("Văn Slao", "Văn Lả", "Quầy Sìu", "Văn Kiểm", "Sầu Lìn", "Văn Tài", "Văn Dẻn", "Văn Khằm", "Văn Sảo"),
    *("Tòn Chài", "Văn Quyền", "Văn Ngọ", "Đức Hợp", "Minh Chiến", "Văn Hùng", "Quang Vinh"),
)
WORK = (
    ("Công ty TNHH Mía đường Nam Hoa", "Ninh Minh", "chặt mía"),
    ("Xưởng gỗ Hoà Thuận", "Bằng Tường", "bốc xếp gỗ"),
    ("Công ty TNHH Điện tử Vượng Thịnh", "Bằng Tường", "lắp ráp linh kiện"),
    ("Nông trường Đông Phong", "Long Châu", "thu hoạch mía"),
    ("Hợp tác xã rau Tân Hoà", "Đại Tân", "trồng rau"),
    ("Công ty May mặc Cẩm Tú", "Phù Tuy", "may công nghiệp"),
)
RECRUITERS = ("", "", "Trung tâm Dịch vụ việc làm Lạng Sơn", "", "Công ty CP Cung ứng nhân lực Kỳ Cùng")
"""Most people go by themselves."""
BORDER_COUNTIES = frozenset({"Ninh Minh", "Bằng Tường", "Long Châu", "Đại Tân"})
OLDEST, YOUNGEST = 57, 19
FIRST_SERIAL = 310_000


@dataclass(frozen=True, slots=True)
class Invented:
    """One person with the paper and the job of this journey."""

    name: str
    birth: date
    sex: str
    personal_id: str
    hamlet: str
    phone: str
    contact: str
    document_type: str
    document_number: str
    document_expires: date
    work: tuple[str, str, str]
    recruiter: str = ""


def invent(chance: Random, *, serial: int, hamlets: tuple[str, ...], today: date) -> Invented:
    """Invent a person; `serial` makes number, paper and phone unlike all others."""
    woman = chance.random() < 0.55
    family = chance.choice(FAMILIES)
    birth = today - timedelta(days=chance.randint(YOUNGEST * 366, OLDEST * 365))
    digit = 2 * (birth.year // 100 - 19) + woman
    work = chance.choice(WORK)
    pass_holder = work[1] in BORDER_COUNTIES and chance.random() < 0.25
    number = f"LS-{today.year % 100}/{serial:06d}" if pass_holder else f"{chance.choice('BCNP')}{serial:07d}"
    expires = today + timedelta(days=chance.randint(200, 330) if pass_holder else chance.randint(240, 2900))
    return Invented(
        name=f"{family} {chance.choice(WOMEN if woman else MEN)}",
        birth=birth,
        sex="Nữ" if woman else "Nam",
        personal_id=f"020{digit}{birth.year % 100:02d}{serial:06d}",
        hamlet=chance.choice(hamlets),
        phone=f"0912{serial:06d}",
        contact=f"{family} {chance.choice(MEN if woman else WOMEN)}",
        document_type="Giấy thông hành" if pass_holder else "Hộ chiếu",
        document_number=number,
        document_expires=expires,
        work=work,
        recruiter=RECRUITERS[serial % len(RECRUITERS)],
    )


def as_file(people: list[Invented], *, first: date, last: date, gates: str) -> bytes:
    """Write people as the file that a commune imports (.csv, with the headings of the template)."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([COLUMNS[column].vi for column in Column])
    for person in people:
        cells = _cells(person, first, last, gates)
        writer.writerow([cells[column] for column in Column])
    return out.getvalue().encode("utf-8-sig")


def _cells(person: Invented, first: date, last: date, gates: str) -> dict[Column, str]:
    employer, county, job = person.work
    return {
        Column.NAME: person.name,
        Column.BIRTH: f"{person.birth:%d/%m/%Y}",
        Column.SEX: person.sex,
        Column.PERSONAL_ID: person.personal_id,
        Column.HAMLET: person.hamlet,
        Column.PHONE: person.phone,
        Column.CONTACT_NAME: person.contact,
        Column.CONTACT_PHONE: f"0987{person.phone[4:]}",
        Column.DOCUMENT_TYPE: person.document_type,
        Column.DOCUMENT_NUMBER: person.document_number,
        Column.DOCUMENT_EXPIRES: f"{person.document_expires:%d/%m/%Y}",
        Column.EMPLOYER: employer,
        Column.COUNTY: county,
        Column.JOB: job,
        Column.VALID_FROM: f"{first:%d/%m/%Y}",
        Column.VALID_TO: f"{last:%d/%m/%Y}",
        Column.GATES: gates,
        Column.RECRUITER: person.recruiter,
    }
