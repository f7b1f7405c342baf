"""Learning from right and wrong parties: how far an earlier model is moved, and when not at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from config.default_model import TRACE_MODEL
from matching.compare.agreement import STEPS
from matching.compare.numbers import PHONE
from matching.score.additive import UNITS_PER_BIT
from matching.score.context import CONTEXT_STEPS
from matching.score.person_model import CONTEXT_OF, context_levels, load_model
from matching.train.held_out import held_out
from matching.train.outcomes import Outcomes, recalibrate
from skiptrace.model.errors import MatchingError

BASE = load_model(TRACE_MODEL)
PHONES = (0.4, 0.4, 0.2)
AGREE, DIFFERENT = PHONE.index("agree"), PHONE.index("different")
NOTHING = np.zeros(len(PHONE), dtype=np.int16)


def outcomes(count: int, all_off: float = 0.0, phone_off: float = 0.0) -> Outcomes:
    """Outcomes of a model whose weights are that many bits too high, with a phone or everywhere."""
    rng = np.random.default_rng(4)
    levels = {name: np.zeros(count, dtype=np.uint8) for name in context_levels()}
    levels["phone"] = rng.choice(np.array([0, AGREE, DIFFERENT], np.uint8), count, p=PHONES)
    weight = np.round(rng.normal(2.0, 2.0, count) * UNITS_PER_BIT) / UNITS_PER_BIT
    truth = weight - all_off - phone_off * (levels["phone"] == AGREE)
    right = rng.random(count) < 1.0 / (1.0 + np.exp2(-truth))
    return Outcomes([f"sub_{n}" for n in range(count)], levels, weight, right)


def phone_bits(model_id: str, told: Outcomes) -> tuple[float, float]:
    """How far the prior and an agreeing phone have moved, in bits."""
    made = recalibrate(BASE, told, model_id, {})
    before, after = (
        {table.of: table.weights for table in model.context.tables} for model in (BASE, made)
    )
    moved = after.get(("phone",), NOTHING).astype(int) - before.get(("phone",), NOTHING)
    return (made.context.prior - BASE.context.prior) / UNITS_PER_BIT, float(
        moved[AGREE]
    ) / UNITS_PER_BIT


def test_weights_that_are_too_high_everywhere_lower_the_prior() -> None:
    prior, _ = phone_bits("new", outcomes(6000, all_off=1.5))
    assert prior == pytest.approx(-1.5, abs=0.4)


def test_weights_that_are_too_high_with_a_phone_lower_the_phone() -> None:
    prior, phone = phone_bits("new", outcomes(6000, phone_off=2.0))
    assert prior + phone == pytest.approx(-2.0, abs=0.5)
    assert abs(prior) < 0.5


def test_no_outcome_makes_more_agreement_weigh_less() -> None:
    """Of those whose phone agrees nearly all are wrong parties, which it cannot be blamed for."""
    made = recalibrate(BASE, outcomes(6000, phone_off=9.0), "new", {})
    orders = {**CONTEXT_STEPS, **{name: STEPS[name] for name in CONTEXT_OF}}
    gains = {
        (name, step): sum(
            box.least_gain(name, *step) for box in (made.pair, made.context) if name in box.levels
        )
        for name, steps in orders.items()
        for step in steps
    }
    assert min(gains.values()) >= 0
    of_phones = [gain for (name, _), gain in gains.items() if name == "phone"]
    assert 0 in of_phones  # the outcomes pressed that far
    assert made.context.prior < BASE.context.prior


def test_a_sound_model_stays_about_as_it_was() -> None:
    prior, phone = phone_bits("new", outcomes(6000))
    assert abs(prior) < 0.25
    assert abs(phone) < 0.25


def test_a_level_with_few_outcomes_stays_as_it_was() -> None:
    told = outcomes(3000, all_off=1.0)
    told.levels["phone"][:] = DIFFERENT
    told.levels["phone"][:40] = AGREE
    assert phone_bits("new", told)[1] == 0.0


def test_held_out_outcomes_show_the_gain_and_the_rest_of_the_model_is_kept() -> None:
    told = outcomes(6000, all_off=1.5)
    made = recalibrate(BASE, told, "new-1", {"method": "recorded outcomes"})
    measured = made.reliability["outcomes"]
    assert measured["after"]["ece"] < measured["before"]["ece"] / 2
    assert measured["after"]["brier"] < measured["before"]["brier"]
    count = measured["after"]["right_parties"] + measured["after"]["wrong_parties"]
    assert count == held_out(told.subject_ids).sum()
    assert (made.id, made.training["method"]) == ("new-1", "recorded outcomes")
    assert made.pair is BASE.pair


def test_the_same_outcomes_in_another_order_give_the_same_model() -> None:
    told = outcomes(2000, all_off=1.0)
    order = np.random.default_rng(9).permutation(len(told))
    other = Outcomes(
        [told.subject_ids[n] for n in order],
        {name: column[order] for name, column in told.levels.items()},
        told.weight[order],
        told.right[order],
    )
    assert told.fingerprint() == other.fingerprint()
    a, b = (recalibrate(BASE, one, "new", {}) for one in (told, other))
    assert a.context.prior == b.context.prior
    for one, two in zip(a.context.tables, b.context.tables, strict=True):
        assert one.weights.tolist() == two.weights.tolist()


def test_one_changed_outcome_changes_the_fingerprint() -> None:
    told = outcomes(100)
    turned = replace(told, right=np.concatenate([~told.right[:1], told.right[1:]]))
    assert told.fingerprint() != turned.fingerprint()


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "there are 0 right parties and 0 wrong parties"), (60, "needed are 30 right parties")],
)
def test_too_few_outcomes_are_refused(count: int, words: str) -> None:
    with pytest.raises(MatchingError, match=words):
        recalibrate(BASE, outcomes(count), "new", {})
