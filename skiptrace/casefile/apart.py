"""A long walk over a table, shared by several processes, each on a stretch of the rows' numbers.

Each process opens the case file for itself, with the same keys, and sees what is committed when it
begins: for work that only reads, on rows of which none is ever changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from sqlalchemy import URL, Column, Select

from skiptrace.casefile.crypto import KeyParts, Keyring
from skiptrace.casefile.engine import clear_errors, is_reading, reading_engine, writing_engine
from skiptrace.casefile.statements import Tx, as_stored

APART_FROM = 100_000
"""From so many rows on, several processes share the work: each takes half a second to begin."""
TOGETHER = 5000
"""How many rows are read at once."""
T = TypeVar("T")
Walk = Callable[[Tx, Keyring, int, int], T]
"""Work on the rows from one number to another, both included."""


def in_stretches(tx: Tx, keys: Keyring, walk: Walk[T], last: int, each: int = 1) -> list[T]:
    """What the walk comes to on each stretch of the rows from 1 to `last`, in their order.

    One stretch in this process where there are few rows, or where the transaction may have written;
    else `each` stretches for every processor. `walk` is a function of a module.
    """
    if last < APART_FROM or not is_reading(tx):
        return [walk(tx, keys, 1, last)]
    size = -(-last // (_processes() * each))
    bounds = [(first, min(first + size - 1, last)) for first in range(1, last + 1, size)]
    with ProcessPoolExecutor(_processes(), mp_context=get_context("spawn")) as pool:
        parts = keys.parts
        work = [pool.submit(_apart, walk, tx.engine.url, parts, a, b) for a, b in bounds]
        return [one.result() for one in work]


def pages(
    tx: Tx, query: Select[Any], number: Column[int], bounds: tuple[int | None, int]
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows of a query as stored, whose first column is their number, in order of it.

    `bounds` are the first number, None for whatever there is, and the last. Read page by page so
    that no cursor stays open.
    """
    first, last = bounds
    ordered = query.where(number <= last).order_by(number).limit(TOGETHER)
    page = as_stored(tx, ordered if first is None else ordered.where(number >= first))
    while page:
        yield page
        if len(page) < TOGETHER:
            return
        page = as_stored(tx, ordered.where(number > page[-1][0]))


def _processes() -> int:
    return len(os.sched_getaffinity(0))


def _apart(walk: Walk[T], url: URL, parts: KeyParts, first: int, last: int) -> T:
    """The walk over a stretch, by a process of its own."""
    engine = reading_engine(writing_engine(url))
    try:
        with clear_errors(), engine.begin() as tx:
            return walk(tx, Keyring(*parts), first, last)
    finally:
        engine.dispose()
