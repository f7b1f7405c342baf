"""Which of a subject's candidate records are about one and the same person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from matching.compare.birth import compare_birth
from matching.compare.contact import compare_ssn
from matching.compare.given import compare_generation, compare_given, compare_middle
from matching.compare.surname import compare_surname
from matching.model import Model
from matching.normalize.clean_name import CleanName
from matching.profile import Profile
from matching.score import Score, score

_ONE_PERSON = 0.5
_LIKELIEST = 40
"""Of all records that share one fact, at most this many are compared with each other."""
_HOPELESS = -12.0
"""A record below this many bits stays a person of its own."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One record of a subject's candidates: its profile and its score for the subject."""

    profile: Profile
    score: Score


def group_persons(
    model: Model, sightings: Sequence[Sighting], as_of: date, sure: float
) -> tuple[int, ...]:
    """A person number for every sighting, counted from 0 in the order of first sightings.

    `sure` is the probability from which a record counts as the subject's own.
    Two records are one person's when they share a birth, number, address, phone or e-mail and
    score for each other, or when both are surely the subject. Records that contradict each other
    never come together, not even by way of a third.
    """
    links = sorted(_links(model, sightings, as_of, sure), reverse=True)
    members = [[at] for at in range(len(sightings))]
    for link in links:
        left, right = members[-link[1]], members[-link[2]]
        if left is not right and not _conflict(sightings, left, right):
            left += right
            for at in right:
                members[at] = left
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(id(group), len(numbers)) for group in members)


def _links(
    model: Model, sightings: Sequence[Sighting], as_of: date, sure: float
) -> Iterator[tuple[float, int, int]]:
    certain = [at for at, seen in enumerate(sightings) if _is_subject(seen, sure)]
    for a, b in combinations(certain, 2):
        yield (0.0, -a, -b)
    for a, b in sorted(_pairs_with_shared_fact(sightings)):
        pair = score(model, sightings[a].profile, sightings[b].profile, as_of)
        if not pair.veto and pair.proved and pair.probability >= _ONE_PERSON:
            yield (pair.weight, -a, -b)


def _is_subject(seen: Sighting, sure: float) -> bool:
    return seen.score.proved and not seen.score.veto and seen.score.probability >= sure


def _pairs_with_shared_fact(sightings: Sequence[Sighting]) -> set[tuple[int, int]]:
    holders: dict[str, list[int]] = {}
    for at, seen in enumerate(sightings):
        if not seen.score.veto and seen.score.weight > _HOPELESS:
            for fact in _facts(seen.profile):
                holders.setdefault(fact, []).append(at)
    pairs: set[tuple[int, int]] = set()
    for group in holders.values():
        likeliest = sorted(group, key=lambda at: (-sightings[at].score.weight, at))[:_LIKELIEST]
        pairs.update(combinations(sorted(likeliest), 2))
    return pairs


def _facts(profile: Profile) -> Iterator[str]:
    """What two records must share one of before they are compared."""
    yield from (f"a{key}" for key in profile.address_keys)
    yield from (f"p{phone}" for phone in profile.phone_set)
    yield from (f"e{email}" for email in profile.email_set)
    if profile.dob is not None and profile.dob.is_full:
        yield f"b{profile.dob}"
    if profile.ssn4:
        yield f"s{profile.ssn4}"


def _conflict(sightings: Sequence[Sighting], left: list[int], right: list[int]) -> bool:
    return any(
        are_two_people(sightings[a].profile, sightings[b].profile) for a in left for b in right
    )


def are_two_people(a: Profile, b: Profile) -> bool:
    """Whether two records contradict each other so that they cannot be one person's."""
    if compare_birth(a.dob, b.dob) in ("contradiction", "year conflict"):
        return True
    if compare_ssn(a, b) == "contradiction":
        return True
    if not a.names or not b.names:
        return False
    return not any(_may_be_one(x, y) for x in a.names for y in b.names)


def _may_be_one(a: CleanName, b: CleanName) -> bool:
    if compare_generation(a, b) == "conflict" or compare_middle(a, b) == "conflict":
        return False
    if compare_given(a, b) in ("different", "near pair"):
        return False
    return compare_surname(a, b) != "different" or not a.surname or not b.surname
