"""The quote: every call that the gate would allow, at its ceiling, and nothing leaves for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from fakes import FakeChecker, FakeConnector, FixedClock, says
from orders import ACCOUNT, make_card, make_hold, make_order

from config.waterfall import WaterfallFile, waterfalls
from connectors.sandbox.fiction import NUMBERS
from skiptrace.compliance.gate import Gate
from skiptrace.model.account import NextAction
from skiptrace.model.card import Cost
from skiptrace.model.kinds import FindingKind
from skiptrace.tracing.checking import Checking
from skiptrace.tracing.points import MOST_OF_A_KIND
from skiptrace.tracing.quote import QuoteLine, quote, quote_checks
from tests.inquiries import SIGNER
from tests.laws import POLICY

TABLE = {
    "stop_when": ["address"],
    "stop_probability": 0.95,
    "tiers": [
        {"name": "free", "connectors": ["register", "not configured"]},
        {"name": "paid", "connectors": ["broker"]},
    ],
}
WATERFALLS = waterfalls(
    WaterfallFile.model_validate(
        {
            "locate": TABLE,
            "assets": TABLE,
            "actions": {
                "full_trace": {"tiers": ["free", "paid"]},
                "verify_forward": {"tiers": ["free"]},
            },
        }
    )
)


def test_a_quote_counts_calls_refusals_and_ceilings_and_asks_nothing() -> None:
    gate = Gate(
        POLICY,
        FixedClock(),
        lambda data: sha256(data).hexdigest(),
        SIGNER,
    )
    price = Cost(per_call=Decimal("0.05"), per_hit=Decimal("0.10"))
    connectors = {
        "register": FakeConnector(make_card(id="register", cost=Cost()), says()),
        "broker": FakeConnector(make_card(cost=price), says()),
    }
    orders = [
        make_order(id="whole"),
        make_order(id="held", holds=(make_hold("ATTY"),)),
        make_order(id="forward", action=NextAction.VERIFY_FORWARD),
        make_order(id="nothing", action=NextAction.WAIT),
        make_order(id="closed", account=replace(ACCOUNT, status="paid")),
    ]
    assert quote(orders, WATERFALLS, connectors, gate) == [
        QuoteLine("register", "free", 2, 2, Decimal(0)),
        QuoteLine("broker", "paid", 1, 2, Decimal("0.15")),
    ]
    assert quote([], WATERFALLS, connectors, gate) == []
    assert sum(connector.calls for connector in connectors.values()) == 0


def test_a_quote_counts_what_checks_of_findings_can_cost() -> None:
    """Else the most that a run costs would be more than it says."""
    gate = Gate(POLICY, FixedClock(), lambda data: sha256(data).hexdigest(), SIGNER)
    phone, address = FindingKind.PHONE, FindingKind.ADDRESS
    cards = [
        make_card(id="lookup", cost=Cost(per_call=Decimal("0.01")), checks=frozenset({phone})),
        make_card(id="postal", cost=Cost(), checks=frozenset({address})),
    ]
    checkers = {
        card.id: FakeChecker(
            replace(card, requires=(frozenset({field}),), accepts=frozenset({field})), {}
        )
        for card, field in zip(cards, ("phones", "addresses"), strict=True)
    }
    plan = {phone: ("lookup", "not set up"), address: ("postal",)}
    of_case = (None, gate, checkers, plan, FixedClock(), None, NUMBERS.phones)
    orders = [make_order(id="whole"), make_order(id="held", holds=(make_hold("ATTY"),))]
    most = MOST_OF_A_KIND
    assert quote_checks(orders, Checking(*of_case)) == [  # type: ignore[arg-type]
        QuoteLine("lookup", "checks", most, most, Decimal("0.01") * most),
        QuoteLine("postal", "checks", most, most, Decimal(0)),
    ]
    assert sum(checker.calls for checker in checkers.values()) == 0
