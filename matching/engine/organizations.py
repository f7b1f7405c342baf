"""Set-based linking of organisations: pairs scored in blocks, survivors seen in context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.block.candidates import Bounds, Pairs
from matching.block.likeliest import candidates
from matching.block.organization_keys import name_marks, organization_keys
from matching.compare.names import Levels
from matching.compare.organizations.name_rarity import NOTHING_COUNTED, word_shares
from matching.compare.organizations.names import NamePairsOf
from matching.compare.organizations.pairs import (
    OrganizationFacts,
    compare_organizations,
    crowds_of,
)
from matching.compare.rarity import census_shares, shares_of
from matching.compare.words import WordFacts
from matching.crew import done_in_order
from matching.encode.batch import Ints
from matching.encode.organizations import OrganizationBatch, OrganizationNames
from matching.engine.blind import Revealed, top_candidates
from matching.engine.link import (
    Linked,
    Part,
    beyond_one,
    claims_of,
    competition,
    ordered,
    part_at,
)
from matching.score.constraints.held import organizations_held
from matching.score.constraints.organizations import contradict
from matching.score.context import (
    CONTRADICTED,
    LinkOdds,
    Marks,
    ScoredPairs,
    context_of,
    in_units,
    natural,
    records_in_one_file,
)
from matching.score.organization_model import CONTEXT_OF, OrganizationModel

BLOCK = 1 << 14
"""Pairs that one process compares at once."""


@dataclass(frozen=True, slots=True)
class OrganizationSource:
    """The side of the records: the organisations, and what the comparisons are asked with.

    `register` says one record an organisation, several, or not known; `batch` that all subjects
    are linked with it at once, which claim its records by `claims` or by what is weighed. `files`
    is from which of several files each record is, None where they are one: only that one file has
    several records of an organisation is a sign.
    """

    organizations: OrganizationBatch
    facts: OrganizationFacts
    register: bool | None = None
    batch: bool = True
    claims: ScoredPairs | None = None
    files: Ints | None = None

    def claimed(self, found: ScoredPairs) -> ScoredPairs | None:
        """The candidates by which other subjects claim records, where they do."""
        return claims_of(self, found)


def source_of(
    words: WordFacts, names: OrganizationNames, records: OrganizationBatch, *, batch: bool
) -> OrganizationSource:
    """The source of a whole table, whose values are counted, or of the few records of a search.

    `words` and `names` hold those of the subjects too.
    """
    known = names.names
    shares = (shares_of if batch else census_shares)(words, records.people)
    counted = word_shares(known, records.called) if batch else NOTHING_COUNTED
    crowds = crowds_of(records, counted=batch)
    facts = OrganizationFacts(words, shares, NamePairsOf(known, counted), crowds)
    return OrganizationSource(records, facts, batch=batch)


def key_sharing(subjects: OrganizationBatch, source: OrganizationSource, bounds: Bounds) -> Pairs:
    """The pairs that share a blocking key, the likeliest of each subject, by subject and record."""
    marks = name_marks(source.facts.names.names)
    asked, stored = (
        organization_keys(source.facts.words, marks, side)
        for side in (subjects, source.organizations)
    )
    return candidates(asked, stored, bounds)


@dataclass(frozen=True, slots=True)
class Beside:
    """Which pairs below the model's floor are kept: of the subjects in `blind` those that are above
    it without their numbers, and with `every` all."""

    blind: NDArray[np.bool_] | None = None
    every: bool = False


_NOTHING = Beside()


def scored_organizations(
    model: OrganizationModel,
    subjects: OrganizationBatch,
    source: OrganizationSource,
    i: Ints,
    j: Ints,
) -> Part:
    """The given pairs that are above the model's floor on their own evidence, with their levels."""
    return scored_beside(model, subjects, source, (i, j), _NOTHING)[0]


def scored_beside(
    model: OrganizationModel,
    subjects: OrganizationBatch,
    source: OrganizationSource,
    pairs: tuple[Ints, Ints],
    beside: Beside,
) -> tuple[Part, Part]:
    """The same, and the pairs below the floor that are kept beside them.

    Names are compared by rules in Python, so many pairs are compared by processes of their own.
    """
    i, j = pairs
    starts = range(0, max(len(i), 1), BLOCK)
    score = partial(_scored, model, subjects, source, beside)
    blocks = ((i[at : at + BLOCK], j[at : at + BLOCK]) for at in starts)
    kept = ordered(list(done_in_order(score, blocks, [], several=len(starts) > 1)))
    above = kept[0].odds > model.floor
    return part_at(kept, np.flatnonzero(above)), part_at(kept, np.flatnonzero(~above))


