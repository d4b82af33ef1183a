"""A person's hands at a computer: what they click, type and scan is counted, step by step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Effort:
    """What one step took: clicks, key strokes of a hand, scans and cards held before the camera."""

    clicks: int = 0
    keys: int = 0
    scans: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(self.clicks + other.clicks, self.keys + other.keys, self.scans + other.scans)


@dataclass
class Hand:
    """Count while acting; `steps` keeps the order in which they were taken."""

    steps: dict[str, Effort] = field(default_factory=dict)
    now: Effort = field(default_factory=Effort)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what follows under a name."""
        self.now = self.steps.setdefault(name, Effort())
        yield

    def click(self, target: Locator) -> None:
        """Click something that can be seen."""
        target.click()
        self.now.clicks += 1

    def type(self, page: Page, text: str) -> None:
        """Type where the cursor stands; an accent of Vietnamese is a key stroke of its own."""
        page.keyboard.type(text)
        self.now.keys += sum(strokes(character) for character in text)

    def press(self, page: Page, key: str) -> None:
        """Press one key."""
        page.keyboard.press(key)
        self.now.keys += 1

    def scan(self, page: Page, text: str) -> None:
        """Be a keyboard scanner: the text and Enter, wherever the cursor stands.

        The text comes at one go, so that a busy test machine does not slow the scanner down.
        """
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
        self.now.scans += 1

    @property
    def total(self) -> Effort:
        """Return what everything took."""
        return sum(self.steps.values(), Effort())


def strokes(character: str) -> int:
    """Return the keys that a character takes with Telex: a letter, its mark, its tone, Shift."""
    if character.isascii():
        return 1 + character.isupper()
    marks = len(character.lower().encode("utf-8"))  # đ 2, ô 2, ễ 3: a key more for each mark
    return marks + character.isupper()
