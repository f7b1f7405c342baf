"""A subject's records ranked: weighed by pairs, in context, and set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.columns.people import Words
from matching.columns.profiles import people_of_profiles
from matching.constraints.beside import Pairs
from matching.constraints.held import held
from matching.constraints.rules import KINDS_APART, UNPROVED, Rule
from matching.constraints.signs import Signs
from matching.explain import free_terms, pair_terms
from matching.glass import GRAIN, Units
from matching.levels.level_words import level_words
from matching.levels.pairs import compare
from matching.levels.rarity import census_shares
from matching.levels.words import word_facts
from matching.link import Source, in_context, link_odds, pair_survivors, population_bits
from matching.organization_model import ORGANIZATION_MODEL, organization_level, organization_model
from matching.own_mail import with_own_mail
from matching.person_model import REFERENCE, PersonModel
from matching.profile import Profile, profile_of_record, profile_of_subject
from matching.weighed import Thresholds, Weighed, decide, held_by
from matching.widen import Lender, raised
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import EntityKind, Subject

_LENDERS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What ranking goes by: the thresholds, and how many people the sources hold."""

    thresholds: Thresholds
    population: int = REFERENCE


def rank(
    subject: Subject,
    records: Sequence[SourceRecord],
    model: PersonModel,
    as_of: date,
    limits: Limits,
) -> tuple[Candidate, ...]:
    """Every record as a candidate, the likeliest first, ties by source and reference.

    A record accepted on the subject's own facts lends its facts once to the others, in a term
    `via <source>`. The same input gives the same answer,
    whatever the order of the records. A birth after `as_of` counts as missing.
    """
    ordered = sorted(records, key=_place_of)
    if not ordered:
        return ()
    asked = _born_by(profile_of_subject(subject), as_of)
    profiles = [_born_by(profile_of_record(record), as_of) for record in ordered]
    if subject.kind is EntityKind.ORGANIZATION:
        id, weighed = ORGANIZATION_MODEL, _organizations(asked, profiles)
    else:
        id, weighed = model.id, _persons(model, asked, profiles, ordered, limits)
    found = [
        _candidate(record, _of_kind(subject, record, one), id, limits.thresholds)
        for record, one in zip(ordered, weighed, strict=True)
    ]
    found.sort(key=lambda c: (-c.probability, c.record.source, c.record.ref))
    return tuple(found)


def _of_kind(subject: Subject, record: SourceRecord, found: Weighed) -> Weighed:
    """What a record came to; one of another kind than the subject is never the subject's."""
    is_same = record.kind is subject.kind
    return found if is_same or found.veto else held_by(KINDS_APART, found)


def _place_of(record: SourceRecord) -> tuple[str, str, str]:
    """By source and reference; what a source gave twice under one reference, by what was stored."""
    return (
        record.source,
        record.ref,
        f"{record.provenance.snapshot_sha256}{record.provenance.locator}",
    )


def _born_by(profile: Profile, as_of: date) -> Profile:
    if profile.dob is None or profile.dob.earliest() <= as_of:
        return profile
    return replace(profile, dob=None)


def _persons(
    model: PersonModel,
    asked: Profile,
    profiles: Sequence[Profile],
    ordered: Sequence[SourceRecord],
    limits: Limits,
) -> list[Weighed]:
    source = _source(asked, profiles, limits.population)
    every = np.arange(len(profiles), dtype=np.int64)

    def weigh(subject: Profile) -> list[Weighed]:
        weighed = zip(_weigh(model, subject, source), profiles, strict=True)
        return [
            with_own_mail(one) if profile.of_subject == subject.of_subject else one
            for one, profile in weighed
        ]

    weighed = weigh(asked)
    lenders = _lenders(ordered, weighed, limits.thresholds)
    same = link_odds(model, source)
    return raised(asked, profiles, weighed, lenders, weigh, lambda at: same(every * 0 + at, every))


def _lenders(
    records: Sequence[SourceRecord], weighed: Sequence[Weighed], thresholds: Thresholds
) -> list[Lender]:
    """The surest accepted records, best first."""
    sure = [at for at, one in enumerate(weighed) if decide(one, thresholds) is Decision.ACCEPT]
    sure.sort(key=lambda at: (-weighed[at].weight, at))
    return [Lender(at, records[at].source) for at in sure[:_LENDERS]]


def _weigh(model: PersonModel, subject: Profile, source: Source) -> list[Weighed]:
    """Every record weighed as the subject, whose words the source knows, in their order."""
    subjects = people_of_profiles([subject], source.people.words)
    every = np.arange(len(source.people), dtype=np.int64)
    levels = compare(source.facts, source.shares, subjects, every * 0, source.people, every)
    shift = population_bits(source.population)
    own = model.pair.weigh(levels) + shift
    found, kept = pair_survivors(model, subjects, source, every * 0, every)
    linked = in_context(model, subjects, found, kept, source)
    rules = held(Pairs(source.facts, subjects, every * 0, source.people, every), levels)
    place = {int(record): at for at, record in enumerate(found.record)}
    weighed = []
    for at, weight in enumerate(own):
        terms, person = pair_terms(model, levels, at, shift), at
        if (row := place.get(at)) is not None:
            terms, weight = free_terms(model, linked, row), linked.free[row]
            person = int(found.record[linked.context.person[row]])
        free = Weighed(terms, float(weight) / GRAIN, person)
        weighed.append(held_by(rules.rule(at), free))
    return weighed


def _source(asked: Profile, profiles: Sequence[Profile], population: int) -> Source:
    """The records as columns; the words are those of the subject as well."""
    words = Words()
    people_of_profiles([asked], words)
    people = people_of_profiles(profiles, words)
    facts = word_facts(words)
    return Source(people, facts, census_shares(facts, people), population, batch=False)


def _organizations(asked: Profile, profiles: Sequence[Profile]) -> list[Weighed]:
    """Records weighed as an organisation; each stands for itself."""
    model = organization_model()
    source = _source(asked, profiles, REFERENCE)
    subjects = people_of_profiles([asked], source.people.words)
    every = np.arange(len(profiles), dtype=np.int64)
    levels = compare(source.facts, source.shares, subjects, every * 0, source.people, every)
    names = [organization_level(asked, profile) for profile in profiles]
    rows = {**levels, "organization": np.array(names, dtype=np.uint8)}
    weights: Units = model.weigh(rows)
    signs = Signs(levels)
    proved = signs.shared | signs.personal
    words = level_words()
    prior = Term("prior", "prior", model.prior / GRAIN, words["prior.prior"])
    weighed = []
    for at, weight in enumerate(weights):
        row = {name: int(rows[name][at]) for name in model.levels}
        terms = (prior, *model.terms(row, words))
        free = Weighed(terms, float(weight) / GRAIN, at)
        weighed.append(held_by(_organization_rule(asked, profiles[at], bool(proved[at])), free))
    return weighed


def _organization_rule(asked: Profile, found: Profile, proved: bool) -> Rule | None:
    if asked.organization and not found.organization:
        return KINDS_APART
    return None if proved else UNPROVED


def _candidate(
    record: SourceRecord, found: Weighed, model: str, thresholds: Thresholds
) -> Candidate:
    return Candidate(
        record=record,
        weight=found.weight,
        probability=found.probability,
        terms=found.terms,
        decision=decide(found, thresholds),
        model=model,
        veto=found.veto,
        person=found.person,
    )