def _scored(
    model: OrganizationModel,
    subjects: OrganizationBatch,
    source: OrganizationSource,
    beside: Beside,
    block: tuple[Ints, Ints],
) -> Part:
    i, j = block
    levels = compare_organizations(source.facts, subjects, i, source.organizations, j)
    odds = natural(model.pair.weigh(levels))
    kept = (odds > model.floor) | beside.every
    if beside.blind is not None:
        numbered = beside.blind[i] & has_numbers(levels)
        kept |= numbered & (natural(model.pair.weigh(without_numbers(levels))) > model.floor)
    return part_at((ScoredPairs(i, j, odds), levels), np.flatnonzero(kept))


NUMBERS = ("ein", "register number")
"""The comparisons that identify an organisation, and that a blind link hides."""


def has_numbers(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Which pairs have a number of an organisation on both sides."""
    return np.asarray(np.logical_or.reduce([levels[name] > 0 for name in NUMBERS]))


def without_numbers(levels: Mapping[str, Levels]) -> dict[str, Levels]:
    """The levels as if no number were known."""
    return {n: np.zeros_like(c) if n in NUMBERS else c for n, c in levels.items()}


def revealed_organizations(
    model: OrganizationModel, source: OrganizationSource, pairs: Part, linked: Linked
) -> Revealed:
    """Links organisations without their numbers, each as if only it were, and uncovers the answer.

    `pairs` are all of those subjects that are above the model's floor, blind or not; `linked` is
    the real link, by whose candidates other subjects claim the records.
    """
    blind = natural(model.pair.weigh(without_numbers(pairs[1])))
    order = np.lexsort((pairs[0].record, -blind, pairs[0].subject))
    order = order[blind[order] > model.floor]
    (found, levels), blind = part_at(pairs, order), blind[order]
    hidden = ScoredPairs(found.subject, found.record, blind)
    beside = replace(source, register=linked.register, claims=linked.found)
    again = organizations_in_context(model, hidden, without_numbers(levels), beside)
    top = top_candidates(hidden, again.weight)
    top = top[has_numbers(levels)[top]]
    said, told = natural(again.weight[top]), (found.odds - blind)[top]
    return Revealed.of(said, told, again.constraint[top] == 0)


def organization_odds(model: OrganizationModel, source: OrganizationSource) -> LinkOdds:
    """How surely two records of the source are one organisation's."""

    def of(a: Ints, b: Ints) -> NDArray[np.float64]:
        own = source.organizations
        levels = compare_organizations(source.facts, own, a, own, b)
        found = natural(model.pair.weigh(levels))
        return np.where(contradict(levels), np.minimum(found, CONTRADICTED), found)

    return of


def marks_of(levels: Mapping[str, Levels]) -> Marks:
    """Nobody of an organisation's household is told apart; the bearers of its name are."""
    agree = levels["present name"] == 1
    return Marks(np.zeros(len(agree), dtype=np.bool_), np.asarray(agree))


def organizations_in_context(
    model: OrganizationModel,
    found: ScoredPairs,
    levels: Mapping[str, Levels],
    source: OrganizationSource,
) -> Linked:
    """The survivors weighed in the light of each other, and held down by the constraints."""
    odds = organization_odds(model, source)
    claims = source.claimed(found)
    around = context_of(found, marks_of(levels), odds, register=source.register, claims=claims)
    if source.files is not None:
        most = records_in_one_file(around.person, source.files[found.record])
        around = replace(around, levels={**around.levels, "records": most})
    seen = {**around.levels, **{name: levels[name] for name in CONTEXT_OF}}
    own = in_units(found.odds)
    weight = own + model.context.weigh(seen)
    competing = competition(found, weight, around)
    calibrated = model.calibration.added(weight + competing)
    if calibrated.any():
        calibrated = calibrated + beyond_one(found, weight + competing + calibrated, around)
    weight = weight + competing + calibrated
    rules = organizations_held(levels)
    taken = rules.taken(weight)
    nothing = np.zeros(len(weight), dtype=np.int32)
    parts = (nothing, competing, nothing, calibrated, nothing, nothing)
    return Linked(found, levels, around, *parts, rules, taken, nothing, weight + taken)
