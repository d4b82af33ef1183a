"""Counties and gates as a list names them: found by name or code, in Vietnamese, Chinese or pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from borderreg.domain.columns import Column
from borderreg.domain.list_headers import heading_key
from borderreg.domain.names import normalise_text, plain_text
from borderreg.domain.problems import Problem, ProblemCode, problem


@dataclass(frozen=True, slots=True)
class CountyFacts:
    """State one county of the other side; `on_border` says whether a border pass holds there."""

    code: str
    vi: str
    zh: str
    pinyin: str
    on_border: bool

    def name(self, language: str) -> str:
        """Return the county's name in vi, zh, or as pinyin for en."""
        return {"en": self.pinyin, "zh": self.zh}.get(language) or self.vi


@dataclass(frozen=True, slots=True)
class GateFacts:
    """State one gate or crossing point; several may share a gate's code.

    `class_` is international, bilateral or auxiliary, `traffic` people or goods, on the day of the check.
    """

    code: str
    vi: str
    zh: str = ""
    class_: str = "international"
    traffic: str = "people"
    other_names: tuple[str, ...] = ()

    @property
    def for_workers(self) -> bool:
        """Tell whether workers may leave here: international and for people (Lạng Sơn directive)."""
        return self.class_ == "international" and self.traffic == "people"


_COUNTY_WORDS = re.compile(r"^(thanh pho|thi xa|thi|huyen|quan|tx|tp)[ .]+|^(h|q)[.] *")
_COUNTY_SUFFIXES = re.compile(r"(市|县|區|区|縣| county| city| district| shi| xian| qu)$")
_GATE_WORDS = re.compile(
    r"^(cac|cua khau|ckqt|ck|quoc te|song phuong|phu|duong bo|duong sat|ga lien van|ga|loi mo)(?:[ .]+|$)"
)
_GATE_SEPARATORS = re.compile(r"[,;/+&\n]|\bvà\b|\band\b|、|和", re.IGNORECASE)
_EVERY_GATE = frozenset(
    {"tatca", "tatcacuakhauquocte", "tatcacaccuakhauquocte", "moicuakhauquocte", "all", "全部"}
)


def _keys(text: str) -> set[str]:
    return {key for part in (text, *re.split(r"\s[–-]\s", text)) if (key := heading_key(part))}


def _candidates(text: str) -> list[str]:
    """Return the whole text, what stands outside and inside brackets, and its parts."""
    outside = re.sub(r"[(（].*?[)）]", " ", text)
    inside = re.findall(r"[(（](.*?)[)）]", text)
    return [text, outside, *inside, *re.split(r"[,;/–-]", outside)]


def _stripped_key(text: str, *, words: re.Pattern[str], suffixes: re.Pattern[str] | None = None) -> str:
    plain = plain_text(text)
    if suffixes is not None:
        plain = suffixes.sub("", plain)
    while (shorter := words.sub("", plain)) != plain:
        plain = shorter
    return heading_key(plain)


def find_county(text: str, *, counties: Iterable[CountyFacts]) -> CountyFacts | None:
    """Return the county that a text names in Vietnamese, Chinese, pinyin or by code, else None."""
    known = _county_table(tuple(counties))
    for candidate in _candidates(text):
        stripped = _stripped_key(candidate, words=_COUNTY_WORDS, suffixes=_COUNTY_SUFFIXES)
        for key in (heading_key(candidate), stripped):
            if key in known:
                return known[key]
    return None


@lru_cache(maxsize=16)
def _county_table(counties: tuple[CountyFacts, ...]) -> dict[str, CountyFacts]:
    named = [
        (name, county) for county in counties for name in (county.code, county.vi, county.zh, county.pinyin)
    ]
    return {heading_key(name): county for name, county in named}


def _gate_named(text: str, *, gates: Iterable[GateFacts]) -> tuple[GateFacts, ...]:
    wanted = {heading_key(text), _stripped_key(text, words=_GATE_WORDS)} - {""}
    return tuple(gate for gate in gates if wanted & _gate_keys(gate))


@lru_cache(maxsize=256)
def _gate_keys(gate: GateFacts) -> frozenset[str]:
    names = (gate.code, gate.vi, gate.zh, *gate.other_names)
    whole = {key for name in names for key in _keys(name)}
    return frozenset(whole | {_stripped_key(name, words=_GATE_WORDS) for name in names}) - {""}


def default_gates(gates: Iterable[GateFacts]) -> tuple[str, ...]:
    """Return the codes of every international gate open to people, in register order."""
    return tuple(dict.fromkeys(gate.code for gate in gates if gate.for_workers))


def read_gates(text: str, *, gates: Sequence[GateFacts]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Read the gates that a cell names; nothing (or "all") means every international gate open to people."""
    usual = default_gates(gates)
    if not usual:
        return (), (problem(ProblemCode.GATE_UNKNOWN, column=Column.GATES, variant="none"),)
    if not text or heading_key(text) in _EVERY_GATE or not _stripped_key(text, words=_GATE_WORDS):
        return usual, ()
    codes: list[str] = []
    problems: list[Problem] = []
    for part in _gate_parts(text, gates=gates):
        matches = _gate_named(part, gates=gates)
        if any(gate.for_workers for gate in matches):
            codes.extend(gate.code for gate in matches if gate.for_workers)
        else:
            problems.append(_gate_problem(part, matches=matches, gates=gates))
    return tuple(dict.fromkeys(codes)), tuple(problems)


def _gate_parts(text: str, *, gates: Sequence[GateFacts]) -> list[str]:
    parts: list[str] = []
    for part in (normalise_text(part) for part in _GATE_SEPARATORS.split(text)):
        smaller = re.split(r"\s[–-]\s", part)
        parts.extend([part] if len(smaller) == 1 or _gate_named(part, gates=gates) else smaller)
    return [part for part in parts if part]


def _gate_problem(part: str, *, matches: Sequence[GateFacts], gates: Iterable[GateFacts]) -> Problem:
    usual = {gate.code: gate for gate in reversed(tuple(gates)) if gate.for_workers}
    known = ", ".join(gate.vi for gate in reversed(usual.values()))
    known_zh = "、".join(gate.zh or gate.vi for gate in reversed(usual.values()))
    if matches:
        code, named = ProblemCode.GATE_NOT_INTERNATIONAL, matches[0]
        gate, gate_zh = named.vi, named.zh or named.vi
        return problem(code, column=Column.GATES, gate=gate, gate_zh=gate_zh, known=known, known_zh=known_zh)
    return problem(ProblemCode.GATE_UNKNOWN, column=Column.GATES, value=part, known=known, known_zh=known_zh)
