"""The terms of a weight: the prior, every comparison, the context, what rivals take."""

from __future__ import annotations

from collections.abc import Mapping

from matching.compare.names import Levels
from matching.engine.link import Linked
from matching.score.additive import UNITS_PER_BIT
from matching.score.calibration import CALIBRATION
from matching.score.claimed import claimed_term
from matching.score.constraints.held import constraint_term
from matching.score.person_model import LinkModel
from matching.score.spread import spread_term
from matching.score.wrong_share import lifted_term, shown_term
from skiptrace.model.match import Term


def pair_terms(
    model: LinkModel, levels: Mapping[str, Levels], at: int, population: int
) -> tuple[Term, ...]:
    """The terms of a pair on its own evidence; they sum to its weight."""
    row = {name: int(column[at]) for name, column in levels.items()}
    return (
        _plain(model, "prior", model.pair.prior),
        *((_plain(model, "population", population),) if population else ()),
        *model.pair.terms(row, model.words),
    )


def linked_terms(model: LinkModel, linked: Linked, at: int) -> tuple[Term, ...]:
    """The terms of a survivor; they sum to its weight. A rule that takes nothing has no term."""
    free, taken = free_terms(model, linked, at), int(linked.constraint[at])
    rule, lifted = linked.held.rule(at), int(linked.lifted[at])
    return (
        *free,
        *((constraint_term(rule, taken),) if rule and taken else ()),
        *((lifted_term(lifted),) if lifted else ()),
    )


def free_terms(model: LinkModel, linked: Linked, at: int) -> tuple[Term, ...]:
    """The terms of a survivor before a rule holds it down: pair, context and competition."""
    of_pair = {name: linked.pair[name] for name in model.context.levels if name in linked.pair}
    seen = {**linked.context.levels, **of_pair}
    row = {name: int(column[at]) for name, column in seen.items()}
    taken, added = int(linked.competition[at]), int(linked.calibration[at])
    lost, lift, shown = (int(one[at]) for one in (linked.claimed, linked.spread, linked.shown))
    return (
        *pair_terms(model, linked.pair, at, int(linked.population[at])),
        _plain(model, "candidate", model.context.prior),
        *(
            term
            for term in model.context.terms(row, model.words)
            if term.weight or term.level != "no data"
        ),
        *((_plain(model, "competition", taken),) if taken else ()),
        *((claimed_term(lost),) if lost else ()),
        *((_plain(model, CALIBRATION, added),) if added else ()),
        *((spread_term(lift),) if lift else ()),
        *((shown_term(shown),) if shown else ()),
    )


def _plain(model: LinkModel, name: str, weight: int) -> Term:
    return Term(name, name, weight / UNITS_PER_BIT, model.words.get(f"{name}.{name}", name))
