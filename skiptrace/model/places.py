"""Places in a source's limits: what a call takes before it leaves, and when it counts no longer.

When a provider counts a call, nobody here knows: what leaves in time may arrive late, and bunched.
But it has counted a call by the time at which its answer is here. So a place that was taken counts
until the answer came, and one window of each limit longer. Where no answer is known, since the call
ran out of its time or the process that made it is gone, it counts until the call can have been sent
no more and as long again as a call may take, and one window longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skiptrace.model.card import ConnectorCard, Limit

_BLOCKS = 4
"""A window holds so many blocks at least."""
_MARGIN, _LONGEST_MARGIN = 0.01, 0.25
"""Of a window so much is kept free, and so many seconds at most: two clocks go not quite alike."""
_NOTHING = 1e-6
"""Seconds that are nothing: no clock here is finer."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose limits, which they are, and within how many seconds a call is answered or given up."""

    source: str
    limits: tuple[Limit, ...]
    timeout: float

    @property
    def block(self) -> int:
        """How many calls are given out together: one, unless every limit takes many."""
        return max(1, min(limit.calls // _BLOCKS for limit in self.limits))

    @property
    def hold(self) -> float:
        """In how many seconds the last call of a block begins."""
        return min(limit.seconds for limit in self.limits) / _BLOCKS if self.block > 1 else 0.0

    @property
    def longest(self) -> float:
        """Seconds after which a call that is over counts in no window."""
        return max(window(limit) for limit in self.limits)

    @property
    def unknown(self) -> float:
        """Seconds after which a block whose calls nobody tells of counts as over."""
        return self.hold + 2 * self.timeout


def terms_of(card: ConnectorCard) -> Terms:
    """The terms on which the source of that card is asked."""
    return Terms(card.id, card.limits, card.timeout_seconds)


@dataclass(frozen=True, slots=True)
class Place:
    """Leave for so many calls within a source's limits, of which the last begins within `hold`.

    `name` is what it is known by. Of no calls: none can be free before `wait` seconds are over.
    """

    calls: int = 0
    hold: float = 0.0
    name: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Over:
    """What became of the calls of a place: so many were answered, of so many nobody knows.

    The last answer came `ago` seconds ago. Calls of the place that are neither never left.
    """

    name: str
    answered: int
    lost: int
    ago: float


def window(limit: Limit) -> float:
    """Seconds between the end of a call and the beginning of the one that takes its place."""
    return limit.seconds + min(limit.seconds * _MARGIN, _LONGEST_MARGIN)


def free_in(limit: Limit, calls: int, taken: Iterable[tuple[float, int]]) -> float:
    """In how many seconds at the earliest so many calls fit into a limit beside what is taken.

    `taken` are places, those that are over last come first: in how many seconds each is over, and
    of how many calls it is. One that is not yet may be at any moment.
    """
    left = limit.calls - calls
    for over, some in taken:
        left -= some
        if left < 0:
            wait = min(over, 0.0) + window(limit)
            return wait if wait > _NOTHING else 0.0
    return 0.0


def fits(limits: Sequence[Limit], calls: int, taken: Sequence[int]) -> list[Limit]:
    """The limits into which so many calls do not fit beside what is taken of each."""
    each = zip(limits, taken, strict=True)
    return [limit for limit, some in each if some + calls > limit.calls]
