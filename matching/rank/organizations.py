"""Records weighed as the organisations they were found for, by the model of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from matching.compare.organizations.pairs import compare_organizations
from matching.compare.words import word_facts
from matching.encode.batch import Ints, Words
from matching.encode.organization_profiles import organizations_of_profiles
from matching.encode.organizations import OrganizationBatch, OrganizationNames
from matching.engine.link import kept_pairs
from matching.engine.organizations import OrganizationSource, organizations_in_context, source_of
from matching.explain import free_terms, pair_terms
from matching.profile import Profile
from matching.rank.candidates import WeighedCandidate, held_by
from matching.rank.searched import pairs_of
from matching.rank.weighing import rows_among
from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.held import organizations_held
from matching.score.constraints.rules import KINDS_APART
from matching.score.organization_model import OrganizationModel


@dataclass(frozen=True, slots=True)
class SearchedOrganizations:
    """Several subjects, and the records of all of them; those of subject n begin at `start[n]`."""

    subjects: OrganizationBatch
    source: OrganizationSource
    start: Ints


def searched_organizations(
    asked: Sequence[Profile],
    given: Sequence[Sequence[Profile]],
    files: Sequence[Sequence[str]] | None = None,
) -> SearchedOrganizations:
    """These subjects and the records that each was given, as columns.

    `files` names the source of each record; without it they are of one.
    """
    words, names = Words(), OrganizationNames()
    subjects = organizations_of_profiles(asked, words, names)
    everything = [profile for profiles in given for profile in profiles]
    records = organizations_of_profiles(everything, words, names)
    source = source_of(word_facts(words), names, records, batch=False)
    if files is not None:
        named = [name for several in files for name in several]
        numbers = np.unique(named, return_inverse=True)[1] if named else np.zeros(0, dtype=np.int64)
        source = replace(source, files=numbers)
    start = np.cumsum([0, *map(len, given)], dtype=np.int64)
    return SearchedOrganizations(subjects, source, start)


def weigh_organizations(
    model: OrganizationModel,
    asked: Sequence[Profile],
    given: Sequence[Sequence[Profile]],
    files: Sequence[Sequence[str]],
) -> list[tuple[WeighedCandidate, ...]]:
    """Every record of each subject, in their order; a record of another kind is never one's.

    What a record comes to depends on its own subject's records alone; `person` counts from them.
    `files` names the source of each record.
    """
    searched = searched_organizations(asked, given, files)
    subjects, source = searched.subjects, searched.source
    i, j = pairs_of(searched.start, range(len(asked)))
    levels = compare_organizations(source.facts, subjects, i, source.organizations, j)
    own = model.pair.weigh(levels)
    found, kept = kept_pairs(model, levels, own, i, j)
    linked = organizations_in_context(model, found, kept, source)
    rules = organizations_held(levels)
    weighed = []
    for at, row in enumerate(rows_among(found, i, j)):
        if row < 0:
            terms, weight, person = pair_terms(model, levels, at, 0), own[at], j[at]
        else:
            terms, weight = free_terms(model, linked, row), linked.free[row]
            person = found.record[linked.context.person[row]]
        first = searched.start[i[at]]
        free = WeighedCandidate(terms, float(weight) / UNITS_PER_BIT, int(person - first))
        record = given[i[at]][int(j[at] - first)]
        rule = rules.rule(at) if record.organization else KINDS_APART
        weighed.append(held_by(rule, free))
    edges = np.searchsorted(i, np.arange(len(asked) + 1))
    return [tuple(weighed[a:b]) for a, b in pairwise(edges)]
