"""Learns a pair's weights without labels: Fellegi and Sunter's model by EM.

Sources: I. P. Fellegi, A. B. Sunter, A theory for record linkage, JASA 64 (1969); A. P. Dempster,
N. M. Laird, D. B. Rubin, Maximum likelihood from incomplete data, JRSS B 39 (1977).

Among all candidates at once EM finds households, not persons: the comparisons are not independent
there. So it looks at them one view after another: in each, two comparisons agree, and it learns
how often the others agree between matches. How often they agree by chance comes from pairs drawn
at random. What comparisons say twice (a place and its locality) is discounted by one slope each,
fitted to what the model it starts from makes of the same candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.context import natural
from matching.score.tables import Table
from matching.train.additive import Examples, alike_merged

Floats = NDArray[np.float64]
Rates = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class View:
    """Candidates in which the levels of `where` hold; `fixed` cannot be learned from them."""

    where: Mapping[str, tuple[str, ...]]
    fixed: frozenset[str]


VIEWS: tuple[View, ...] = (
    View({"given": ("exact",), "surname": ("exact",)}, frozenset({"given", "surname", "order"})),
    View(
        {"birth": ("exact",), "given": ("exact",)},
        frozenset({"birth", "given", "given rarity", "order"}),
    ),
    View(
        {"birth": ("exact",), "surname": ("exact",)},
        frozenset({"birth", "surname", "surname rarity", "order"}),
    ),
    View({"ssn": ("full", "last four")}, frozenset({"ssn"})),
)
"""Chosen so that a match and a relative or namesake differ in the rest."""

WHOLE = frozenset({"order"})
"""Comparisons of which level 0 is an observation; of the others it is missing data."""

_LEAST_MATCHES = 50.0
_ROUNDS = 60
_STILL = 1e-4
_STRENGTH = 5.0
_EVIDENCE, _DOUBT = 1000.0, 0.1
_SLOPE, _RIDGE, _STEEPEST = 0.5, 3.0, 1.2
_STEP = 0.2


@dataclass(frozen=True, slots=True)
class Mixture:
    """What the candidates came to.

    `m` and `u` are the rates of each level in matches and by chance, `slopes` the discounts,
    `prior` natural log-odds, `matches` the number of matches expected, `views` those of each view.
    """

    m: Rates
    u: Rates
    slopes: Mapping[str, float]
    prior: float
    matches: float
    views: tuple[float, ...]


def learn(pairs: Examples, chance: Examples, start: AdditiveModel) -> Mixture:
    """The mixture of matches and others among candidates; what `match` says is not looked at.

    `chance` are pairs drawn at random. Deterministic, in any order of the rows.
    """
    rows, others = alike_merged(unlabelled(pairs), LEVELS), alike_merged(unlabelled(chance), LEVELS)
    guess = _sigmoid(_shipped(start, rows))
    no_match = 1.0 - _sigmoid(_shipped(start, others))
    u = _rates(others, others.weight * no_match, None)
    first = _rates(rows, rows.weight * guess, u)
    m, views = _seen_in_views(rows, guess, u, first)
    slopes, prior = _discounts(rows, guess, {n: _ratio(m[n], u[n]) for n in m})
    return Mixture(m, u, slopes, prior, float((rows.weight * guess).sum()), views)


def tables_of(found: Mixture) -> AdditiveModel:
    """The discounted log2 ratios as tables of single comparisons."""
    scale = UNITS_PER_BIT / np.log(2.0)
    tables = []
    for name, slope in found.slopes.items():
        weights = np.rint(slope * scale * _ratio(found.m[name], found.u[name]))
        tables.append(Table((name,), weights.astype(np.int16)))
    return AdditiveModel(round(found.prior * scale), tuple(tables), LEVELS)


def unlabelled(rows: Examples) -> Examples:
    """The same rows, with nothing said of which match."""
    return Examples(rows.levels, np.zeros_like(rows.match), rows.offset, rows.weight)


def _shipped(start: AdditiveModel, rows: Examples) -> Floats:
    """The starting model's natural log-odds; comparisons that the rows lack are not made."""
    missing = np.zeros(len(rows.weight), dtype=np.uint8)
    levels = {name: rows.levels.get(name, missing) for name in LEVELS}
    return np.asarray(natural(start.weigh(levels)) + rows.offset)


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -500.0, 500.0))))


