"""Checks the chain of the audit trail: each event by itself, and that it follows the one before.

A long trail is checked in stretches by several processes at once: the trail only grows, so what a
transaction sees up to its last event every later one sees as well. A stretch takes it on trust that
its first event follows the stretch before; who joins the stretches compares that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, select

from skiptrace.casefile.apart import in_stretches, pages
from skiptrace.casefile.chain import COLUMNS, is_changed
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.audit import audit_event as t
from skiptrace.casefile.tallies import FIRST_HASH

_STRETCHES = 4
"""Stretches for every processor, so that none waits long for another."""
_STORED = select(*(t.c[name] for name in COLUMNS))

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
    return joined(in_stretches(tx, keys, check_stretch, last, _STRETCHES))


def check_stretch(tx: Tx, keys: Keyring, first: int, last: int) -> Stretch:
    """The events from number `first` to `last`; a first one of 1 takes in whatever lies below."""
    faults: list[ChainFault] = []
    events, follows, previous, number = 0, "", "", first
    from_first = first if first > 1 else None
    for row in chain.from_iterable(pages(tx, _STORED, t.c.seq, (from_first, last))):
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
