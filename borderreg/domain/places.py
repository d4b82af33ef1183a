"""Communes, gates and crossing points as they stand on one day: a code means something only with a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from borderreg.domain.documents_ import DocumentType
from borderreg.domain.list_places import CountyFacts, GateFacts


@dataclass(frozen=True, slots=True)
class CommunePlace:
    """A commune on the day: `kind` is xã or phường."""

    code: str
    kind: str
    name: str
    on_border: bool


@dataclass(frozen=True, slots=True)
class CrossingPlace:
    """A crossing point on the day: its class, traffic and usual hours in Hanoi time."""

    gate_code: str
    code: str
    name_vi: str
    name_zh: str
    transport: str
    class_: str
    traffic: str
    open_from: time
    open_to: time
    status: str

    @property
    def for_workers(self) -> bool:
        """Say whether workers may leave here: international, for people, open (Lạng Sơn directive)."""
        return self.class_ == "international" and self.traffic == "people" and self.status == "open"


@dataclass(frozen=True, slots=True)
class GatePlace:
    """A gate on the day, with its crossing points; `bit` is its place in the mask that a code carries."""

    code: str
    bit: int
    post_code: str
    country: str
    name_vi: str
    name_en: str
    name_zh: str
    phone: str
    points: tuple[CrossingPlace, ...] = ()

    @property
    def for_workers(self) -> bool:
        """Say whether workers may leave by this gate on the day."""
        return any(point.for_workers for point in self.points)

    @property
    def for_people(self) -> bool:
        """Say whether anybody may cross here on foot or by vehicle, so that events can happen here."""
        return any(point.traffic == "people" for point in self.points)

    def name(self, language: str) -> str:
        """Return the gate's name in vi, en or zh."""
        return {"en": self.name_en, "zh": self.name_zh}.get(language, self.name_vi)


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """A snapshot of the registers on one day in Vietnam."""

    day: date
    communes: tuple[CommunePlace, ...]
    gates: tuple[GatePlace, ...]
    counties: tuple[CountyFacts, ...]
    document_types: tuple[DocumentType, ...]
    settings: dict[str, object] = field(default_factory=dict)

    def commune(self, code: str) -> CommunePlace | None:
        """Return the commune of a code, or None when the code means nothing on the day."""
        return next((commune for commune in self.communes if commune.code == code), None)

    def gate(self, code: str) -> GatePlace | None:
        """Return the gate of a code, or None."""
        return next((gate for gate in self.gates if gate.code == code), None)

    def county(self, text: str) -> CountyFacts | None:
        """Return the county stored as a code or as its Vietnamese name, or None."""
        return next((county for county in self.counties if text in (county.code, county.vi)), None)

    @property
    def gate_facts(self) -> tuple[GateFacts, ...]:
        """Return the gates as rows of a list are checked against them: one per crossing point."""
        return tuple(
            GateFacts(
                code=gate.code,
                vi=point.name_vi,
                zh=point.name_zh,
                class_=point.class_,
                traffic=point.traffic,
                other_names=(gate.name_vi, gate.name_en),
            )
            for gate in self.gates
            for point in gate.points
            if point.status == "open"
        )

    @property
    def workers_mask(self) -> int:
        """Return the mask of all gates by which workers may leave on the day."""
        return mask_of(gate for gate in self.gates if gate.for_workers)

    def mask(self, codes: Iterable[str]) -> int:
        """Return the mask of gate codes; unknown codes raise KeyError."""
        known = {gate.code: gate for gate in self.gates}
        return mask_of(known[code] for code in codes)

    def gates_in(self, mask: int) -> tuple[GatePlace, ...]:
        """Return the gates of a mask, in the order of their bits."""
        return tuple(gate for gate in self.gates if mask >> gate.bit & 1)


def mask_of(gates: Iterable[GatePlace]) -> int:
    """Return the bit mask of gates (format LS1)."""
    mask = 0
    for gate in gates:
        mask |= 1 << gate.bit
    return mask
