"""A source that does not know the subject's kind is neither asked nor paid; the step says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from candidates import at
from fakes import FakeConnector, FakeProvider, says
from orders import SUBJECT

from skiptrace.model.order import OrderState
from skiptrace.model.subject import EntityKind, Subject
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers

COMPANY = Subject(
    "", EntityKind.ORGANIZATION, organization="Holloway Roofing LLC", addresses=SUBJECT.addresses
)
BOTH = (frozenset({"names"}), frozenset({"organization"}))


@pytest.mark.parametrize(
    ("subject", "requires", "outcome", "rule"),
    [
        (replace(SUBJECT, id=""), (frozenset({"names"}),), Outcome.HIT, ""),
        (replace(SUBJECT, id=""), (frozenset({"organization"}),), Outcome.SKIPPED, "KIND"),
        (COMPANY, (frozenset({"names"}),), Outcome.SKIPPED, "KIND"),
        (COMPANY, (frozenset({"names"}), frozenset({"ssn"})), Outcome.SKIPPED, "KIND"),
        (COMPANY, BOTH, Outcome.HIT, ""),
    ],
)
def test_nothing_is_bought_for_a_wrong_kind(
    desk: Desk,
    subject: Subject,
    requires: tuple[frozenset[str], ...],
    outcome: Outcome,
    rule: str,
) -> None:
    order = desk.placed(entry_of(subject=subject))
    provider = FakeProvider()
    register = FakeConnector(replace(FREE, requires=BOTH), says())
    broker = FakeConnector(
        replace(PAID, requires=requires), says(hers(addresses=(at(),))), provider
    )
    [trace] = desk.trace([order], register, broker)
    step = next(step for step in trace.steps if step.connector_id == "broker")
    assert (step.outcome, step.rule) == (outcome, rule)
    assert provider.billed == (Decimal(0) if rule else Decimal("0.10"))
    assert desk.state(order) is OrderState.DONE, "a wrong kind is no hold"
    if rule:
        told = {
            EntityKind.PERSON: "the source lists businesses, and the debtor is a person",
            EntityKind.ORGANIZATION: "the source lists people, and the debtor is a business",
        }
        assert step.reason == told[subject.kind]
