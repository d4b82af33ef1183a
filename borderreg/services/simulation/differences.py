"""What a reconciliation finds: one difference between what was simulated and what the register holds."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A stable code, which code (or event) it is about, what was expected and what was found; no names.

    `lost`: acknowledged, not in the log · `doubled`: in the log, never sent · `altered`: not as it was sent ·
    `verdict`, `answer`: not what the rules answer · `journey`, `task`: folded to something else.
    """

    code: str
    about: str
    expected: str
    found: str

    def as_dict(self) -> dict[str, str]:
        """Return it as it is printed."""
        return asdict(self)
