"""How long somebody who comes now may wait: read off the last hour's passages by a model that can be told.

People come in groups, by bus. One after the other they pass a lane; who stands in the middle of a group waits
for half of it. So the wait is half a group's length times the seconds that a lane takes for one person. Both
come from the log; the queue in front of the gate is seen by nobody here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

LAST_HOUR = timedelta(hours=1)
SAME_GROUP = 20.0
"""Seconds between two people of one lane who still stood in one queue."""
USUAL_SECONDS, SHORTEST_SECONDS = 6.0, 2.0
LONGEST_MINUTES = 30
"""One hour of the log cannot show a longer queue than half of itself."""


@dataclass(frozen=True, slots=True)
class Wait:
    """What the last hour of a gate shows in one direction; `minutes` is None when nobody passed."""

    people: int
    lanes: int
    seconds: float
    group: int
    minutes: int | None

    @property
    def long(self) -> bool:
        """Say whether the queue may be longer than an hour of the log can show."""
        return self.minutes is not None and self.minutes >= LONGEST_MINUTES


def expected_wait(passages: Iterable[tuple[str, datetime]]) -> Wait:
    """Estimate from (lane, instant) of each person who passed in the last hour in one direction."""
    lanes: defaultdict[str, list[datetime]] = defaultdict(list)
    for lane, at in passages:
        lanes[lane].append(at)
    people = sum(map(len, lanes.values()))
    if not people:
        return Wait(0, 0, USUAL_SECONDS, 0, None)
    gaps = [gap for times in lanes.values() for gap in _gaps(times) if gap <= SAME_GROUP]
    seconds = max(median(gaps), SHORTEST_SECONDS) if gaps else USUAL_SECONDS
    sizes = [size for times in lanes.values() for size in _groups(times)]
    # whoever is asked stands more likely in a large group than in a small one
    group = sum(size * size for size in sizes) / people
    minutes = ceil(group / 2 * seconds / 60)
    return Wait(people, len(lanes), round(seconds, 1), round(group), min(minutes, LONGEST_MINUTES))


def _gaps(times: Sequence[datetime]) -> list[float]:
    ordered = sorted(times)
    return [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]


def _groups(times: Sequence[datetime]) -> list[int]:
    sizes = [1]
    for gap in _gaps(times):
        if gap <= SAME_GROUP:
            sizes[-1] += 1
        else:
            sizes.append(1)
    return sizes
