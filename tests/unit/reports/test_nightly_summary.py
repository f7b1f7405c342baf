"""The nightly summary counts calls by source, apart from refusals and skips."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from decimal import Decimal

import pytest

from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.summary import (
    Failure,
    Money,
    count_steps,
    print_summary,
    summarise,
    summary_json,
)
from skiptrace.reports.terminal import console_for


def step(outcome: Outcome, cost: str = "0", rule: str = "", source: str = "bureau") -> StepOutcome:
    return StepOutcome("o", "t", source, outcome, Decimal(cost), "", rule)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step(Outcome.HIT, "0.10")] * 3, {"calls": 3, "hits": 3, "cost": Decimal("0.30")}),
        ([step(Outcome.NO_HIT)], {"calls": 1, "no_hits": 1}),
        ([step(Outcome.BLOCKED, rule="R48")], {"calls": 0, "refusals": 1, "blocked": 0}),
        ([step(Outcome.BLOCKED)], {"calls": 1, "refusals": 0, "blocked": 1}),
        ([step(Outcome.FAILED, "0.10")], {"calls": 1, "failures": 1, "cost": Decimal("0.10")}),
        ([step(Outcome.IN_DOUBT)], {"calls": 1, "in_doubt": 1}),
        ([step(Outcome.PENDING)], {"calls": 1, "pending": 1}),
        ([step(Outcome.SKIPPED)], {"calls": 0, "skipped": 1}),
    ],
)
def test_a_step_is_counted_where_it_belongs(
    steps: list[StepOutcome], expected: dict[str, object]
) -> None:
    tally = asdict(summarise(count_steps(steps), {}, {}, {}).sources[0])
    assert {name: tally[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("steps", "repeated", "expected"),
    [
        ([step(Outcome.HIT, "0.10")] * 3, [step(Outcome.HIT, "0.10")], (2, "0.20")),
        ([step(Outcome.HIT, "0.10")], [step(Outcome.NO_HIT)], (1, "0.10")),
        ([step(Outcome.HIT, "0.10")], [step(Outcome.HIT, "0.10", source="other")], (1, "0.10")),
        ([step(Outcome.HIT, "0.10"), step(Outcome.NO_HIT)], [step(Outcome.HIT, "0.10")], (1, "0")),
    ],
)
def test_an_answer_of_an_earlier_run_is_no_call_of_this_one(
    steps: list[StepOutcome], repeated: list[StepOutcome], expected: tuple[int, str]
) -> None:
    in_pieces = [*count_steps(steps[:1]), *count_steps(steps[1:])]
    told = summarise(in_pieces, {}, {}, {}, repeated=count_steps(repeated))
    assert (told.sources[0].calls, told.cost) == (expected[0], Decimal(expected[1]))


def test_a_source_that_was_not_asked_at_all_is_left_out() -> None:
    steps = count_steps([step(Outcome.HIT, "0.10")])
    assert summarise(steps, {}, {}, {}, repeated=steps).sources == ()


@pytest.mark.parametrize(
    ("outcome", "rule", "failed"),
    [
        (Outcome.HIT, "", False),
        (Outcome.SKIPPED, "", False),
        (Outcome.BLOCKED, "R01", False),
        (Outcome.BLOCKED, "", True),
        (Outcome.FAILED, "", True),
        (Outcome.IN_DOUBT, "", True),
    ],
)
def test_failures_are_told_apart_from_refusals(outcome: Outcome, rule: str, failed: bool) -> None:
    summary = summarise(count_steps([step(outcome, rule=rule)]), {}, {}, {})
    assert summary.has_failures is failed


def test_the_summary_prints_every_source_state_and_kind() -> None:
    steps = [step(Outcome.HIT, "0.10")] * 1200 + [step(Outcome.NO_HIT, source="roll")]
    findings = {
        (FindingKind.PHONE, FindingStatus.VERIFIED): 900,
        (FindingKind.PHONE, FindingStatus.CANDIDATE): 12,
        (FindingKind.LIEN, FindingStatus.VERIFIED): 0,
    }
    orders = {OrderState.DONE: 1999, OrderState.HELD: 1, OrderState.TODO: 0}
    summary = summarise(count_steps(steps), {}, orders, findings)
    stream = io.StringIO()
    print_summary(summary, console_for(stream))
    text = stream.getvalue()
    for wanted in ("1,200", "$120.00", "roll", "900", "Orders: 1,999 done, 1 held."):
        assert wanted in text
    assert "Lien" not in text
    data = json.loads(summary_json(summary))
    assert data["orders"] == {"done": 1999, "held": 1}
    assert [s["connector_id"] for s in data["sources"]] == ["bureau", "roll"]


def failed(reason: str, source: str = "bureau", outcome: Outcome = Outcome.FAILED) -> StepOutcome:
    return StepOutcome("o", "t", source, outcome, Decimal(0), reason)


def test_failures_are_named_with_reason_and_count_and_refusals_are_none() -> None:
    timeout, gone = "SourceUnavailable: HTTP 503", "InDoubt: no answer came"
    steps = [
        *[failed(timeout)] * 3,
        failed("SourceUnavailable: HTTP 500", "roll"),
        failed(gone, outcome=Outcome.IN_DOUBT),
        failed("challenge", "court", Outcome.BLOCKED),
        step(Outcome.BLOCKED, rule="R48"),
        *[step(Outcome.HIT)] * 9,
    ]
    summary = summarise(count_steps(steps), {}, {}, {}, Money(Decimal(5), Decimal("0.40"), 7, 2))
    assert summary.failures[0] == Failure("bureau", Outcome.FAILED, timeout, 3)
    assert {(f.source, f.count) for f in summary.failures} == {
        ("bureau", 3), ("bureau", 1), ("roll", 1), ("court", 1),
    }  # fmt: skip
    assert sum(t.hits for t in summary.sources) == 9
    stream = io.StringIO()
    print_summary(summary, console_for(stream))
    for wanted in (
        f"bureau: 3 failed: {timeout}",
        f"bureau: 1 in doubt: {gone}",
        "court: 1 blocked: challenge",
        "Budget of the night: $4.60 spent, $0.40 of $5.00 left; "
        "7 orders wait for money and are due again; "
        "2 orders reached their own budget",
    ):
        assert wanted in stream.getvalue()


def test_an_empty_night_is_said_to_be_empty() -> None:
    stream = io.StringIO()
    print_summary(summarise([], {}, {}, {}), console_for(stream))
    assert "Findings: none" in stream.getvalue() and "Orders: none" in stream.getvalue()