def _rates(rows: Examples, weight: Floats, before: Rates | None) -> Rates:
    """The share of each level among the rows that know the comparison, a little towards before."""
    found = {}
    for name, column in rows.levels.items():
        size = len(LEVELS[name])
        base = before[name] * _STRENGTH if before else np.full(size, 1e-6)
        counts = np.bincount(column, weight, size) + base
        if name not in WHOLE:
            counts[0] = 0.0
        found[name] = counts / counts.sum()
    return found


def _ratio(m: Floats, u: Floats) -> Floats:
    """Natural log of m to u, nearer to 0 where both are too rare to tell; missing is 0."""
    ratio = np.log((m * _EVIDENCE + _DOUBT) / (u * _EVIDENCE + _DOUBT))
    ratio[0] = 0.0
    return np.asarray(ratio)


def _seen_in_views(
    rows: Examples, guess: Floats, u: Rates, first: Rates
) -> tuple[Rates, tuple[float, ...]]:
    """The rates in matches, averaged over the views that have enough of them."""
    sums = {name: np.zeros(len(rates)) for name, rates in first.items()}
    taken = dict.fromkeys(first, 0.0)
    matches = []
    for view in VIEWS:
        at = np.flatnonzero(_holds(rows, view.where))
        seen = _only(rows, at)
        if float((seen.weight * guess[at]).sum()) < _LEAST_MATCHES:
            matches.append(0.0)
            continue
        m, likely = _run(seen, guess[at], (u, first), view.fixed)
        matches.append(float((seen.weight * likely).sum()))
        for name, rates in m.items():
            sums[name] += matches[-1] * rates
            taken[name] += matches[-1]
    averaged = {n: sums[n] / taken[n] if taken[n] else rates for n, rates in first.items()}
    return averaged, tuple(matches)


def _holds(rows: Examples, where: Mapping[str, tuple[str, ...]]) -> NDArray[np.bool_]:
    holds = np.ones(len(rows.weight), dtype=np.bool_)
    for name, levels in where.items():
        holds &= np.isin(rows.levels[name], [LEVELS[name].index(level) for level in levels])
    return holds


def _only(rows: Examples, at: NDArray[np.intp]) -> Examples:
    levels = {name: column[at] for name, column in rows.levels.items()}
    return Examples(levels, rows.match[at], rows.offset[at], rows.weight[at])


def _run(
    rows: Examples, likely: Floats, rates: tuple[Rates, Rates], fixed: frozenset[str]
) -> tuple[Rates, Floats]:
    """EM over one view: the rates in its matches, and how likely each row is one."""
    u, first = rates
    learned = Examples(
        {name: column for name, column in rows.levels.items() if name not in fixed},
        rows.match,
        rows.offset,
        rows.weight,
    )
    m = first
    for _ in range(_ROUNDS):
        m = _rates(learned, rows.weight * likely, first)
        share = float((rows.weight * likely).sum() / rows.weight.sum())
        odds = np.full(len(likely), np.log((share + 1e-6) / (1.0 - share + 1e-6)))
        for name, column in learned.levels.items():
            odds += _ratio(m[name], u[name])[column]
        before, likely = likely, _sigmoid(odds)
        if float(np.abs(likely - before).max(initial=0.0)) < _STILL:
            break
    return m, likely


def _discounts(rows: Examples, guess: Floats, ratios: Rates) -> tuple[dict[str, float], float]:
    """One slope a comparison, and a prior, by Newton's steps towards the first guess."""
    seen = [ratios[name][rows.levels[name]] for name in ratios]
    x = np.stack([np.ones(len(guess)), *seen], axis=1)
    ridge = np.array([1e-6, *[_RIDGE] * len(ratios)])
    found = np.array([-8.0, *[_SLOPE] * len(ratios)])
    middle = np.array([0.0, *[_SLOPE] * len(ratios)])
    for _ in range(_ROUNDS):
        likely = _sigmoid(x @ found + rows.offset)
        slope = x.T @ (rows.weight * (guess - likely)) - ridge * (found - middle)
        bend = (x * (rows.weight * likely * (1.0 - likely))[:, None]).T @ x + np.diag(ridge)
        found = found + np.clip(np.linalg.solve(bend, slope), -_STEP, _STEP)
        found[1:] = np.clip(found[1:], 0.0, _STEEPEST)
    return dict(zip(ratios, found[1:].tolist(), strict=True)), float(found[0])
