"""Places in a source's limits: every request of every process takes one before it leaves.

A limit of many calls is given out in blocks, so that a transaction serves many requests. A row is
written as a place that nobody tells of, until the last moment at which one of its calls may still
be counted; once its calls are over it is written anew as what came of them (`model.places`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from sqlalchemy import and_, case, func, or_, select

from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Row, Tx, insert_all, let_go
from skiptrace.casefile.tables.sources import source_place as t
from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted
from skiptrace.model.places import Over, Place, Terms, fits, free_in, window

_LOCKS = 0x5B1F_B000_0000


@dataclass(frozen=True, slots=True)
class Used:
    """How many calls of one limit are taken: those that count in the window that ends now."""

    limit: Limit
    calls: int


class PlaceBook:
    """Gives out places, the same for all that work on the case file."""

    def queue(self, tx: Tx, source: str) -> None:
        """Wait for the end of any other transaction that takes places of the source.

        What time it is, whoever takes one asks afterwards: what was read before may be long ago.
        """
        serialise(tx, _LOCKS + crc32(source.encode()))

    def take(
        self, tx: Tx, terms: Terms, now: datetime, longest: float, over: Sequence[Over] = ()
    ) -> Place:
        """Take the next place, or block of places; of no calls where none is free.

        What is over is noted with it. Raises QuotaExhausted, and takes none, when none can be free
        within `longest` seconds from now.
        """
        rows = self._note(tx, terms, now, over)
        size = terms.block
        until = now + timedelta(seconds=terms.unknown)
        wait = self._wait(tx, terms, now, size, rows)
        if wait > longest:
            raise QuotaExhausted("the source's own limit is used up for now")
        if wait:
            insert_all(tx, t, rows)
            return Place(wait=wait)
        mine = {"connector_id": terms.source, "until": until, "calls": size}
        number = insert_all(tx, t, [*rows, mine])[-1]
        return Place(size, terms.hold, f"{number} {until.isoformat()}")

    def end(self, tx: Tx, terms: Terms, now: datetime, over: Sequence[Over]) -> None:
        """Note what is over."""
        insert_all(tx, t, self._note(tx, terms, now, over))

    def _note(self, tx: Tx, terms: Terms, now: datetime, over: Sequence[Over]) -> list[Row]:
        """Take away what counts no longer and what is over; the rows that stand for the latter."""
        oldest = now - timedelta(seconds=terms.longest)
        gone = [t.c.until < oldest]
        rows: list[Row] = []
        for one in over:
            number, _, text = one.name.partition(" ")
            until = datetime.fromisoformat(text)
            gone.append(and_(t.c.seq == int(number), t.c.until == until))
            for calls, end in ((one.answered, now - timedelta(seconds=one.ago)), (one.lost, until)):
                if calls and end >= oldest:
                    rows.append({"connector_id": terms.source, "until": end, "calls": calls})
        let_go(tx, t, t.c.connector_id == terms.source, or_(*gone))
        return rows

    def _wait(self, tx: Tx, terms: Terms, now: datetime, size: int, beside: Sequence[Row]) -> float:
        """In how many seconds at the earliest so many calls fit into every limit."""
        since = [now - timedelta(seconds=window(limit)) for limit in terms.limits]
        sums = [func.sum(case((t.c.until >= start, t.c.calls), else_=0)) for start in since]
        found = tx.execute(select(*sums).where(t.c.connector_id == terms.source)).one()
        taken = [
            (some or 0) + sum(row["calls"] for row in beside if row["until"] >= start)
            for some, start in zip(found, since, strict=True)
        ]
        full = fits(terms.limits, size, taken)
        return max((self._free_in(tx, terms, limit, now, beside) for limit in full), default=0.0)

    def _free_in(
        self, tx: Tx, terms: Terms, limit: Limit, now: datetime, beside: Sequence[Row]
    ) -> float:
        latest = select(t.c.until, t.c.calls).where(t.c.connector_id == terms.source)
        rows = tx.execute(latest.order_by(t.c.until.desc()).limit(limit.calls)).all()
        every = [*((row["until"], row["calls"]) for row in beside), *map(tuple, rows)]
        over = sorted((((until - now).total_seconds(), calls) for until, calls in every))
        return free_in(limit, terms.block, reversed(over))

    def room(
        self, tx: Tx, source: str, limits: Sequence[Limit], now: datetime, longest: float
    ) -> int:
        """About so many calls can be placed within `longest` seconds from now, answers at once."""
        return min(
            limit.calls * (1 + int(longest // window(limit))) - self._taken(tx, source, limit, now)
            for limit in limits
        )

    def used(self, tx: Tx, source: str, limits: Sequence[Limit], now: datetime) -> list[Used]:
        """What of each limit is taken now."""
        taken = ((limit, self._taken(tx, source, limit, now)) for limit in limits)
        return [Used(limit, min(calls, limit.calls)) for limit, calls in taken]

    def _taken(self, tx: Tx, source: str, limit: Limit, now: datetime) -> int:
        since = now - timedelta(seconds=limit.seconds)
        query = select(func.sum(t.c.calls)).where(t.c.connector_id == source, t.c.until > since)
        return tx.execute(query).scalar() or 0
