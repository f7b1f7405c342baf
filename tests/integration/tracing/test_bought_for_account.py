"""What was bought for one account serves no other, unless counsel says that it may (R36)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from candidates import OAK, at
from fakes import START, FakeProvider, SettlingConnector, says
from orders import SUBJECT, make_card, make_order

from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.ledger_rows import Purchase
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.data import Act, DatumFacts, Tag
from skiptrace.compliance.policy.facts.whole import facts_of
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.card import Cost
from skiptrace.model.order import TraceOrder
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.purchases import Purchases
from tests.integration.tracing.conftest import PAID, Desk, entry_of, hers
from tests.laws import SHIPPED

HOME = hers(addresses=(at(OAK, role="residence"),))
ONE = replace(SUBJECT, id="sub_one")


def of_both_accounts(desk: Desk) -> list[TraceOrder]:
    """An order on each of two accounts of one subject."""
    return [desk.placed(entry_of(number, subject=ONE)) for number in ("10001", "10002")]


@pytest.mark.parametrize("at_once", [True, False])
def test_each_account_buys_its_own(sqlite_desk: Desk, at_once: bool) -> None:
    first, second = of_both_accounts(sqlite_desk)
    provider = FakeProvider()
    for orders in [[first, second]] if at_once else [[first], [second]]:
        traces = sqlite_desk.trace(orders, SettlingConnector(PAID, says(HOME), provider))
        assert all(len(trace.findings) == 1 for trace in traces)
    assert len(provider.sales) == 2 and provider.billed == Decimal("0.20")
    assert len(provider.sold) == 2, "each under an inquiry of its own"
    with sqlite_desk.case.read() as tx:
        bought = sqlite_desk.case.ledger.purchases(tx, {ONE.id}, {"broker"})
    whys = [call.purchase.why for calls in bought.values() for call in calls if call.purchase]
    assert sorted(whys) == ["", "bought for another account"]


BOUGHT = frozenset({"GLB-1", "GLB-3"})


@pytest.mark.parametrize(
    ("purposes", "accounts", "is_reused"),
    [
        (BOUGHT, {"earlier": "acc_2"}, False),
        (frozenset({"FCRA-3A-COLL", "PUB"}), {"earlier": "acc_2"}, False),
        (frozenset({"PUB"}), {"earlier": "acc_2"}, True),
        (BOUGHT, {"earlier": "acc_1"}, True),
        (BOUGHT, {}, True),
    ],
    ids=["GLBA", "FCRA", "no statute", "same account", "counsel lets it"],
)
def test_what_a_statute_binds_is_bound(
    purposes: frozenset[str], accounts: dict[str, str], is_reused: bool
) -> None:
    card = make_card(purposes=purposes, cost=Cost(per_call=Decimal("0.10")))
    order = make_order(subject=ONE, purposes=purposes)
    bought = Purchase(order.about, card.id, 0, purposes, None)
    call = CallState("q", "earlier", START, Outcome.HIT, at=START, purchase=bought)
    chosen = Purchases(str, accounts).choose(order, card, [call], START)  # type: ignore[arg-type]
    assert (chosen.call is call) is is_reused
    assert is_reused or (chosen.purchase.number, chosen.purchase.why) == (
        1,
        "bought for another account",
    )


@pytest.mark.parametrize("is_wide", [False, True])
def test_the_rule_and_the_switch_of_counsel(is_wide: bool) -> None:
    switches = SHIPPED.settings.switches.model_copy(update={"reuse_across_accounts": is_wide})
    settings = SHIPPED.settings.model_copy(update={"switches": switches})
    datum = DatumFacts(Act.USE, Tag.GLBA, account_id="acc_2", purposes=frozenset({"GLB-3"}))
    facts = replace(facts_of(make_order(), START.date()), datum=datum)
    said = Policy(RULES, replace(SHIPPED, settings=settings)).evaluate(Stage.REPORT, facts)
    assert said.allows is is_wide
    assert is_wide or said.rule == "R36"
