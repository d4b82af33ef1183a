"""A province of invented people for benchmarks: names as frequent as in Lạng Sơn, in all its communes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.dates import BirthDate
from borderreg.domain.person_rows import DocumentDraft, PersonDraft
from borderreg.models import Organisation
from borderreg.services.demo.people import FAMILIES, MEN, WOMEN
from borderreg.services.people_store import store_people

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
GIVEN = """
Anh Bắc Bình Cường Diệp Dung Dũng Giang Hà Hải Hạnh Hiền Hoa Hồng Huệ Hùng Hương Khánh Lan Liên Linh Loan Long
Mai Minh Nam Nga Ngọc Nhung Nguyệt Oanh Phong Phúc Phương Quang Quyên Sơn Tâm Thanh Thảo Thơm Thu Thuý Tiến
Trang Trung Tuấn Tuyết Uyên Vân Việt Vinh Xuyến Yến Páo Sính Phấy Nhậy Chẳn Dỉn Ghển Khé Lìu Mẩy Nảy Ón Sáng
"""
SYLLABLES = tuple(GIVEN.split())


def people(chance: Random, count: int, *, first: int = 0) -> Iterator[PersonDraft]:
    """Invent people: family names by frequency (the first ones far more), Thị and Văn in the middle."""
    weights = [len(FAMILIES) / (1 + place) for place in range(len(FAMILIES))]
    for serial in range(first, first + count):
        woman = chance.random() < 0.55
        family = chance.choices(FAMILIES, weights)[0]
        rest = chance.choice(WOMEN if woman else MEN)
        if chance.random() < 0.7:
            rest = f"{'Thị' if woman else 'Văn'} {chance.choice(SYLLABLES)}"
        birth = date(1968, 1, 1).toordinal() + chance.randrange(14_000)
        day = date.fromordinal(birth)
        yield PersonDraft(
            name=f"{family} {rest}",
            birth=BirthDate(day.year, day.month, day.day),
            sex="F" if woman else "M",
            personal_id=f"020{2 * (day.year // 100 - 19) + woman}{day.year % 100:02d}{serial:06d}",
            hamlet="Thôn Nà Pài",
            phone=f"+8491{serial:07d}",
            contact_name="",
            contact_phone="",
            document=DocumentDraft("passport", f"C{serial:07d}", date(2030, 1, 1)),
        )


def fill(engine: Engine, count: int) -> dict[str, Actor]:
    """Store `count` people in equal parts in the communes; return an officer of one and one of the office."""
    chance = Random(2026)
    return write_on(engine, _fill, chance, count)


def _fill(session: Session, chance: Random, count: int) -> dict[str, Actor]:
    kinds = Organisation.kind.in_(("commune", "office"))
    places = session.scalars(select(Organisation).where(kinds).order_by(Organisation.code)).all()
    communes = [place for place in places if place.kind == "commune"]
    share = -(-count // len(communes))
    for number, commune in enumerate(communes):
        actor = _actor(commune, Role.COMMUNE_OFFICER)
        crowd = list(people(chance, min(share, count - number * share), first=number * share))
        store_people(session, actor=actor, organisation_id=commune.id, people=crowd, at=AT)
    office = next(place for place in places if place.kind == "office")
    return {
        "commune": _actor(communes[0], Role.COMMUNE_OFFICER),
        "province": _actor(office, Role.FOREIGN_AFFAIRS),
    }


def _actor(place: Organisation, role: Role) -> Actor:
    return Actor(None, "bench", "Bench", role, place.id, place.code, "cli")
