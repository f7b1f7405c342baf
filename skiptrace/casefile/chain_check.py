"""Checks the chain of the audit trail: each event by itself, and that it follows the one before.

A long trail is checked in stretches by several processes at once: the trail only grows, so what a
transaction sees up to its last event every later one sees as well. A stretch takes it on trust that
its first event follows the stretch before; who joins the stretches compares that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from sqlalchemy import URL, func, select

from skiptrace.casefile.chain import COLUMNS, StoredEvent, is_changed
from skiptrace.casefile.crypto import KeyParts, Keyring
from skiptrace.casefile.engine import clear_errors, is_reading, reading_engine, writing_engine
from skiptrace.casefile.statements import Tx, as_stored
from skiptrace.casefile.tables.audit import audit_event as t
from skiptrace.casefile.tallies import FIRST_HASH

TOGETHER = 5000
"""How many events are read at once."""
APART_FROM = 100_000
"""From so many events on, several processes check them: each takes half a second to begin."""
_STRETCHES = 4
_BETWEEN = (
    select(*(t.c[name] for name in COLUMNS)).order_by(t.c.seq).limit(TOGETHER)
)  # fmt: skip

MISSING = "an event is missing"
ADDED = "the event was added"
CHANGED = "the event was changed"
DOES_NOT_FOLLOW = "the event does not follow the one before it"
ChainFault = tuple[int, str]
"""The number of an event that is wrong or missing, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a stretch of the trail came to; hashes are empty where it has no event.

    `follows` is the hash that its first event says it follows, `last` that of its last one;
    `is_cut` says that events are missing at its end.
    """

    first: int
    events: int
    follows: str
    last: str
    is_cut: bool
    faults: tuple[ChainFault, ...]


def check_chain(tx: Tx, keys: Keyring) -> Stretch:
    """Every event of the trail, from the first number on, joined into one stretch."""
    last = tx.execute(select(func.max(t.c.seq))).scalar() or 0
    if last < APART_FROM or not is_reading(tx):
        return joined([check_stretch(tx, keys, 1, last)])
    size = -(-last // (_processes() * _STRETCHES))
    bounds = [(first, min(first + size - 1, last)) for first in range(1, last + 1, size)]
    with ProcessPoolExecutor(_processes(), mp_context=get_context("spawn")) as pool:
        work = [pool.submit(_check_apart, tx.engine.url, keys.parts, *b) for b in bounds]
        return joined([one.result() for one in work])


def check_stretch(tx: Tx, keys: Keyring, first: int, last: int) -> Stretch:
    """The events from number `first` to `last`; a first one of 1 takes in whatever lies below."""
    faults: list[ChainFault] = []
    events, follows, previous, number = 0, "", "", first
    for row in _rows(tx, first, last):
        if not events:
            follows = previous = row[10]
        if row[0] > number:
            faults.append((number, MISSING))
        if row[0] < number:
            faults.append((row[0], ADDED))
        elif row[0] == number and row[10] != previous:
            faults.append((number, DOES_NOT_FOLLOW))
        elif is_changed(row, keys):
            faults.append((row[0], CHANGED))
        events, previous, number = events + 1, row[11], row[0] + 1
    is_cut = number <= last
    if is_cut:
        faults.append((number, MISSING))
    return Stretch(first, events, follows, previous, is_cut, tuple(faults))


def joined(stretches: Sequence[Stretch]) -> Stretch:
    """Stretches that lie one behind the other as one, each seen to follow the one before."""
    faults: list[ChainFault] = []
    before, is_cut = FIRST_HASH, False
    for one in stretches:
        at_first = dict(one.faults).get(one.first)
        own = [fault for fault in one.faults if fault[0] != one.first]
        is_next = bool(one.events and before) and not is_cut
        if is_next and one.follows != before and at_first in (None, CHANGED):
            at_first = DOES_NOT_FOLLOW
        if at_first is not None and not (is_cut and at_first == MISSING):
            own.append((one.first, at_first))
        faults += sorted(own)
        before, is_cut = one.last, one.is_cut
    events = sum(one.events for one in stretches)
    return Stretch(stretches[0].first, events, FIRST_HASH, before, is_cut, tuple(faults))


def _rows(tx: Tx, first: int, last: int) -> Iterator[StoredEvent]:
    """The stored events in order, read page by page so that no cursor stays open."""
    after = first - 1 if first > 1 else None
    while True:
        query = _BETWEEN.where(t.c.seq <= last)
        page = as_stored(tx, query if after is None else query.where(t.c.seq > after))
        yield from page
        if len(page) < TOGETHER:
            return
        after = page[-1][0]


def _processes() -> int:
    return len(os.sched_getaffinity(0))


def _check_apart(url: URL, parts: KeyParts, first: int, last: int) -> Stretch:
    """A stretch, checked by a process of its own."""
    engine = reading_engine(writing_engine(url))
    try:
        with clear_errors(), engine.begin() as tx:
            return check_stretch(tx, Keyring(*parts), first, last)
    finally:
        engine.dispose()
