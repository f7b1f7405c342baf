"""The link without whom it found: whom subjects that were surely found would have met instead.

A subject that was surely found has its own record. Linked once more as if that person's records
were not there, whoever comes first is somebody else: a twin, a father, a namesake, as often as the
file holds some. A second record of its own that was not recognised counts as somebody else too, so
that a file which holds several records a person seems fuller of others than it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import NOT_KNOWN, PersonBatch
from matching.engine.blind import top_candidates
from matching.engine.by_file import room
from matching.engine.link import Linked, Part, part_at
from matching.score.additive import Units
from matching.score.lookalikes import (
    ENOUGH_ALIKE,
    ENOUGH_FOUND,
    MOSTLY,
    SURE,
    Found,
    Seen,
    lifts,
    surer,
    told,
)

_NOTHING_KNOWN = 0
"""What `Asked.known` counts where neither date of birth nor number is known."""

_NO_PERSON = -1

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


def shown_by_others(
    linked: Linked, asked: Asked, weigh: Weigh, agreed: float, blind: Part
) -> Units:
    """What the file adds to each survivor, in units of 1/64 bit; nothing where too few are found.

    `agreed` is by how much, in natural log-odds, the blind link finds the odds too low, and `blind`
    its pairs: where few of whom neither date of birth nor number is known are found, those of whom
    more is known show whom these would meet, linked as if it were not.
    """
    added = np.zeros(len(linked.weight), dtype=np.int32)
    top = top_candidates(linked.found, linked.weight)
    sure = (linked.held.number[top] == 0) & (told(linked.weight[top]) >= SURE)
    if int(sure.sum()) < ENOUGH_FOUND:
        return added
    found = linked.found.subject[top[sure]]
    at = top[sure & asked.looked_at[linked.found.subject[top]]]
    others, apart = _met(linked, at, (linked.found, linked.pair), asked, weigh)
    missing = asked.there.copy()
    missing[found] = False
    seen = Found(
        _counted(asked.known[found[asked.looked_at[found]]]),
        _counted(asked.known[missing]),
        others,
        apart,
        len(found) >= MOSTLY * int(asked.there.sum()),
    )
    added[top[sure]] = surer(linked.weight[top[sure]], seen, agreed)
    left = top[~sure]
    left = left[_is_claimed_by_none_more(linked)[left]]
    added[left] = lifts(_seen(linked, left, asked), seen)
    if seen.looked_at[_NOTHING_KNOWN] < ENOUGH_ALIKE:
        left = left[asked.known[linked.found.subject[left]] == _NOTHING_KNOWN]
        unknown = replace(asked, known=np.zeros_like(asked.known))
        others, apart = _met(linked, at, blind, unknown, weigh)
        looked_at = _counted(np.full(len(at), _NOTHING_KNOWN))
        seen = replace(seen, looked_at=looked_at, others=others, apart=apart)
        added[left] = lifts(_seen(linked, left, asked), seen)
    return np.minimum(added, room(linked))


@dataclass(frozen=True, slots=True)
class _Real:
    """Pairs and which person of the real link each is of, where it is a survivor there; whether a
    rule holds it there."""

    part: Part
    person: NDArray[np.int64]
    held: NDArray[np.bool_]

    @classmethod
    def of(cls, linked: Linked, part: Part) -> _Real:
        place = _places(linked, part)
        there = place >= 0
        person = np.where(there, linked.context.person[place], _NO_PERSON)
        return cls(part, person, there & (linked.held.number[place] > 0))


def _met(
    linked: Linked, found: NDArray[np.int64], part: Part, asked: Asked, weigh: Weigh
) -> tuple[Seen, Seen]:
    """Whom the found subjects come first to without the persons at those places.

    First what a rule holds stays, though its record looks like one of that person's: a twin's does.
    Then it does not.
    """
    real = _Real.of(linked, part)
    own = np.full(len(asked.known), _NO_PERSON)
    own[linked.found.subject[found]] = linked.context.person[found]
    own = own[part[0].subject]
    others = (own >= 0) & (real.person != own)
    kept = (others | ((own >= 0) & real.held), others)
    links = (weigh(part_at(part, np.flatnonzero(some)), linked) for some in kept)
    first, apart = (_seen(one, top_candidates(one.found, one.weight), asked) for one in links)
    return first, apart


def _places(linked: Linked, part: Part) -> NDArray[np.int64]:
    """Where among the survivors each pair is; -1 where it is none."""
    sides = (linked.found, part[0])
    width = 1 + max(int(side.record.max(initial=-1)) for side in sides)
    known, asked = (side.subject * width + side.record for side in sides)
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known, asked, sorter=order), max(len(known) - 1, 0))
    place = order[at]
    return np.asarray(np.where(known[place] == asked, place, -1))


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
