"""Who is, or may be, the same person as somebody: by blind keys first, by sameness then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from matching.same_person import Identity, Sameness, identity_of, sameness
from skiptrace.casefile.account_reading import read_subjects
from skiptrace.casefile.person_keys import direct_sharers, sharing_a_key
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import Reach

_REACHES = {Sameness.SAME: Reach.SAME_PERSON, Sameness.DOUBTFUL: Reach.MAYBE_PERSON}
_EACH, _AT_LEAST = 4, 400
"""How many subjects keys may lead to: so many for each asked for, and so many in all."""


@dataclass(slots=True)
class Kin:
    """Who shares a key with whom, and who of them is known well enough to be compared."""

    neighbours: dict[str, frozenset[str]]
    _identities: dict[str, Identity] = field(default_factory=dict)
    _known: dict[tuple[str, str], Sameness] = field(default_factory=dict)

    def others(self) -> frozenset[str]:
        """Everybody to whom keys lead."""
        return frozenset().union(self.neighbours.keys(), *self.neighbours.values())

    def reachable(self, subjects: Iterable[str]) -> set[str]:
        """The subjects that keys lead to, whoever they are, these included."""
        wanted = list(subjects)
        seen = set(wanted)
        while wanted:
            new = self.neighbours.get(wanted.pop(), frozenset()) - seen
            seen |= new
            wanted += new
        return seen

    def know(self, tx: Tx, subjects: Iterable[str]) -> None:
        """Decrypts these subjects, so that they can be compared."""
        unknown = sorted({*subjects} - self._identities.keys())
        read = read_subjects(tx, unknown)
        self._identities.update({i: identity_of(subject) for i, subject in read.items()})

    def people(self, subjects: Collection[str]) -> dict[str, Reach]:
        """Who these people are, or may be, and how surely.

        One person's subjects hang together in chains; a chain with one doubtful link is doubtful,
        and one with two is none. Everybody whom it meets has to be known.
        """
        people = dict.fromkeys(subjects, Reach.SAME_PERSON)
        wanted = list(subjects)
        while wanted:
            one = wanted.pop()
            for other in self.neighbours.get(one, frozenset()):
                reach = _chained(people[one], self._sameness(one, other))
                if reach is not None and _is_surer(reach, people.get(other)):
                    people[other] = reach
                    wanted.append(other)
        return people

    def _sameness(self, one: str, other: str) -> Sameness:
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = sameness(self._identities[one], self._identities[other])
        return self._known[pair]


def most_of(subject_ids: Collection[str]) -> int:
    """From how many subjects on what keys lead to is a crowd."""
    return max(_AT_LEAST, _EACH * len(subject_ids))


def kin_of(tx: Tx, subject_ids: Collection[str], most: int) -> Kin:
    """Everybody to whom keys lead from these subjects.

    Where these are more than `most`, only those who are or may be the same person are followed
    further, each by what they are: whom `people` finds is the same either way.
    """
    found = sharing_a_key(tx, subject_ids, most)
    return Kin(found) if found is not None else _followed(tx, subject_ids)


def _followed(tx: Tx, subject_ids: Collection[str]) -> Kin:
    kin = Kin({})
    wanted: Collection[str] = frozenset(subject_ids)
    asked: set[str] = set()
    while wanted:
        found = direct_sharers(tx, wanted)
        asked.update(wanted)
        kin.neighbours |= found
        kin.know(tx, {*wanted, *(other for others in found.values() for other in others)})
        wanted = kin.people(subject_ids).keys() - asked
    return kin


def by_account(
    people: Mapping[str, Reach], accounts: Mapping[str, frozenset[str]]
) -> dict[str, Reach]:
    """The accounts of these people, and how surely each is theirs."""
    found: dict[str, Reach] = {}
    for subject, reach in people.items():
        for account in accounts.get(subject, frozenset()):
            if _is_surer(reach, found.get(account)):
                found[account] = reach
    return found


def _chained(reach: Reach, link: Sameness) -> Reach | None:
    if link is Sameness.DIFFERENT or (reach, link) == (Reach.MAYBE_PERSON, Sameness.DOUBTFUL):
        return None
    return Reach.MAYBE_PERSON if reach is Reach.MAYBE_PERSON else _REACHES[link]


def _is_surer(reach: Reach, known: Reach | None) -> bool:
    return known is None or (known is Reach.MAYBE_PERSON and reach is Reach.SAME_PERSON)
