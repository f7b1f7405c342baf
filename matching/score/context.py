"""What the other candidates say of a candidate: rivals, support, other subjects, namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import GIVEN, SURNAME, Levels
from matching.encode.batch import Ints
from matching.encode.sorted_once import sorted_once
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.constraints.signs import household_members

GAP_EDGES = (-8.0, -5.0, -3.0, -2.0, -1.0, -0.3, 0.3, 1.0, 2.0, 3.0, 5.0, 8.0)
SUPPORT_EDGES = (-6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 7.0)


def _between(edges: tuple[float, ...]) -> tuple[str, ...]:
    inner = (f"{low:g} to {high:g}" for low, high in pairwise(edges))
    return (f"below {edges[0]:g}", *inner, f"above {edges[-1]:g}")


CONTEXT_LEVELS: Mapping[str, tuple[str, ...]] = {
    "rival": ("no data", *_between(GAP_EDGES)),
    "unsure rival": ("no data", *_between(GAP_EDGES)),
    "support": ("no data", *_between(SUPPORT_EDGES)),
    "other subject": ("no data", *_between(GAP_EDGES), "none"),
    "namesakes": ("no data", "none", "one", "two", "three", "four", "more"),
    "other namesakes": ("no data", "none", "one", "two", "three", "four", "more"),
    "records": ("no data", "one", "two", "three", "four", "more"),
    "register": ("no data", "one record a person", "several records a person"),
}
"""Comparisons with the other candidates; gaps and support are in natural log-odds."""

_GAPS = range(1, len(GAP_EDGES) + 2)
_SUPPORTS = range(1, len(SUPPORT_EDGES) + 2)

CONTEXT_STEPS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "rival": (*pairwise(_GAPS), (1, 0)),
    "unsure rival": (*pairwise(_GAPS), (1, 0)),
    "support": (*pairwise(_SUPPORTS), (0, _SUPPORTS[-1])),
    "other subject": (*pairwise(_GAPS), (1, len(_GAPS) + 1)),
    "other namesakes": tuple(pairwise(range(6, 0, -1))),
}
"""Steps of levels by number, the second never less in favour of the candidate than the first.

The farther a rival is behind, the better, and none is better than one far ahead; so is support, and
the fewer namesakes there are.
"""

_MOST_RECORDS = len(CONTEXT_LEVELS["records"]) - 1

LIKELIEST = 6
"""So many of a subject's candidates, the likeliest, are compared with each of its others."""

SAME, APART = 0.0, -3.0
"""Natural log-odds from which two records are one person's, or surely two people's."""

CONTRADICTED = 3 * APART
"""Natural log-odds, at most, of two records that contradict each other."""

Positions = NDArray[np.int32]
"""Of survivors; there are several links a survivor, so they are kept in half the memory."""

_LINKS_AT_ONCE, _GROUPS_AT_ONCE = 1 << 22, 1 << 14


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """The candidates worth a second look, by subject, the likeliest first.

    `subject` and `record` are the pair, `odds` its natural log-odds on its own evidence.
    """

    subject: Ints
    record: Ints
    odds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True, slots=True)
class RecordLinks:
    """Pairs of one subject's survivors (by position) and how surely they are one person."""

    left: Positions
    right: Positions
    odds: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Context:
    """The levels of CONTEXT_LEVELS for every survivor, and which survivors are one person.

    `person` is the position of the first survivor of the same person.
    """

    levels: Mapping[str, Levels]
    person: Ints
    links: RecordLinks


LinkOdds = Callable[[Ints, Ints], NDArray[np.float64]]
"""Natural log-odds that two records (by number) are about one person."""


def natural(weights: Units) -> NDArray[np.float64]:
    """Natural log-odds of weights in units of 1/64 bit."""
    return np.asarray(weights * (np.log(2.0) / UNITS_PER_BIT))


def in_units(odds: NDArray[np.float64] | float) -> Units:
    """Natural log-odds as weights in units of 1/64 bit, rounded."""
    return np.asarray(np.rint(np.asarray(odds) * (UNITS_PER_BIT / np.log(2.0))), dtype=np.int32)


def context(
    found: ScoredPairs,
    levels: Mapping[str, Levels],
    link: LinkOdds,
    *,
    register: bool | None,
    claims: ScoredPairs | None,
) -> Context:
    """The context of every survivor.

    `levels` are the survivors' own comparison levels. `register` says that a source holds one
    record a person, or several; None is not known. `claims` are the candidates by which other
    subjects claim the records; without them other subjects do not count.
    """
    marks = Marks(household_members(levels), _bear_one_name(levels))
    return context_of(found, marks, link, register=register, claims=claims)


@dataclass(frozen=True, slots=True)
class Marks:
    """Of each survivor whether it is only of the household, and whether it bears the name."""

    household_member: NDArray[np.bool_]
    namesake: NDArray[np.bool_]


