"""A commune's desk for tests: its officer and chief, rows as they would type them, and its use cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import ORGANISATION_KIND, Actor, Role
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.list_rows import read_row
from borderreg.models import Organisation, User, new_id
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.services.lists import add_row, create_list, submit_list

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DONG_DANG = "06184"
NAMES = (
    "Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy", "Hoàng Văn Thắng", "Lương Thị Hoà", "Lý A Sính",
    "Đặng Mùi Nhậy", "Bế Văn Đạt", "Hứa Thị Thuỷ", "Chu Văn Quý", "Lâm Thị Nguyệt", "Mã Văn Sơn",
)  # fmt: skip


def cells(number: int = 0, **changes: object) -> dict[str, object]:
    """Return a good row as typed; `number` makes another person."""
    row: dict[str, object] = {
        "name": NAMES[number % len(NAMES)],
        "birth": f"{1 + number % 28:02d}/0{1 + number % 9}/{1980 + number % 20}",
        "sex": "Nữ" if number % 2 == 0 else "Nam",
        "personal_id": f"020{1 - number % 2}{80 + number % 20:02d}{number:06d}",
        "hamlet": "Thôn Nà Pài",
        "phone": f"09123{number:05d}",
        "contact_name": "Nông Văn Sáng",
        "contact_phone": "0912 000 999",
        "document_type": "Hộ chiếu",
        "document_number": f"C{number:07d}",
        "document_expires": "30/06/2029",
        "employer": "Công ty Đường Bằng Tường",
        "county": "Bằng Tường",
        "job": "Chặt mía",
        "valid_from": "25/11/2026",
        "valid_to": "20/02/2027",
        "gates": "",
    }
    return {**row, **changes}


@dataclass
class Desk:
    """One commune on a real database."""

    engine: Engine
    officer: Actor
    chief: Actor
    registers: list[ListReference] = field(default_factory=list)

    @classmethod
    def open(cls, engine: Engine, commune: str = DONG_DANG) -> "Desk":
        """Make an officer and a chief of a commune."""
        officer = make_actor(engine, f"canbo_{commune}", Role.COMMUNE_OFFICER, commune)
        return cls(engine, officer, make_actor(engine, f"truong_{commune}", Role.COMMUNE_CHIEF, commune))

    def write(self, use_case: Callable[..., Any], *, actor: Actor | None = None, **kwargs: Any) -> Any:
        """Run a use case as the officer, or as another actor, at the usual time."""
        return write_on(self.engine, use_case, actor=actor or self.officer, **{"at": AT, **kwargs})

    def read(self, question: Callable[..., Any], *, actor: Actor | None = None, **kwargs: Any) -> Any:
        """Ask a question in a read-only transaction."""
        with read_on(self.engine) as session:
            return question(session, actor=actor or self.officer, **{"at": AT, **kwargs})

    def reference(self) -> ListReference:
        """Return the registers of the test's day, read once."""
        if not self.registers:
            with read_on(self.engine) as session:
                found = list_reference(session, commune=self.officer.organisation_code, at=AT)
            self.registers.append(found)
        return self.registers[0]

    def draft(self, number: int = 0, **changes: object) -> RowDraft:
        """Read a good row by the registers of the test's day."""
        reference = self.reference()
        draft, problems = read_row(
            cells(number, **changes), row=None, reference=reference.rows, at=reference.day
        )
        assert draft is not None, problems
        return draft

    def filled(self, people: int = 2, *, first: int = 0, **changes: object) -> UUID:
        """Make a draft list of some people."""
        list_id: UUID = self.write(create_list, title="Đợt chặt mía")
        for number in range(first, first + people):
            self.write(add_row, list_id=list_id, draft=self.draft(number, **changes))
        return list_id

    def submitted(self, people: int = 2, *, first: int = 0, **changes: object) -> UUID:
        """Make a list that waits for the chief."""
        list_id = self.filled(people, first=first, **changes)
        self.write(submit_list, list_id=list_id)
        return list_id


def make_actor(engine: Engine, username: str, role: Role, organisation: str) -> Actor:
    """Store a user and return the actor that a log-in would give."""

    def store(session: Any) -> Actor:
        place = session.scalars(select(Organisation).where(Organisation.code == organisation)).one()
        assert place.kind == ORGANISATION_KIND[role]
        user = User(
            id=new_id(),
            username=username,
            name=f"Người dùng {username}",
            role=role.value,
            organisation_id=place.id,
            password_hash="",
            must_change_password=False,
            created_at=AT,
        )
        session.add(user)
        return Actor(user.id, username, user.name, role, place.id, organisation)

    return write_on(engine, store)
