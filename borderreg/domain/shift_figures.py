"""What a shift adds up to: as its device counted it, as the server finds it, and where the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COUNTED = ("departures", "returns", "attempts", "annulments")
"""What both sides count alike; contradictions are the server's own knowledge and only stand beside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFigures:
    """Crossings (lượt) of one shift, annulled ones included; `reasons` of attempts, `missing` not arrived."""

    departures: int = 0
    returns: int = 0
    attempts: int = 0
    annulments: int = 0
    contradictions: int = 0
    missing: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def said(cls, report: Mapping[str, Any]) -> "ShiftFigures":
        """Read what a device said; what waited or was set aside at hand-over has not arrived."""
        return cls(
            **{name: int(report.get(name, 0)) for name in (*COUNTED, "contradictions")},
            missing=sum(int(report.get(name, 0)) for name in ("unsent", "rejected", "not_recorded")),
            reasons=dict(report.get("reasons", {})),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs: its name, what the device said, what the server finds."""

    name: str
    said: int
    found: int


def differences(said: ShiftFigures, found: ShiftFigures) -> tuple[Difference, ...]:
    """Return the figures that differ; what has not arrived yet is a difference only by its own number."""
    unequal = [
        Difference(name, getattr(said, name), getattr(found, name))
        for name in COUNTED
        if getattr(said, name) != getattr(found, name)
    ]
    return tuple(unequal)