def context_of(
    found: ScoredPairs,
    marks: Marks,
    link: LinkOdds,
    *,
    register: bool | None,
    claims: ScoredPairs | None,
) -> Context:
    """The context of survivors of any kind, by what their comparisons say; as `context`."""
    household_member = marks.household_member.copy()
    left, right = _neighbours(found.subject, household_member)
    links = RecordLinks(left, right, _odds(found.record, left, right, link))
    if register is None and claims is not None:
        register = holds_one_each(found, links)
    if register:
        links = RecordLinks(left, right, np.full(len(left), CONTRADICTED))
    person = _persons(len(found), links)
    household_member &= ~np.isin(person, person[~household_member])
    made = {
        **_rivals(found, links, person, household_member),
        "other subject": _other_subjects(found, claims),
        **_namesakes(found, marks.namesake, person),
        "records": np.minimum(_sizes(person), _MOST_RECORDS).astype(np.uint8),
        "register": np.full(len(found), {None: 0, True: 1, False: 2}[register], dtype=np.uint8),
    }
    return Context(made, person, links)


def _neighbours(subject: Ints, household_member: NDArray[np.bool_]) -> tuple[Positions, Positions]:
    """The pairs of positions of one subject's survivors of which one is of the LIKELIEST.

    Who is only of the household stands behind all others, however likely.
    """
    order = np.lexsort((household_member, subject)).astype(np.int32)
    first = np.searchsorted(subject, subject).astype(np.int32)
    rank = np.arange(len(subject), dtype=np.int32) - first
    sizes = [int(np.count_nonzero(rank > ahead)) for ahead in range(LIKELIEST)]
    left, right = (np.empty(sum(sizes), dtype=np.int32) for _ in range(2))
    end = 0
    for ahead, size in enumerate(sizes):
        behind = np.flatnonzero(rank > ahead)
        one, other = order[first[behind] + ahead], order[behind]
        np.minimum(one, other, out=left[end : end + size])
        np.maximum(one, other, out=right[end : end + size])
        end += size
    return left, right


def _odds(record: Ints, left: Positions, right: Positions, link: LinkOdds) -> NDArray[np.float64]:
    """How surely the records of each two positions are one person's."""
    odds = np.empty(len(left))
    for first in range(0, len(left), _LINKS_AT_ONCE):
        at = slice(first, first + _LINKS_AT_ONCE)
        odds[at] = link(record[left[at]], record[right[at]])
    return odds


def holds_one_each(found: ScoredPairs, links: RecordLinks) -> bool | None:
    """Whether the records look like a register of one record a person; None with too few to say.

    Of the subjects with a strong candidate, under 4% have a second strong one of the same person.
    """
    strong = found.odds > 2.5
    subjects = sorted_once(found.subject[strong])
    if len(subjects) < 200:
        return None
    both = strong[links.left] & strong[links.right] & (links.odds > SAME)
    several = np.unique(found.subject[links.left[both]])
    return bool(len(several) / len(subjects) < 0.04)


def _persons(count: int, links: RecordLinks) -> Ints:
    """The lowest position of each group of survivors that ties join; none contradicts another."""
    one = links.odds > SAME
    person = _connected(count, links.left[one], links.right[one])
    inside = person[links.left] == person[links.right]
    clash = inside & (links.odds <= CONTRADICTED)
    if clash.any():
        group = person[links.left]
        inside &= np.isin(group, group[clash])
        parts = [_by_group(group, np.flatnonzero(some)) for some in (inside & one, clash)]
        groups = np.unique(parts[1][1])
        for first in range(0, len(groups), _GROUPS_AT_ONCE):
            ends = groups[first : first + _GROUPS_AT_ONCE][[0, -1]] + [0, 1]
            _part(person, links, *(at[slice(*np.searchsorted(of, ends))] for at, of in parts))
    return person.astype(np.int64)


def _by_group(group: Positions, at: Ints) -> tuple[Ints, Positions]:
    """Links in the order of their groups, and these."""
    order = np.argsort(group[at], kind="stable")
    return at[order], group[at[order]]


def _part(person: Positions, links: RecordLinks, joining: Ints, clashing: Ints) -> None:
    """Joins anew, the surest tie first, where records of one group contradict each other.

    So a record without a suffix joins the father's or the son's, and does not make them one.
    """
    against: dict[int, set[int]] = defaultdict(set)
    for a, b in zip(links.left[clashing].tolist(), links.right[clashing].tolist(), strict=True):
        against[a].add(b)
        against[b].add(a)
    left, right = links.left[joining], links.right[joining]
    order = np.lexsort((right, left, -links.odds[joining]))
    group = {at: {at} for at in np.union1d(left, right).tolist()}
    for a, b in zip(left[order].tolist(), right[order].tolist(), strict=True):
        one, other = group[a], group[b]
        if one is not other and not any(against[at] & other for at in one):
            one |= other
            group.update(dict.fromkeys(other, one))
    for at, members in group.items():
        person[at] = min(members)


