"""Replays stored matches: their terms again, from the levels they name and the model's file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from matching.compare.level_words import level_words
from matching.rank.own_mail import OWN_MAIL
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.calibration import CALIBRATION
from matching.score.constraints.held import CONSTRAINT
from matching.score.former_organization_model import FORMER_ORGANIZATION, former_organization_model
from matching.score.person_model import LinkModel
from matching.score.tables import Table
from skiptrace.model.errors import MatchingError
from skiptrace.model.match import Term

PRIOR, POPULATION, CANDIDATE, COMPETITION = "prior", "population", "candidate", "competition"

"""The terms beside those of comparisons; those of the context come after CANDIDATE."""

_CARRIED = frozenset({POPULATION, COMPETITION, CALIBRATION, OWN_MAIL})
_PLAIN = _CARRIED | {PRIOR, CANDIDATE, CONSTRAINT}
_LENT = "via "

Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """The levels that a stored breakdown names, by number; what it does not name is level 0.

    `context` is None when the record was weighed as a pair alone.
    """

    pair: Numbers
    context: Numbers | None


def breakdown_bytes(terms: Sequence[Term]) -> bytes:
    """A breakdown as bytes: the same terms give the same, and any other terms give others."""
    rows = [[term.name, term.level, term.weight, term.words] for term in terms]
    return json.dumps(rows).encode()


def replay(model: LinkModel, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms of a stored match, weighed again by its model: equal to them byte for byte.

    What does not come from levels (the source's population, the share of rivals, what calibration
    added, what a constraint took, what another record lent) is taken from the stored terms, and so
    is which comparisons without weight are listed. Raises MatchingError when they name a comparison
    or level that the model lacks.
    """
    if any(term.name == FORMER_ORGANIZATION for term in terms):
        return _former_organization(terms)
    seen = seen_in(model, terms)
    own, beside = _parts(terms)
    stored = {
        term.name: round(term.weight * UNITS_PER_BIT) for term in terms if term.name in _CARRIED
    }
    pair = (
        _plain(model.words, PRIOR, model.pair.prior),
        *_carried(model, POPULATION, stored),
        *_listed(model.pair.terms(seen.pair, model.words), own),
    )
    lent = (*_carried(model, OWN_MAIL, stored), *_as_stored(terms))
    if seen.context is None:
        return (*pair, *lent)
    return (
        *pair,
        _plain(model.words, CANDIDATE, model.context.prior),
        *_listed(model.context.terms(seen.context, model.words), beside),
        *_carried(model, COMPETITION, stored),
        *_carried(model, CALIBRATION, stored),
        *lent,
    )


def _former_organization(terms: Sequence[Term]) -> tuple[Term, ...]:
    glass, words = former_organization_model(), level_words()
    made = glass.terms(_numbers(FORMER_ORGANIZATION, glass, terms), words)
    return (_plain(words, PRIOR, glass.prior), *_listed(made, terms), *_as_stored(terms))


def _as_stored(terms: Sequence[Term]) -> Iterator[Term]:
    return (t for t in terms if t.name == CONSTRAINT or t.name.startswith(_LENT))


def _listed(made: Sequence[Term], stored: Sequence[Term]) -> Iterator[Term]:
    """The terms that weigh anything, and of the others those that were listed."""
    names = {term.name for term in stored}
    return (term for term in made if term.weight or term.name in names)


def _carried(model: LinkModel, name: str, stored: Mapping[str, int]) -> Iterator[Term]:
    if name in stored:
        yield _plain(model.words, name, stored[name])


def _plain(words: Mapping[str, str], name: str, weight: int) -> Term:
    return Term(name, name, weight / UNITS_PER_BIT, words.get(f"{name}.{name}", name))


def _parts(terms: Sequence[Term]) -> tuple[Sequence[Term], Sequence[Term]]:
    """The terms of the pair and those of its context; the context's are none without CANDIDATE."""
    names = [term.name for term in terms]
    at = names.index(CANDIDATE) if CANDIDATE in names else len(names)
    return terms[:at], terms[at + 1 :]


def seen_in(model: LinkModel, terms: Sequence[Term]) -> Seen:
    """The levels that a breakdown names.

    Raises MatchingError for terms that are not this model's: no prior, an unknown comparison or
    level.
    """
    if all(term.name != PRIOR for term in terms):
        raise MatchingError(f"model {model.id}: the match has no term {PRIOR!r}")
    own, beside = _parts(terms)
    pair = _numbers(model.id, model.pair, own)
    if all(term.name != CANDIDATE for term in terms):
        return Seen(pair, None)
    return Seen(pair, _numbers(model.id, model.context, beside, pair))


def _numbers(
    id: str, glass: AdditiveModel, terms: Sequence[Term], known: Mapping[str, int] | None = None
) -> Numbers:
    """The level of every comparison; one that is not listed as `known`, or in a term of two."""
    names = [name for table in glass.tables for name in table.of]
    found = {name: (known or {}).get(name, 0) for name in names}
    joint = {" and ".join(table.of): table.of for table in glass.tables if len(table.of) > 1}
    for term in terms:
        if term.name in found:
            found[term.name] = _number(id, glass, term.name, term.level)
        elif term.name in joint:
            found |= _two_levels(id, glass, joint[term.name], term.level)
        elif term.name not in _PLAIN and not term.name.startswith(_LENT):
            raise MatchingError(f"model {id}: it makes no comparison {term.name!r}")
    return found


def _two_levels(id: str, glass: AdditiveModel, of: tuple[str, ...], level: str) -> Numbers:
    for numbers in product(*(range(len(glass.levels[name])) for name in of)):
        names = (glass.levels[o][n] for o, n in zip(of, numbers, strict=True))
        if " and ".join(names) == level:
            return dict(zip(of, numbers, strict=True))
    raise MatchingError(f"model {id}: {' and '.join(of)!r} has no level {level!r}")


def _number(id: str, glass: AdditiveModel, name: str, level: str) -> int:
    if level not in glass.levels[name]:
        raise MatchingError(f"model {id}: {name!r} has no level {level!r}")
    return glass.levels[name].index(level)


def archived_model(text: str, name: str, words: Mapping[str, str]) -> LinkModel:
    """A model's file read for replay alone, with the levels that it names itself.

    So it can be replayed when later versions compare in other levels. Raises MatchingError when it
    is damaged.
    """
    try:
        raw = json.loads(text)
        pair, context = (_archived(raw[part]) for part in ("pair", "context"))
        floor = float(raw["floor"])
        return LinkModel(
            raw["id"], pair, context, floor, raw["training"], raw["reliability"], words
        )
    except (KeyError, TypeError, ValueError) as error:
        raise MatchingError(f"model {name}: damaged near {error}") from error


def _archived(raw: Mapping[str, Any]) -> AdditiveModel:
    levels = {name: tuple(names) for name, names in raw["levels"].items()}
    tables = []
    for row in raw["tables"]:
        weights = np.array(row["weights"], dtype=np.int16)
        if weights.shape != tuple(len(levels[name]) for name in row["of"]):
            raise ValueError(f"the table of {row['of']}")
        tables.append(Table(tuple(row["of"]), weights))
    return AdditiveModel(int(raw["prior"]), tuple(tables), levels)
