"""What a file's found subjects meet beside their own records says how far rules hold too much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.score.constraints.held import RULES
from matching.score.lookalikes import (
    ENOUGH_ALIKE,
    FEWEST,
    MOST_LIFTED,
    Found,
    Seen,
    lifts,
    raised,
    surer,
    told,
    units_of,
)

NUMBER = {rule.name: number for number, rule in enumerate(RULES, 1)} | {"none": 0}
CEILING = {0: 0.999, **{n: rule.ceiling for n, rule in enumerate(RULES, 1)}}
WHOLE = 3
"""Birth and number are known."""


def seen(*, named: bool = True, known: int = WHOLE, **kinds: tuple[int, float]) -> Seen:
    """So many candidates of each rule, `_` for a space, with that probability by evidence alone."""
    rule = np.repeat(
        [NUMBER[name.replace("_", " ")] for name in kinds], [n for n, _ in kinds.values()]
    )
    free = np.repeat([units_of(p) for _, p in kinds.values()], [n for n, _ in kinds.values()])
    most = np.array([units_of(min(CEILING[int(n)], 0.999)) for n in rule], dtype=np.int32)
    free = free.astype(np.int32)
    many = len(rule)
    return Seen(
        np.minimum(free, most).astype(np.int32),
        free,
        rule.astype(np.uint8),
        np.full(many, known, dtype=np.uint8),
        np.full(many, named),
    )


def found(others: Seen, count: int = 4000, missing: int = 1000, *, mostly: bool = True) -> Found:
    """So many subjects of whom all is known were found, and so many were not."""
    strata = np.array([0, 0, 0, count]), np.array([0, 0, 0, missing])
    return Found(*strata, others, others, mostly)


NOBODY = seen()
SIBLINGS = seen(sibling=(200, 0.9))


def probability(asked: Seen, of: Found) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return told(asked.weight + lifts(asked, of))


@pytest.mark.parametrize(
    ("rule", "evidence"),
    [
        ("sibling", 0.9),
        ("sibling", 0.5),
        ("births_contradict", 0.5),
        ("generation_gap", 0.95),
        ("other_surname", 0.95),
        ("births_apart", 0.6),
        ("none", 0.7),
    ],
)
def test_where_nobody_found_has_such_another_the_records_are_their_own(
    rule: str, evidence: float
) -> None:
    asked = seen(**{rule: (200, evidence)})
    after = probability(asked, found(NOBODY))
    assert after.mean() > 0.89
    assert after.max() <= MOST_LIFTED


@pytest.mark.parametrize(
    ("why", "asked", "of"),
    [
        ("the found have siblings too", SIBLINGS, found(seen(sibling=(800, 0.9)))),
        ("too few of that kind", seen(sibling=(FEWEST - 1, 0.9)), found(NOBODY)),
        ("too few are found", SIBLINGS, found(NOBODY, ENOUGH_ALIKE - 1)),
        ("chance may have hidden theirs", seen(sibling=(20, 0.9)), found(NOBODY, 400, 2000)),
        ("less is known of them", replace(SIBLINGS, known=SIBLINGS.known * 0), found(NOBODY)),
        ("most are not found", SIBLINGS, found(NOBODY, mostly=False)),
        ("little speaks for them", seen(sibling=(200, 0.15)), found(NOBODY)),
        ("no given name to differ", seen(named=False, initial=(200, 0.95)), found(NOBODY)),
        ("suffixes conflict", seen(generation_conflict=(200, 0.95)), found(NOBODY)),
        ("numbers contradict", seen(numbers_contradict=(200, 0.95)), found(NOBODY)),
        ("an organisation", seen(kinds_apart=(200, 0.95)), found(NOBODY)),
        ("an estate", seen(estate_or_trust=(200, 0.95)), found(NOBODY)),
        ("nothing beside the name", seen(nothing_beside_the_name=(200, 0.8)), found(NOBODY)),
        ("nobody", NOBODY, found(NOBODY)),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_nothing_is_lifted_where(why: str, asked: Seen, of: Found) -> None:
    assert lifts(asked, of).tolist() == [0] * len(asked.weight), why


def test_the_more_others_are_met_the_less_is_lifted() -> None:
    met = [seen(sibling=(count, 0.9)) for count in (0, 60, 120, 200)]
    means = [float(probability(SIBLINGS, found(others)).mean()) for others in met]
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.2


def test_a_rule_that_the_others_show_is_judged_by_itself() -> None:
    """Relatives there are; that given names differ for twins alone says nothing of them."""
    asked = seen(sibling=(200, 0.9), relative=(200, 0.9))
    after = lifts(asked, found(seen(relative=(800, 0.9))))
    assert after[:200].min() > 0
    assert after[200:].tolist() == [0] * 200


def test_who_is_held_in_doubt_in_spite_of_the_evidence_needs_less() -> None:
    """What stands at the ceiling is lifted by what is to be expected, not by what may be."""
    at_ceiling, below = (seen(births_apart=(60, p)) for p in (0.99, 0.8))
    few = found(NOBODY, 900, 2500)
    assert probability(at_ceiling, few).mean() > probability(below, few).mean() + 0.03


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_mean_is_raised_by_one_step_for_all(share: float) -> None:
    weight = np.array([-300, -100, 0, 100, 900], dtype=np.int32)
    added = raised(weight, share, 10_000)
    assert float(told(weight + added).mean()) >= share - 1e-9
    assert (added >= 0).all()
    if added.any():
        assert set(added.tolist()) == {int(added[0])}
        assert float(told(weight + added - 1).mean()) < share


@pytest.mark.parametrize(
    ("others", "missing", "most", "rises"),
    [
        (0, 1000, 2.0, True),
        (0, 1000, 0.0, False),
        (400, 1000, 2.0, False),
        (0, 400_000, 2.0, False),
    ],
    ids=["nobody else", "the blind link disagrees", "many as sure", "nearly all missing"],
)
def test_the_surely_found_are_surer_where_both_checks_agree(
    others: int, missing: int, most: float, *, rises: bool
) -> None:
    weight = np.full(4000, units_of(0.97), dtype=np.int32)
    added = surer(weight, found(seen(none=(others, 0.99)), missing=missing), most)
    assert bool((added > 0).all()) is rises
    assert (added <= most / np.log(2.0) * 64).all()
