"""Distinct people and "none of these" share one probability mass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matching.model import whole_bits
from matching.persons import Sighting, are_two_people
from matching.score import Score, summed
from skiptrace.model.match import Term

_WORDS = "other people fit the subject as well"
_FAINT = -12.0
"""People below this many bits are rivals as a crowd, without a look at each."""


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    lead: Sighting
    weight: float
    is_proved: bool
    is_sure: bool


def compete(sightings: Sequence[Sighting], persons: Sequence[int], sure: float) -> list[Score]:
    """The scores with a term for the other people's odds: n equal namesakes get 1/n at most each.

    A person is as likely as the likeliest record, and the records of one person do not compete.
    Nor do two records that may be one person's when one is the subject beyond doubt (`sure`), and
    a rival of whom only the name agrees takes nothing from a person of whom more agrees.
    """
    people = _people(sightings, persons, sure)
    strong = [person for person in people.values() if person.weight > _FAINT]
    crowd = math.fsum(_odds(p.weight) for p in people.values() if p.weight <= _FAINT)
    bits = {person.number: _bits(person, strong, crowd) for person in people.values()}
    return [_with(seen.score, bits[at]) for seen, at in zip(sightings, persons, strict=True)]


def _people(
    sightings: Sequence[Sighting], persons: Sequence[int], sure: float
) -> dict[int, _Person]:
    people: dict[int, _Person] = {}
    for seen, number in zip(sightings, persons, strict=True):
        known = people.get(number)
        found = seen.score
        is_sure = found.proved and not found.veto and found.probability >= sure
        if known is None or found.weight > known.weight:
            proved = found.proved or (known is not None and known.is_proved)
            settled = is_sure or (known is not None and known.is_sure)
            people[number] = _Person(number, seen, found.weight, proved, settled)
    return people


def _bits(person: _Person, strong: Sequence[_Person], crowd: float) -> float:
    own = _odds(person.weight) if person.weight <= _FAINT else 0.0
    others = [_odds(rival.weight) for rival in strong if _takes_from(rival, person)]
    return whole_bits(-math.log2(1.0 + math.fsum((*others, max(crowd - own, 0.0)))))


def _takes_from(rival: _Person, person: _Person) -> bool:
    if rival.number == person.number:
        return False
    may_be_one = rival.is_sure or person.is_sure or (person.is_proved and not rival.is_proved)
    if not may_be_one:
        return True
    return rival.is_proved and are_two_people(rival.lead.profile, person.lead.profile)


def _with(found: Score, bits: float) -> Score:
    if not bits:
        return found
    terms = (*found.terms, Term("competition", "rivals", bits, _WORDS))
    return Score(summed(terms), terms, found.veto, found.proved)


def _odds(weight: float) -> float:
    return math.pow(2.0, min(weight, 1000.0))
