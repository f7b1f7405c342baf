"""The likeliest candidates of each subject, at most so many, whatever partition a record is in."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.block.candidates import Bounds, Pairs, Shared, points_of, shared
from matching.block.key_index import MOST_RECORDS, Hits, KeyCounts, indexed
from matching.block.keys import Keys
from matching.encode.batch import Ints
from matching.encode.stacked import stacked
from matching.encode.taken import values_at
from matching.in_order import cores, in_order

_KEYS_AT_ONCE = 1 << 22
_SUBJECTS_AT_ONCE = 1 << 16


class Likeliest:
    """The pairs of most points of each subject, of equals those of the first records.

    Where a subject may have more pairs than allowed, they are counted by their points in a sweep
    over all hits. Then pairs are asked for once, in the order of the records.
    """

    def __init__(self, shared: Shared, subjects: int, most: int, parts: Iterable[Hits]) -> None:
        self._most = most
        self._bar = np.zeros(subjects, dtype=np.int64)
        self._room = np.zeros(subjects, dtype=np.int64)
        self._candidates = np.zeros(subjects, dtype=np.int64)
        self.cut = 0
        pairs, points = _at_most(shared, subjects)
        crowded = np.flatnonzero(pairs > most)
        if len(crowded):
            start, count = _counted(shared, crowded, points, parts)
            for first in range(0, len(crowded), _SUBJECTS_AT_ONCE):
                begin = start[first : first + _SUBJECTS_AT_ONCE + 1]
                self._set_bars(
                    crowded[first : first + _SUBJECTS_AT_ONCE],
                    begin - begin[0],
                    count[begin[0] : begin[-1]],
                )

    def _set_bars(self, crowded: Ints, start: Ints, count: NDArray[np.int32]) -> None:
        """The points that a pair must have, and how many pairs of just so many find room."""
        owner = np.repeat(np.arange(len(crowded)), np.diff(start))
        total = np.add.reduceat(count, start[:-1], dtype=np.int64)
        better = np.cumsum(total)[owner] - np.cumsum(count, dtype=np.int64)
        bar = np.flatnonzero((better < self._most) & (better + count >= self._most))
        subject = crowded[owner[bar]]
        self._bar[subject] = bar - start[owner[bar]]
        self._room[subject] = self._most - better[bar]
        self.cut += int(np.count_nonzero(total > self._most))

    def of(self, pairs: Pairs) -> Pairs:
        """Those of the pairs that are among the likeliest of their subject, in their order."""
        bar = self._bar[pairs.subject]
        kept = pairs.points >= bar
        at = np.flatnonzero((pairs.points == bar) & kept)
        kept[at[~self._have_room(pairs.subject[at])]] = False
        found = pairs.at(kept)
        self._candidates += np.bincount(found.subject, minlength=len(self._candidates))
        return found

    def _have_room(self, subject: Ints) -> NDArray[np.bool_]:
        """Which of the pairs at the bar still find room; each takes it from those that follow."""
        order = np.argsort(subject, kind="stable")
        ranked = subject[order]
        rank = np.empty(len(subject), dtype=np.int64)
        rank[order] = np.arange(len(subject)) - np.searchsorted(ranked, ranked)
        found = rank < self._room[subject]
        np.subtract.at(self._room, subject, 1)
        return found

    @property
    def largest(self) -> int:
        """The most candidates that a subject was given."""
        return int(self._candidates.max(initial=0))


def candidates(asked: Keys, stored: Keys, bounds: Bounds) -> Pairs:
    """The candidate pairs of people whose keys are all at hand, by subject and record."""
    subjects = int(asked.owner.max(initial=-1)) + 1
    index = indexed([asked], subjects)
    counts = KeyCounts(index, bounds.widest)
    part = stored.owner // MOST_RECORDS
    firsts = [int(number) * MOST_RECORDS for number in np.unique(part)]
    hits = [counts.hits([_numbered_from(stored, first)]) for first in firsts]
    keys = shared(counts, index, bounds.widest)
    likeliest = Likeliest(keys, subjects, bounds.most, hits)
    found = [Pairs(*(np.zeros(0, np.int64),) * 3)]
    for first, some in zip(firsts, hits, strict=True):
        for pairs in map(likeliest.of, map(keys.pairs, keys.parts(some))):
            found.append(Pairs(pairs.subject, pairs.record + first, pairs.points))
    pairs = stacked(found)
    return pairs.at(np.lexsort((pairs.record, pairs.subject)))


def _numbered_from(keys: Keys, first: int) -> Keys:
    """The keys of the partition whose first record has that number."""
    inside = (keys.owner >= first) & (keys.owner < first + MOST_RECORDS)
    return Keys(keys.key[inside], keys.owner[inside] - np.int32(first))


def _at_most(shared: Shared, subjects: int) -> tuple[Ints, Ints]:
    """How many pairs and how many points a pair of each subject may have, at most."""
    pairs, points = (np.zeros(subjects, dtype=np.int64) for _ in range(2))
    places = np.flatnonzero(shared.count)
    for first in range(0, len(places), _KEYS_AT_ONCE):
        place = places[first : first + _KEYS_AT_ONCE]
        start, rows = values_at(shared.start, place)
        subject = shared.subject[rows]
        for total, more in ((pairs, shared.count[place]), (points, points_of(shared.count[place]))):
            each = np.repeat(more, np.diff(start))
            total += np.bincount(subject, each, minlength=subjects).astype(np.int64)
    return pairs, points


def _counted(
    shared: Shared, crowded: Ints, points: Ints, parts: Iterable[Hits]
) -> tuple[Ints, NDArray[np.int32]]:
    """How many pairs of each crowded subject have 0, 1, 2, ... points; where its counts begin."""
    start = np.concatenate(([0], np.cumsum(points[crowded] + 1)))
    first = np.full(len(points), -1, dtype=np.int64)
    first[crowded] = start[:-1]
    count = np.zeros(start[-1], dtype=np.int32)
    asked = shared.of_subjects(first >= 0)
    with ThreadPoolExecutor(cores()) as threads:
        for pairs in in_order(threads, asked.pairs, chain.from_iterable(map(asked.parts, parts))):
            at = first[pairs.subject]
            inside = at >= 0
            np.add.at(count, at[inside] + pairs.points[inside], 1)
    return start, count
