"""Places in a source's limits: every request of every process takes one before it leaves.

A limit of many calls is given out in blocks, so that a transaction serves many requests. A block
counts until the last moment at which one of its calls may leave, so no window ever holds more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

from sqlalchemy import func, select

from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Tx, insert_all, let_go
from skiptrace.casefile.tables.sources import source_place as t
from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted
from skiptrace.model.ports import Place

_LOCKS = 0x5B1F_B000_0000
_BLOCKS = 4
"""A window holds so many blocks at least."""
_LATE = 0.1
"""Of a window so much, and a quarter of a second at most, is kept free for calls on their way."""
_LATEST = 0.25


@dataclass(frozen=True, slots=True)
class Used:
    """How many calls of one limit are taken: those that count in the window that ends now."""

    limit: Limit
    calls: int


class PlaceBook:
    """Gives out places, the same for all that work on the case file."""

    def take(
        self, tx: Tx, source: str, limits: Sequence[Limit], now: datetime, longest: float
    ) -> Place:
        """Take the next place, or block of places, of the source.

        Raises QuotaExhausted, and takes none, when it would begin more than `longest` seconds from
        now. Of two processes that ask at once the second waits for the first one's end.
        """
        serialise(tx, _LOCKS + crc32(source.encode()))
        size = max(1, min(limit.calls // _BLOCKS for limit in limits))
        hold = min(limit.seconds for limit in limits) / _BLOCKS if size > 1 else 0.0
        start = max([now, *(self._earliest(tx, source, limit, size) for limit in limits)])
        wait = (start - now).total_seconds()
        if wait > longest:
            raise QuotaExhausted("the source's own limit is used up for now")
        oldest = now - timedelta(seconds=max(limit.seconds for limit in limits) + _LATEST)
        let_go(tx, t, t.c.connector_id == source, t.c.until < oldest)
        until = start + timedelta(seconds=hold)
        insert_all(tx, t, [{"connector_id": source, "until": until, "calls": size}])
        return Place(wait, size, hold)

    def _earliest(self, tx: Tx, source: str, limit: Limit, size: int) -> datetime:
        """When so many calls fit into the limit beside those that are taken."""
        latest = select(t.c.until, t.c.calls).where(t.c.connector_id == source)
        left = limit.calls - size
        for until, calls in tx.execute(latest.order_by(t.c.until.desc()).limit(limit.calls)):
            left -= calls
            if left < 0:
                free: datetime = until
                return free + timedelta(seconds=limit.seconds + _margin(limit))
        return datetime.min.replace(tzinfo=UTC)

    def room(
        self, tx: Tx, source: str, limits: Sequence[Limit], now: datetime, longest: float
    ) -> int:
        """At least so many calls can be placed within `longest` seconds from now."""
        return min(
            limit.calls * (1 + int(longest // (limit.seconds + _margin(limit))))
            - self._taken(tx, source, limit, now)
            for limit in limits
        )

    def used(self, tx: Tx, source: str, limits: Sequence[Limit], now: datetime) -> list[Used]:
        """What of each limit is taken now; places that begin later are not told."""
        taken = ((limit, self._taken(tx, source, limit, now)) for limit in limits)
        return [Used(limit, min(calls, limit.calls)) for limit, calls in taken]

    def _taken(self, tx: Tx, source: str, limit: Limit, now: datetime) -> int:
        since = now - timedelta(seconds=limit.seconds)
        query = select(func.sum(t.c.calls)).where(t.c.connector_id == source, t.c.until > since)
        return tx.execute(query).scalar() or 0


def _margin(limit: Limit) -> float:
    return min(limit.seconds * _LATE, _LATEST)