def _connected(count: int, left: Positions, right: Positions) -> Positions:
    """The lowest position of each connected group."""
    person = np.arange(count, dtype=np.int32)
    while len(left):
        lowest = np.minimum(person[left], person[right])
        before = person.copy()
        np.minimum.at(person, left, lowest)
        np.minimum.at(person, right, lowest)
        if np.array_equal(before, person):
            break
    return person


_NONE = -99.0


def _rivals(
    found: ScoredPairs, links: RecordLinks, person: Ints, household_member: NDArray[np.bool_]
) -> dict[str, Levels]:
    """The best rival, possible rival and support of each; nobody of the household is one."""
    one = person[links.left] == person[links.right]
    apart = links.odds < APART
    counted = np.where(household_member, _NONE, found.odds)
    rival = _best(counted, links, ~one & apart)
    unsure = _best(counted, links, ~one & ~apart)
    support = _best(counted, links, one)
    return {
        "rival": _bucket(found.odds - rival, GAP_EDGES, rival > _NONE),
        "unsure rival": _bucket(found.odds - unsure, GAP_EDGES, unsure > _NONE),
        "support": _bucket(support, SUPPORT_EDGES, support > _NONE),
    }


def _best(
    odds: NDArray[np.float64], links: RecordLinks, chosen: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The best of the odds of the survivors that the chosen ties join to each."""
    best = np.full(len(odds), _NONE)
    left, right = links.left[chosen], links.right[chosen]
    np.maximum.at(best, left, odds[right])
    np.maximum.at(best, right, odds[left])
    return best


def _bucket(
    values: NDArray[np.float64], edges: tuple[float, ...], known: NDArray[np.bool_]
) -> Levels:
    return np.where(known, np.digitize(values, edges) + 1, 0).astype(np.uint8)


def _other_subjects(found: ScoredPairs, claims: ScoredPairs | None) -> Levels:
    """How far the best claim of another subject on the record is behind or ahead."""
    if claims is None:
        return np.zeros(len(found), dtype=np.uint8)
    other = best_other_claim(found, claims)
    levels = _bucket(found.odds - other, GAP_EDGES, other > _NONE)
    return np.where(other > _NONE, levels, len(CONTEXT_LEVELS["other subject"]) - 1).astype(
        np.uint8
    )


def best_other_claim(found: ScoredPairs, claims: ScoredPairs) -> NDArray[np.float64]:
    """The log-odds of the best claim of another subject on each record; -99 where there is none."""
    records = 1 + max(int(claims.record.max(initial=-1)), int(found.record.max(initial=-1)))
    best, second = np.full(records, _NONE), np.full(records, _NONE)
    np.maximum.at(best, claims.record, claims.odds)
    is_best = claims.odds == best[claims.record]
    leader = np.full(records, -1)
    leader[claims.record[is_best]] = claims.subject[is_best]
    behind = claims.subject != leader[claims.record]
    np.maximum.at(second, claims.record[behind], claims.odds[behind])
    leads = leader[found.record] == found.subject
    return np.where(leads, second[found.record], best[found.record])


_AGREEING_SURNAMES = SURNAME.index("sounds alike")
_AGREEING_GIVENS = GIVEN.index("initial")


def _bear_one_name(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    surname, given = levels["surname"], levels["given"]
    own = (surname > 0) & (surname <= _AGREEING_SURNAMES)
    return np.asarray(own & (given > 0) & (given <= _AGREEING_GIVENS))


def _namesakes(found: ScoredPairs, own: NDArray[np.bool_], person: Ints) -> dict[str, Levels]:
    """How many persons among the subject's candidates bear its name, with and without each itself.

    With itself, a candidate that agrees less would have fewer; former models count so.
    """
    lead = own & (person == np.arange(len(found)))
    counts = np.bincount(found.subject[lead], minlength=int(found.subject.max(initial=-1)) + 1)
    whole = counts[found.subject]
    others = whole - lead[person]
    return {
        name: (np.minimum(many, 5) + 1).astype(np.uint8)
        for name, many in (("namesakes", whole), ("other namesakes", others))
    }


def records_in_one_file(person: Ints, files: Ints) -> NDArray[np.uint8]:
    """Levels of `records`: how many records of its person the file has that has most of them."""
    most = np.zeros(len(person), dtype=np.int64)
    pairs, counts = np.unique(np.stack([person, files]), axis=1, return_counts=True)
    np.maximum.at(most, pairs[0], counts)
    return np.minimum(most[person], _MOST_RECORDS).astype(np.uint8)


def _sizes(person: Ints) -> Ints:
    return np.bincount(person, minlength=len(person))[person].astype(np.int64)
