"""One finding a delivery point: the spellings of one address are one fact under one key.

A key of the case file stays: a finding that is stored goes on under the key it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.compare.address.delivery_points import delivery_points
from matching.parse.address.form import NormalAddress
from matching.parse.address.parts import address_parts, last_part
from matching.parse.address.read import normalize_address
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress
from skiptrace.tracing.burdens import FactKey
from skiptrace.tracing.facts import Fact


@dataclass(frozen=True, slots=True, repr=False)
class StoredAddress:
    """An address that a finding of the account has in the case file.

    `is_standing` says that the finding is the subject's own and was not superseded.
    """

    key: str
    place: NormalAddress
    is_standing: bool


def stored_addresses(findings: Iterable[Finding], subject_id: str) -> tuple[StoredAddress, ...]:
    """The addresses of an account's findings, as the subject's trace knows them."""
    return tuple(
        StoredAddress(
            finding.key,
            normalize_address(PostalAddress(original=finding.value)),
            finding.subject_id == subject_id and finding.status is not FindingStatus.SUPERSEDED,
        )
        for finding in findings
        if finding.kind is FindingKind.ADDRESS
    )


def by_delivery_point(
    facts: Sequence[Fact], stored: Iterable[StoredAddress], apart: frozenset[str]
) -> Mapping[FactKey, list[Fact]]:
    """The facts of addresses by the key of their delivery point, whatever the order they came in.

    The key is that of a standing finding of the case file, else the first of its spellings. Where
    two points have one key (a ZIP code with two towns), the doubtful one has its town added. Keys
    that are `apart` are joined with no other spelling.
    """
    grouped: dict[FactKey, list[Fact]] = defaultdict(list)
    open_facts: list[Fact] = []
    for fact in facts:
        if fact.key in apart or fact.place is None:
            grouped[fact.kind, fact.key].append(fact)
        else:
            open_facts.append(fact)
    for key, group in _keyed(_points(open_facts, stored, apart), {key for _, key in grouped}):
        grouped[FindingKind.ADDRESS, key] = group
    return grouped


@dataclass(slots=True)
class _Point:
    """One delivery point: its facts, and the keys that the case file has of it and of them."""

    facts: list[Fact]
    stored: set[str]
    named: set[str]

    @property
    def keys(self) -> list[str]:
        """The keys that it may have, the best first."""
        return sorted(self.stored or self.named or {fact.key for fact in self.facts})

    @property
    def rank(self) -> tuple[bool, bool, bool, str, str]:
        """Who may keep a key that two points have: the stored one, then the one less in doubt."""
        doubtful = all(last_part(_last(fact)).unchecked for fact in self.facts)
        least = min(fact.value for fact in self.facts)
        return not self.stored, not self.named, doubtful, self.keys[0], least


def _last(fact: Fact) -> str:
    return "" if fact.place is None else address_parts(fact.place).last


def _points(
    facts: Sequence[Fact], stored: Iterable[StoredAddress], apart: frozenset[str]
) -> Sequence[_Point]:
    known = [one for one in stored if one.is_standing and one.key not in apart]
    keys = {one.key for one in known}
    places = [fact.place for fact in facts if fact.place is not None]
    numbers = delivery_points([*places, *(one.place for one in known)])
    points: dict[int, _Point] = {}
    for number, fact in zip(numbers, facts, strict=False):
        point = points.setdefault(number, _Point([], set(), set()))
        point.facts.append(fact)
        point.named |= {fact.key} & keys
    for number, one in zip(numbers[len(facts) :], known, strict=True):
        if number in points:
            points[number].stored.add(one.key)
    return sorted(points.values(), key=lambda point: point.rank)


def _keyed(points: Sequence[_Point], taken: set[str]) -> Iterable[tuple[str, list[Fact]]]:
    for point in points:
        free = next((key for key in point.keys if key not in taken), "")
        key, facts = free, point.facts
        if not free:
            key = _told_apart(point, taken)
            facts = [replace(fact, key=key) for fact in facts]
        taken.add(key)
        yield key, facts


def _told_apart(point: _Point, taken: set[str]) -> str:
    """A key that no other point has: with the town, and a number if even that is not enough."""
    place = min((fact.place for fact in point.facts if fact.place), key=lambda a: a.last_line)
    key = "|".join((point.keys[0], f"{place.city} {place.state}".strip(), *place.details))
    number = 2
    while key in taken:
        key, number = f"{key.removesuffix(f'|{number - 1}')}|{number}", number + 1
    return key
