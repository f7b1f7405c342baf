"""The link without whom it found: whom subjects that were surely found would have met instead.

A subject that was surely found has its own record. Linked once more as if that person's records
were not there, whoever comes first is somebody else: a twin, a father, a namesake, as often as the
file holds some. A second record of its own that was not recognised counts as somebody else too, so
that a file which holds several records a person seems fuller of others than it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import NOT_KNOWN, PersonBatch
from matching.engine.blind import top_candidates
from matching.engine.by_file import room
from matching.engine.link import Linked, Part, part_at
from matching.score.additive import Units
from matching.score.lookalikes import (
    ENOUGH_FOUND,
    MOSTLY,
    SURE,
    Found,
    Seen,
    lifts,
    surer,
    told,
)

Weigh = Callable[[Part, Linked], Linked]
"""Weighs pairs in context, where others claim records as in the real link."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The subjects: what is known of each as a small number, whose given name is known, and who is
    looked at; `there` says who is of this kind at all.
    """

    known: NDArray[np.int64]
    named: NDArray[np.bool_]
    looked_at: NDArray[np.bool_]
    there: NDArray[np.bool_]

    @classmethod
    def of_people(cls, people: PersonBatch, looked_at: NDArray[np.bool_]) -> Asked:
        """Of people: whether date of birth and number are known, which tell one from another."""
        number = (people.ssn != NOT_KNOWN) | (people.last4 != NOT_KNOWN)
        known = (people.year > 0) + 2 * number.astype(np.int64)
        given = people.names.given > 0
        named = np.logical_or.reduceat(given, people.names.start[:-1]) if len(given) else given
        return cls(known, named, looked_at, ~people.organization)


def shown_by_others(linked: Linked, asked: Asked, weigh: Weigh, agreed: float) -> Units:
    """What the file adds to each survivor, in units of 1/64 bit; nothing where too few are found.

    `agreed` is by how much, in natural log-odds, the blind link finds the odds too low.
    """
    added = np.zeros(len(linked.weight), dtype=np.int32)
    top = top_candidates(linked.found, linked.weight)
    sure = (linked.held.number[top] == 0) & (told(linked.weight[top]) >= SURE)
    if int(sure.sum()) < ENOUGH_FOUND:
        return added
    found = linked.found.subject[top[sure]]
    at = top[sure & asked.looked_at[linked.found.subject[top]]]
    others, apart = (
        _seen(one, top_candidates(one.found, one.weight), asked)
        for one in (_without(linked, at, stay, weigh) for stay in (linked.held.number > 0, False))
    )
    missing = asked.there.copy()
    missing[found] = False
    seen = Found(
        _counted(asked.known[found[asked.looked_at[found]]]),
        _counted(asked.known[missing]),
        others,
        apart,
        len(found) >= MOSTLY * int(asked.there.sum()),
    )
    left = top[~sure]
    left = left[_is_claimed_by_none_more(linked)[left]]
    added[left] = lifts(_seen(linked, left, asked), seen)
    added[top[sure]] = surer(linked.weight[top[sure]], seen, agreed)
    return np.minimum(added, room(linked))


def _without(
    linked: Linked, found: NDArray[np.int64], stay: NDArray[np.bool_] | bool, weigh: Weigh
) -> Linked:
    """The found subjects linked without the persons at those places.

    What is to `stay` does so though its record looks like one of that person's: a twin's does.
    """
    subject = linked.found.subject
    person = np.full(int(subject.max(initial=-1)) + 1, -1)
    person[subject[found]] = linked.context.person[found]
    others = (person[subject] >= 0) & ((linked.context.person != person[subject]) | stay)
    return weigh(part_at((linked.found, linked.pair), np.flatnonzero(others)), linked)


def _seen(linked: Linked, at: NDArray[np.int64], asked: Asked) -> Seen:
    subject = linked.found.subject[at]
    return Seen(
        linked.weight[at],
        linked.free[at],
        linked.held.number[at],
        asked.known[subject].astype(np.uint8),
        asked.named[subject],
    )


def _counted(known: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(known, minlength=4)


def _is_claimed_by_none_more(linked: Linked) -> NDArray[np.bool_]:
    """Whether no other subject has more evidence for the record."""
    record = linked.found.record
    best = np.full(int(record.max(initial=-1)) + 1, np.iinfo(np.int32).min)
    np.maximum.at(best, record, linked.free)
    return np.asarray(linked.free == best[record])
