"""Which values of a subject and of a matched record met, told from the records themselves.

A stored match holds no values: they are found again by comparing again, and told only where this
comes to the level that is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from matching.compare.met import MetValues, ValuesAt, met
from matching.compare.organization.relate import relate_organizations
from matching.compare.organizations.pairs import LEVELS as OF_ORGANIZATIONS
from matching.compare.organizations.pairs import compare_organizations
from matching.compare.pairs import LEVELS, compare
from matching.compare.rarity import Shares
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch
from matching.profile import Profile, profile_of_record, profile_of_subject
from matching.rank.organizations import searched_organizations
from matching.rank.searched import searched
from matching.score.former_organization_model import FORMER_LEVELS, FORMER_ORGANIZATION
from matching.written import Written, written
from skiptrace.model.match import Candidate, Term
from skiptrace.model.subject import Subject

COMPARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("surname", "given", "middle", "generation", "order"),
        "organization": (FORMER_ORGANIZATION, "name", "present name"),
        "ein": ("ein",),
        "officer": ("officer",),
        "birth": ("birth",),
        "ssn": ("ssn",),
        "phone": ("phone",),
        "email": ("email",),
        "place": ("place", "locality"),
    }
)
"""The kinds of values that can meet, each with the comparisons that say how."""

_UNSAID = frozenset({"no data", "as written"})
"""Levels that say nothing of values."""


@dataclass(frozen=True, slots=True, repr=False)
class Met:
    """Two values of a kind of COMPARED that met, as they were written; `words` say how.

    `ours` is the subject's value and `theirs` the record's; of a social security number all digits
    that are known.
    """

    kind: str
    ours: str
    theirs: str
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class MetOfMatch:
    """What met in a match; `changed` are kinds of which the stored match says something else.

    The subject is known by other values since, or this version compares otherwise.
    """

    met: tuple[Met, ...] = ()
    changed: tuple[str, ...] = ()


def met_of_match(subject: Subject, candidate: Candidate) -> MetOfMatch:
    """The values of subject and record that the terms of a match are about, each pair once."""
    record, stored = candidate.record, {term.name: term for term in candidate.terms}
    profiles = profile_of_subject(subject), profile_of_record(record)
    ours, theirs = written(subject, profiles[0]), written(record, profiles[1])
    columns = searched([profiles[0]], [[profiles[1]]])
    people, one = columns.people([profiles[0]]), np.zeros(1, dtype=np.int64)
    source = columns.source
    pair = (source.facts, source.shares, people, one, source.people, one)
    levels = _levels_of_organizations(*profiles) if "name" in stored else _levels(pair)
    levels[FORMER_ORGANIZATION] = _verdict(*profiles)
    found, changed, values = [], [], met(*pair)
    for kind, comparisons in COMPARED.items():
        terms = [stored[name] for name in comparisons if name in stored]
        words = how_met(terms)
        if not words:
            continue
        if any(levels[term.name] != term.level for term in terms):
            changed.append(kind)
        elif both := _values(kind, values, ours, theirs):
            found.append(Met(kind, *both, words))
    return MetOfMatch(tuple(found), tuple(changed))


_Pair = tuple[WordFacts, Shares, PersonBatch, Ints, PersonBatch, Ints]


def _levels(pair: _Pair) -> dict[str, str]:
    return {name: LEVELS[name][int(column[0])] for name, column in compare(*pair).items()}


def _levels_of_organizations(subject: Profile, record: Profile) -> dict[str, str]:
    columns, one = searched_organizations([subject], [[record]]), np.zeros(1, dtype=np.int64)
    source = columns.source
    found = compare_organizations(source.facts, columns.subjects, one, source.organizations, one)
    return {name: OF_ORGANIZATIONS[name][int(column[0])] for name, column in found.items()}


def _verdict(subject: Profile, record: Profile) -> str:
    """The level that matches of former days have for two organisations' names."""
    if subject.organization is None or record.organization is None:
        return FORMER_LEVELS[0]
    return relate_organizations(subject.organization, record.organization).verdict.value


def how_met(terms: Iterable[Term]) -> str:
    """What the terms of a kind say of its values, in words; empty when they say nothing."""
    return "; ".join(term.words for term in terms if term.level not in _UNSAID)


def _values(kind: str, at: MetValues, ours: Written, theirs: Written) -> tuple[str, str] | None:
    several: Mapping[str, tuple[ValuesAt, tuple[str, ...], tuple[str, ...]]] = {
        "name": (at.names, ours.names, theirs.names),
        "place": (at.places, ours.places, theirs.places),
        "phone": (at.phones, ours.phones, theirs.phones),
        "email": (at.emails, ours.emails, theirs.emails),
    }
    if kind not in several:
        return getattr(ours, kind), getattr(theirs, kind)
    numbers, left, right = several[kind]
    i, j = int(numbers.left[0]), int(numbers.right[0])
    return (left[i], right[j]) if i >= 0 and j >= 0 else None
