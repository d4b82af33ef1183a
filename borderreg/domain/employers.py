"""Employers in Chongzuo and recruiters in Vietnam: what a register holds, who is suspended, who looks alike.

The province keeps both registers (Lạng Sơn directive: brokers and recruiters are checked); communes propose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from borderreg.domain.credit_codes import credit_code_problem
from borderreg.domain.names import has_letter, hidden_character, search_key
from borderreg.domain.reason_codes import Text


class RegisterKind(StrEnum):
    """The two registers of those who give work or lead to it."""

    EMPLOYER = "employer"
    RECRUITER = "recruiter"


class Standing(StrEnum):
    """Where one of a register stands; only a suspension has days."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Act(StrEnum):
    """What can be done to one of a register."""

    ACCEPT = "accept"
    SUSPEND = "suspend"
    LIFT = "lift"
    MERGE = "merge"
    ASK = "ask"


_S, _A = Standing, Act
# (standing, act) → standing afterwards; what is not in the table cannot be done
TRANSITIONS: dict[tuple[Standing, Act], Standing] = {
    (_S.PROPOSED, _A.ACCEPT): _S.ACTIVE,
    (_S.PROPOSED, _A.SUSPEND): _S.SUSPENDED,
    (_S.PROPOSED, _A.MERGE): _S.PROPOSED,
    (_S.PROPOSED, _A.ASK): _S.PROPOSED,
    (_S.ACTIVE, _A.SUSPEND): _S.SUSPENDED,
    (_S.ACTIVE, _A.MERGE): _S.ACTIVE,
    (_S.SUSPENDED, _A.SUSPEND): _S.SUSPENDED,
    (_S.SUSPENDED, _A.LIFT): _S.ACTIVE,
}

SECTORS: dict[str, Text] = {
    "sugar": Text("Mía đường", "Sugar", "制糖"),
    "farming": Text("Trồng trọt, chăn nuôi", "Farming", "种植养殖"),
    "timber": Text("Gỗ, ván ép", "Timber", "木材加工"),
    "garments": Text("May mặc, giày da", "Garments and shoes", "服装鞋类"),
    "electronics": Text("Điện tử", "Electronics", "电子"),
    "food": Text("Chế biến thực phẩm", "Food processing", "食品加工"),
    "logistics": Text("Kho bãi, bốc xếp", "Warehouses and loading", "仓储装卸"),
    "construction": Text("Xây dựng", "Construction", "建筑"),
    "services": Text("Dịch vụ, buôn bán", "Services and trade", "服务贸易"),
    "other": Text("Ngành khác", "Other", "其他"),
}


def suspended_on(standing: str | None, *, first: date | None, last: date | None, day: date) -> bool:
    """Say whether a suspension covers a day (both ends included); without days it always does."""
    if standing != Standing.SUSPENDED.value:
        return False
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFacts:
    """What the register says of an employer; only the Vietnamese name is always known."""

    name_vi: str
    name_zh: str = ""
    pinyin: str = ""
    credit_code: str = ""
    county: str = ""
    address: str = ""
    sector: str = ""
    contact_name: str = ""
    contact_phone: str = ""

    @property
    def name(self) -> str:
        """Return the name that lists carry."""
        return self.name_vi


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruiterFacts:
    """What the register says of a recruiter; the licence may be unknown while it is only proposed."""

    name: str
    licence_number: str = ""
    licence_from: date | None = None
    licence_to: date | None = None
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one field of a form, as a stable code."""

    field: str
    code: str


LONGEST = {
    "name_vi": 120,
    "name": 120,
    "name_zh": 80,
    "pinyin": 160,
    "address": 200,
    "contact_name": 60,
    "contact_phone": 30,
    "phone": 30,
    "licence_number": 60,
}
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,28}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def check_employer(facts: EmployerFacts) -> tuple[Flaw, ...]:
    """Return everything that keeps an employer out of the register, field by field."""
    flaws = _check_texts(facts, name="name_vi", phone=facts.contact_phone, phone_field="contact_phone")
    if facts.name_zh and not _HAN.search(facts.name_zh):
        flaws.append(Flaw("name_zh", "not_chinese"))
    if facts.pinyin and _HAN.search(facts.pinyin):
        flaws.append(Flaw("pinyin", "not_pinyin"))
    if facts.credit_code and (wrong := credit_code_problem(facts.credit_code)):
        flaws.append(Flaw("credit_code", f"credit_code_{wrong}"))
    if facts.sector and facts.sector not in SECTORS:
        flaws.append(Flaw("sector", "unknown"))
    return tuple(flaws)


def check_recruiter(facts: RecruiterFacts) -> tuple[Flaw, ...]:
    """Return everything that keeps a recruiter out of the register, field by field."""
    flaws = _check_texts(facts, name="name", phone=facts.phone, phone_field="phone")
    if facts.licence_from and facts.licence_to and facts.licence_to < facts.licence_from:
        flaws.append(Flaw("licence_to", "reversed"))
    return tuple(flaws)


def _check_texts(
    facts: EmployerFacts | RecruiterFacts, *, name: str, phone: str, phone_field: str
) -> list[Flaw]:
    flaws = [] if has_letter(getattr(facts, name)) else [Flaw(name, "missing")]
    for field, longest in LONGEST.items():
        text = getattr(facts, field) if field in facts.__slots__ else ""
        if len(text) > longest:
            flaws.append(Flaw(field, "too_long"))
        elif hidden_character(text) is not None:
            flaws.append(Flaw(field, "hidden"))
    if phone and not _PHONE.fullmatch(phone):
        flaws.append(Flaw(phone_field, "phone"))
    return flaws


def licence_expired(licence_to: date | None, *, day: date) -> bool:
    """Say whether a licence has ended before a day; one without an end is taken as valid."""
    return licence_to is not None and licence_to < day


def name_keys(facts: EmployerFacts | RecruiterFacts) -> tuple[str, ...]:
    """Return the keys by which a typed name finds one of a register: its names and its code, unaccented."""
    if isinstance(facts, RecruiterFacts):
        texts: tuple[str, ...] = (facts.name, facts.licence_number)
    else:
        texts = (facts.name_vi, facts.name_zh, facts.pinyin, facts.credit_code)
    return tuple(dict.fromkeys(key for key in map(search_key, texts) if key))


def search_text(keys: tuple[str, ...]) -> str:
    """Return the text that a search looks into: every key, and each with its spaces left out (pinyin)."""
    joined = (key.replace(" ", "") for key in keys)
    return " | ".join(dict.fromkeys((*keys, *joined)))


_COMMON = frozenset(
    (
        *("cong", "ti", "cty", "tnhh", "mtv", "co", "phan", "cp", "tap", "doan", "huu", "han"),
        *("xuong", "nha", "mai", "nong", "truong", "hop", "tac", "xa", "htx"),
    )
)
"""Words that nearly every name has; a final y stands as i in a key."""
NEAR = 0.5


def likeness_of_names(one: str, other: str) -> float:
    """Return how alike two name keys are, 0 to 1: the shared among the telling words (not công ty, TNHH)."""
    left, right = _telling(one), _telling(other)
    if not left or not right:
        return 0.0
    return len(left & right) / len(left | right)


def _telling(key: str) -> frozenset[str]:
    words = frozenset(key.split())
    return words - _COMMON or words
