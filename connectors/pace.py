"""Keeps calls within a source's limits: several limits, threads and processes at once."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType

from skiptrace.model.errors import QuotaExhausted, SourceUnavailable
from skiptrace.model.places import Over, Place, Terms, free_in
from skiptrace.model.ports import Places

LONGEST_WAIT = 120.0


@dataclass(slots=True)
class _Block:
    """A place as its calls go: `left` may still begin until `ends`, `out` are on their way."""

    place: Place
    begun: float
    left: int
    out: int = 0
    answered: int = 0
    lost: int = 0
    last: float = 0.0


class Pace:
    """Grants calls so that no limit is ever passed as the source counts.

    One Pace is shared by all threads that ask one source; `places` gives out the places, to every
    process that has the same. `now` and `sleep` are in seconds.
    """

    def __init__(
        self,
        terms: Terms,
        places: Places,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.terms = terms
        self.now = now
        self._places = places
        self._sleep = sleep
        self._turn, self._book = threading.Lock(), threading.Lock()
        self._block: _Block | None = None
        self._over: list[_Block] = []
        self._waiting = 0

    def place(self) -> Leaving:
        """Leave for one call, once it may begin.

        Raises QuotaExhausted, and takes no place, when that would be later than `LONGEST_WAIT`;
        SourceUnavailable when nobody can say whether it may.
        """
        if not self.terms.limits:
            return Leaving()
        latest = self.now() + LONGEST_WAIT
        with self._book:
            self._waiting += 1
        try:
            with self._turn:
                return Leaving(self, self._taken(latest))
        finally:
            with self._book:
                self._waiting -= 1

    def rest(self) -> None:
        """Tell what is over, and give up what is left of a block: nothing more is to be asked."""
        with self._book:
            self._give_up()
        self._tell()

    def _taken(self, latest: float) -> _Block:
        """The block of which the next call is one."""
        with self._book:
            block = self._block
            if block is not None and block.left and self.now() <= block.begun + block.place.hold:
                return self._gone(block)
            self._give_up()
        while True:
            begun, over = self.now(), self._out_of_hand()
            try:
                told = [self._told(one, begun) for one in over]
                place = self._places.take(self.terms, max(latest - begun, 0.0), told)
            except BaseException:
                self._in_hand_again(over)
                raise
            if place.calls:
                break
            self._sleep(place.wait)
        with self._book:
            self._block = _Block(place, begun, place.calls)
            return self._gone(self._block)

    def _gone(self, block: _Block) -> _Block:
        block.left -= 1
        block.out += 1
        return block

    def _give_up(self) -> None:
        """Let no more calls of the block begin."""
        if (block := self._block) is not None and not block.out:
            self._over.append(block)
        elif block is not None:
            block.left = 0
        self._block = None

    def end(self, block: _Block, became: Became) -> None:
        """One call of a block is over."""
        now = self.now()
        with self._book:
            block.out -= 1
            block.answered += became is Became.ANSWERED
            block.lost += became is Became.LOST
            block.last = now if became is Became.ANSWERED else block.last
            if block.out or block.left:
                return
            self._over.append(block)
            self._block = None if self._block is block else self._block
            if self._waiting:
                return  # whoever waits tells of it
        self._tell()

    def leave_by(self, block: _Block) -> float:
        """Until when a call of the block may leave: soon after nobody counts it any longer."""
        return block.begun + block.place.hold + self.terms.timeout

    def _tell(self) -> None:
        """Note what is over; what cannot be noted counts as if nobody told of it."""
        over, now = self._out_of_hand(), self.now()
        if not over:
            return
        try:
            self._places.end(self.terms, [self._told(one, now) for one in over])
        except SourceUnavailable:
            self._in_hand_again(over)

    def _told(self, block: _Block, now: float) -> Over:
        return Over(block.place.name, block.answered, block.lost, now - block.last)

    def _out_of_hand(self) -> list[_Block]:
        with self._book:
            over, self._over = self._over, []
        return over

    def _in_hand_again(self, blocks: Sequence[_Block]) -> None:
        with self._book:
            self._over += blocks


class Became(Enum):
    """What became of a call: answered by the source, never sent, or nobody knows."""

    ANSWERED = auto()
    UNSENT = auto()
    LOST = auto()


class Leaving:
    """Leave for one call, to be entered around it.

    Whoever knows more than its end says what became of it; else a call that ends with an error is
    one of which nobody knows, and any other is answered.
    """

    def __init__(self, pace: Pace | None = None, block: _Block | None = None) -> None:
        self._pace = pace
        self._block = block
        self.leave_by = pace.leave_by(block) if pace and block else math.inf

    def go(self) -> None:
        """The bytes leave now; SourceUnavailable when that is too late, and they stay here."""
        if self._pace is not None and self._pace.now() > self.leave_by:
            raise SourceUnavailable("its place in the source's limits has passed: nothing leaves")

    def over(self, became: Became) -> None:
        """What became of the call; only the first word counts."""
        block, self._block = self._block, None
        if self._pace is not None and block is not None:
            self._pace.end(block, became)

    def __enter__(self) -> Leaving:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.over(Became.ANSWERED if error is None else Became.LOST)


@dataclass(slots=True)
class _Kept:
    """A place in memory: when its calls are over at the latest, or were."""

    until: float
    calls: int


class OwnPlaces:
    """Places of one process alone, in memory. Implements model.ports.Places for one source."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._numbers = itertools.count()

    def take(self, terms: Terms, longest: float, over: Sequence[Over]) -> Place:
        """The next place; as the port says."""
        self.end(terms, over)
        now, size = self._now(), terms.block
        kept = sorted(((one.until - now, one.calls) for one in self._kept.values()), reverse=True)
        wait = max(free_in(limit, size, kept) for limit in terms.limits)
        if wait > longest:
            raise QuotaExhausted("the source's own limit is used up for now")
        if wait:
            return Place(wait=wait)
        self._keep(now + terms.unknown, size)
        return Place(size, terms.hold, next(reversed(self._kept)))

    def end(self, terms: Terms, over: Sequence[Over]) -> None:
        """Note what is over."""
        now = self._now()
        for one in over:
            if (gone := self._kept.pop(one.name, None)) is not None:
                self._keep(now - one.ago, one.answered)
                self._keep(gone.until, one.lost)
        oldest = now - terms.longest
        self._kept = {n: one for n, one in self._kept.items() if one.until >= oldest}

    def _keep(self, until: float, calls: int) -> None:
        if calls:
            self._kept[str(next(self._numbers))] = _Kept(until, calls)


UNLIMITED = Pace(Terms("", (), 0.0), OwnPlaces())
"""Of calls that no limit of a source counts."""
