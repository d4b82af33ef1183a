"""When two records may be one person: names and births compared, and what each kind of likeness asks for.

Official data spell one name in several ways (tone placement, Đ/D, i/y, a missing middle name, syllables in
another order, a wrong letter): see the project's notes on names. Comparing is symmetric.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from borderreg.domain.names import match_key, search_key
from borderreg.domain.reasons import Text

FEWEST_LETTERS = 5
"""Below this a single letter makes another name of it."""
DAY = len("YYYY-MM-DD")


class NameLikeness(StrEnum):
    """How two names are alike, the closest first."""

    SAME = "same"
    ACCENTS = "accents"
    ORDER = "order"
    MIDDLE = "middle"
    LETTER = "letter"


class BirthLikeness(StrEnum):
    """How two births agree: on the day, as far as one of them is known, or with day and month swapped."""

    DAY = "day"
    YEAR = "year"
    SWAPPED = "swapped"


class LikenessKind(StrEnum):
    """By what somebody may be somebody's second record."""

    NUMBER = "number"
    NAME = "name"
    SPELLING = "spelling"
    DOCUMENT = "document"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class KindInfo:
    """What a kind asks for: a decision before certifying, or only a look; the preset reasons that fit."""

    must_decide: bool
    presets: tuple[str, ...]


OTHER = "other"
KINDS: dict[LikenessKind, KindInfo] = {
    LikenessKind.NUMBER: KindInfo(True, ("new_period", "new_work", "moved", "listed_by_mistake")),
    LikenessKind.NAME: KindInfo(True, ("other_person", "new_number")),
    LikenessKind.SPELLING: KindInfo(False, ("other_person", "new_number")),
    LikenessKind.DOCUMENT: KindInfo(False, ("typed_wrong_elsewhere", "new_number", "other_person")),
    LikenessKind.PHONE: KindInfo(False, ("shared_phone", "other_person", "new_number")),
    LikenessKind.ELSEWHERE: KindInfo(False, ("other_person", "moved", "new_number")),
}
PRESETS: dict[str, Text] = {
    "other_person": Text(
        "Hai người khác nhau, đã đối chiếu giấy tờ",
        "Two different people; their papers were compared",
        "两个不同的人，已核对证件",
    ),
    "new_number": Text(
        "Cùng một người, đã đổi số định danh hoặc giấy tờ",
        "The same person with a new number or paper",
        "同一人，已更换身份号码或证件",
    ),
    "new_period": Text(
        "Đi đợt mới; đợt cũ đã xong hoặc sắp kết thúc",
        "A new period; the old one has ended or is about to",
        "新的一期；旧的一期已结束或即将结束",
    ),
    "new_work": Text(
        "Đổi nơi làm việc hoặc đơn vị sử dụng lao động",
        "Another place of work or employer",
        "更换工作地点或用工单位",
    ),
    "moved": Text("Đã chuyển về cư trú ở xã, phường này", "Has moved to this commune", "已迁居本乡（坊）"),
    "listed_by_mistake": Text(
        "Danh sách kia ghi nhầm người này", "The other list names this person by mistake", "另一名单误列此人"
    ),
    "typed_wrong_elsewhere": Text(
        "Số giấy tờ ở nơi kia gõ sai; đã xem bản gốc",
        "The number is mistyped there; the original was seen",
        "另一处证件号码录入有误，已查看原件",
    ),
    "shared_phone": Text("Người nhà dùng chung điện thoại", "Relatives share a phone", "家人共用电话"),
    OTHER: Text("Lý do khác", "Another reason", "其他原因"),
}


def presets_of(kinds: Iterable[LikenessKind]) -> tuple[str, ...]:
    """Return the preset reasons that fit any of the kinds, in the order of the table, `other` last."""
    fitting = {code for kind in kinds for code in KINDS[kind].presets}
    return tuple(code for code in PRESETS if code in fitting or code == OTHER)


def compare_names(one: str, other: str) -> NameLikeness | None:
    """Return how two names are alike, or None; the same both ways round."""
    if match_key(one) == match_key(other):
        return NameLikeness.SAME
    first, second = search_key(one).split(), search_key(other).split()
    if first == second:
        return NameLikeness.ACCENTS
    if sorted(first) == sorted(second):
        return NameLikeness.ORDER
    if _lacks_middle(first, second) or _lacks_middle(second, first):
        return NameLikeness.MIDDLE
    letters = "".join(first), "".join(second)
    if min(map(len, letters)) >= FEWEST_LETTERS and one_letter_off(*letters):
        return NameLikeness.LETTER
    return None


def _lacks_middle(short: list[str], long: list[str]) -> bool:
    """Say whether family and given name agree and the shorter name only leaves middle names out."""
    if not 2 <= len(short) < len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    rest = iter(long[1:-1])
    return all(word in rest for word in short[1:-1])


def one_letter_off(one: str, other: str) -> bool:
    """Say whether at most one letter was added, lost, changed, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def compare_births(one: str, other: str) -> BirthLikeness | None:
    """Return how two stored births (YYYY-MM-DD or YYYY) agree, or None; the same both ways round."""
    if one == other:
        return BirthLikeness.DAY if len(one) == DAY else BirthLikeness.YEAR
    if one[:4] != other[:4]:
        return None
    if len(one) != len(other):
        return BirthLikeness.YEAR
    return BirthLikeness.SWAPPED if one[5:] == f"{other[8:]}-{other[5:7]}" else None


def spelling_variant(names: NameLikeness, births: BirthLikeness) -> str | None:
    """Return by what two people of one commune are alike beside the same name and day; None for nobody.

    Where only years agree, or day and month are swapped, the name itself must agree (accents aside).
    """
    if births is BirthLikeness.DAY:
        return None if names is NameLikeness.SAME else names.value
    return births.value if names in (NameLikeness.SAME, NameLikeness.ACCENTS) else None


def pair_key(kind: LikenessKind, one: str, other: str, *facts: str) -> str:
    """Name a pair and the facts compared, the same from both sides: what was decided is not asked again."""
    first, second = sorted((one, other))
    told = "\n".join(sorted(facts))
    return f"{kind}:{first}:{second}:{hashlib.sha256(told.encode()).hexdigest()[:8]}"
