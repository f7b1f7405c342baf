"""Checks of contact points: gate, intent, money and limits as for any call, and bought once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from candidates import at, call
from fakes import Death, FakeChecker, FakeConnector, Moment, Reply, says
from orders import SUBJECT, make_card, make_hold, make_order

from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.compliance.gate import PointAsked
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard, Cost
from skiptrace.model.contact_check import (
    CHECKS,
    Checked,
    CheckedAddress,
    CheckedPhone,
    ContactPoint,
    Delivery,
    Line,
)
from skiptrace.model.inquiry import Inquiry, PointInquiry, Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.checking import Wanted, steps_of
from skiptrace.tracing.points import MOST_OF_A_KIND
from tests.integration.tracing.conftest import PAID, Desk, entry_of, hers

NUMBER = "+12145550177"
MOBILE = CheckedPhone(line=Line.WIRELESS, word="mobile", carrier="Harbour Wireless")
CENT = Decimal("0.01")
POINT = ContactPoint(FindingKind.PHONE, NUMBER, NUMBER)


def phone_card(**changes: Any) -> ConnectorCard:
    return make_card(
        **{
            "id": "lookup",
            "accepts": frozenset({"phones"}),
            "requires": (frozenset({"phones"}),),
            "yields": frozenset(),
            "checks": frozenset({FindingKind.PHONE}),
            "purposes": frozenset({"GLB-1", "GLB-3"}),
            "cost": Cost(per_call=CENT),
            "reuse_days": 30,
            **changes,
        }
    )


LOOKUP = phone_card()
REGISTER = phone_card(id="blocks", cost=Cost(), purposes=frozenset({"PUB"}))
POSTAL = phone_card(
    id="postal",
    accepts=frozenset({"addresses"}),
    requires=(frozenset({"addresses"}),),
    checks=frozenset({FindingKind.ADDRESS}),
)


def lookup(card: ConnectorCard = LOOKUP, **more: Any) -> FakeChecker:
    return FakeChecker(card, {NUMBER: MOBILE}, **more)


def check(
    desk: Desk, orders: list[TraceOrder], *checkers: FakeChecker, budget: str = "100"
) -> list[StepOutcome]:
    """One process checks the usual number for these orders; what it holds is gone afterwards."""
    with desk.run(budget) as run:
        wanted = [Wanted(order, POINT) for order in orders]
        return steps_of(desk.checking(*checkers).check(wanted, run))


def said(desk: Desk, order: TraceOrder) -> list[tuple[str, Checked | None]]:
    with desk.case.read() as tx:
        points = desk.case.checks.of(tx, order.account.id)
    return [(one.connector_id, one.said) for one in points.checks]


def test_decision_and_intent_are_committed_before_the_number_leaves(
    desk: Desk, case_url: str, keyring: Keyring
) -> None:
    order = desk.placed()
    other: CaseFile = open_case_file(case_url, keyring)
    seen: list[tuple[list[str], Decimal, frozenset[str]]] = []

    def look(inquiry: Inquiry) -> None:
        with other.read() as tx:
            events = other.audit.for_order(tx, order.id)
            spent = other.ledger.spent(tx, [order.id])[order.id]
        seen.append(([e.kind for e in events], spent, inquiry.fields.filled()))
        assert isinstance(inquiry, PointInquiry)
        assert events[0].fields == ("phones",)
        assert NUMBER not in events[0].text

    checker = lookup()
    checker._witness = look
    [step] = check(desk, [order], checker)
    other.close()
    assert seen == [(["gate.allow"], CENT, frozenset({"phones"}))]
    assert (step.outcome, step.cost, step.tier) == (Outcome.HIT, CENT, "checks")
    assert said(desk, order) == [("lookup", MOBILE)]


def test_an_accepted_number_is_checked_after_the_trace_and_its_finding_stays(desk: Desk) -> None:
    """What is not verified, or is the creditor's own already, is not bought."""
    far = replace(at().value, line="9 OAK AVE", original="9 OAK AVE, LARKSPUR, TX 75001")
    record = hers(
        phones=(call("2145550177"), call("2145550142")),
        addresses=(replace(at(), value=far), replace(at(), value=SUBJECT.addresses[0].value)),
    )
    unsure = replace(record, ref="R-2", ssn="", names=(), phones=(call("2145550155"),))
    broker = says(record, unsure)
    [plain] = desk.trace([desk.placed()], FakeConnector(PAID, broker))
    empty = CheckedAddress(delivery=Delivery.CONFIRMED, vacant=True)
    desk.checkers = (checker, postal) = (lookup(), FakeChecker(POSTAL, {"9 OAK AVE": empty}))
    order = desk.placed(entry_of("10002"))
    [trace] = desk.trace([order], FakeConnector(PAID, broker))
    found = {f.value: (f.status, f.probability) for f in trace.findings}
    assert found == {f.value: (f.status, f.probability) for f in plain.findings}
    assert [i.fields.phones for i in checker.asked] == [(NUMBER,)]
    assert [i.fields.addresses[0].line for i in postal.asked] == ["9 OAK AVE"]
    assert all(not i.fields.names for i in (*checker.asked, *postal.asked))
    assert said(desk, order) == [("postal", empty), ("lookup", MOBILE)]
    stored = {(step.tier, step.connector_id): step.outcome for step in desk.steps(order)}
    assert stored[CHECKS, "lookup"] is stored[CHECKS, "postal"] is Outcome.HIT
    assert desk.state(order) is OrderState.DONE
    with desk.case.read() as tx:
        spent = desk.case.ledger.spent(tx, [order.id])[order.id]
    assert spent == trace.spent == PAID.cost.per_hit + 2 * CENT


def aged(days: int) -> Callable[[Desk], None]:
    return lambda desk: desk.clock.move(timedelta(days=days))


# what changed since the first check, the second order, and how often the number is bought in all
AGAIN: Mapping[str, tuple[Callable[[Desk], None] | None, dict[str, Any], ConnectorCard, int]] = {
    "another account, a week later": (aged(7), {}, LOOKUP, 1),
    "another account, past the window": (aged(40), {}, LOOKUP, 2),
    "another purpose": (None, {"purposes": frozenset({"GLB-1", "PUB"})}, LOOKUP, 2),
    "a person buys anew": (None, {"anew": True}, LOOKUP, 2),
    "bound to the account by licence": (None, {}, phone_card(keeps_to_account=True), 2),
}


@pytest.mark.parametrize("name", AGAIN)
def test_a_number_is_bought_once_as_long_as_window_and_licence_allow(desk: Desk, name: str) -> None:
    since, changes, card, bought = AGAIN[name]
    first = desk.placed(as_of=desk.clock().date())
    [paid] = check(desk, [first], lookup(card))
    if since is not None:
        since(desk)
    second = desk.placed(entry_of("10002"), **{"as_of": desk.clock().date(), **changes})
    checker = lookup(card)
    [step] = check(desk, [second], checker)
    assert (1 + checker.calls, paid.cost) == (bought, CENT)
    assert (step.outcome, step.cost) == (Outcome.HIT, CENT * (bought - 1))
    assert ("by another order" in step.reason) is (bought == 1)
    assert said(desk, second) == [("lookup", MOBILE)]


def test_two_orders_of_one_batch_buy_a_number_once(desk: Desk) -> None:
    orders = [desk.placed(), desk.placed(entry_of("10002"))]
    checker = lookup()
    steps = check(desk, orders, checker)
    assert checker.calls == 1
    assert sorted(step.cost for step in steps) == [0, CENT]
    assert [said(desk, order) for order in orders] == [[("lookup", MOBILE)]] * 2


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (Moment.BEFORE_SENDING, Outcome.PENDING),
        (Moment.BILLED, Outcome.PENDING),
        (Moment.RECORDED, Outcome.HIT),
    ],
)
def test_a_paid_check_of_a_run_that_died_is_never_bought_again(
    desk: Desk, moment: Moment, ends: Outcome
) -> None:
    order = desk.placed()
    with pytest.raises(Death):
        check(desk, [order], lookup(dies=(moment, 1)))
    checker = lookup()
    [step] = check(desk, [order], checker)
    assert (checker.calls, step.outcome) == (0, ends)
    with desk.case.read() as tx:
        assert desk.case.ledger.spent(tx, [order.id])[order.id] == CENT


def test_a_free_check_of_a_run_that_died_is_made_again(desk: Desk) -> None:
    order = desk.placed()
    free = phone_card(cost=Cost())
    with pytest.raises(Death):
        check(desk, [order], lookup(free, dies=(Moment.BILLED, 1)))
    checker = lookup(free)
    [step] = check(desk, [order], checker)
    assert (checker.calls, step.outcome) == (1, Outcome.HIT)


def cease(desk: Desk, order: TraceOrder) -> None:
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [make_hold("CEASE", account_id=order.account.id)])


# what stands in the way, the rule that is named, and the money of the run
BARRED: Mapping[str, tuple[Callable[[Desk, TraceOrder], None] | None, dict[str, Any], str, str]] = {
    "a hold that was entered since": (cease, {}, "R07", "100"),
    "no purpose of the card": (None, {"purposes": frozenset({"PUB"})}, "P-CARD", "100"),
    "the order's budget": (None, {"budget": Decimal("0.005")}, "B-ORDER", "100"),
    "the run's budget": (None, {}, "B-RUN", "0.005"),
}


@pytest.mark.parametrize("name", BARRED)
def test_nothing_leaves_that_rule_or_money_keep_back(desk: Desk, name: str) -> None:
    happens, changes, rule, budget = BARRED[name]
    order = desk.placed(**changes)
    if happens is not None:
        happens(desk, order)
    checker = lookup()
    [step] = check(desk, [order], checker, budget=budget)
    assert (checker.calls, step.rule) == (0, rule)
    assert said(desk, order) == []


def test_the_money_of_a_sources_day_binds_checks(desk: Desk) -> None:
    desk.day_budgets = {"lookup": CENT}
    checker = FakeChecker(LOOKUP, {NUMBER: MOBILE, "+12145550178": MOBILE})
    order = desk.placed()
    other = ContactPoint(FindingKind.PHONE, "+12145550178", "+12145550178")
    with desk.run() as run:
        wanted = [Wanted(order, POINT), Wanted(order, other)]
        work = desk.checking(checker).check(wanted, run)
    assert checker.calls == 1
    assert [s.rule for s in work.steps[order.id, "lookup"]] == ["B-SOURCE", ""]


def test_sources_are_asked_in_order_until_one_settles_it(desk: Desk) -> None:
    order = desk.placed()
    block = CheckedPhone(assigned=True, rate_centre="LARKSPUR", ocn="9999")
    knows = FakeChecker(REGISTER, {NUMBER: block})
    checker, third = lookup(), lookup(phone_card(id="third"))
    steps = check(desk, [order], knows, checker, third)
    assert [(s.connector_id, s.outcome) for s in steps] == [
        ("blocks", Outcome.HIT),
        ("lookup", Outcome.HIT),
    ]
    assert third.calls == 0
    unassigned = FakeChecker(REGISTER, {NUMBER: CheckedPhone(assigned=False)})
    fresh = desk.placed(entry_of("10003"), anew=True)
    check(desk, [fresh], unassigned, spared := lookup())
    assert spared.calls == 0


def test_a_source_that_refuses_rests_and_is_not_asked_about_the_next(desk: Desk) -> None:
    refusal = Reply(outcome=Outcome.BLOCKED, reason="SourceRefused: not entitled")
    [first] = check(desk, [desk.placed()], lookup(trouble=refusal))
    assert (first.outcome, first.cost, first.rule) == (Outcome.BLOCKED, 0, "")
    checker = lookup()
    [step] = check(desk, [desk.placed(entry_of("10002"))], checker)
    assert (checker.calls, step.outcome) == (0, Outcome.BLOCKED)
    assert "not entitled" in step.reason


@pytest.mark.parametrize(
    "card",
    [POSTAL, make_card(requires=(frozenset({"phones"}),))],
    ids=["a source of addresses", "a source of people that takes a number"],
)
def test_the_gate_asks_a_point_of_nobody_but_who_checks_such_points(
    desk: Desk, card: ConnectorCard
) -> None:
    events: list[AuditEvent] = []
    asked = PointAsked(POINT, "words")
    no = desk.gate.permit_check(make_order(), card, asked, events.append)
    assert isinstance(no, Refusal)
    assert (no.rule, [e.kind for e in events]) == ("INPUT", ["gate.hold"])


def test_nobody_is_looked_for_at_a_source_that_checks_points(desk: Desk) -> None:
    events: list[AuditEvent] = []
    no = desk.gate.permit(make_order(), LOOKUP, events.append)
    assert isinstance(no, Refusal)
    assert (no.rule, [e.kind for e in events]) == ("INPUT", ["gate.hold"])


def test_a_call_in_doubt_is_a_persons_to_settle_and_is_then_made_again(desk: Desk) -> None:
    order = desk.placed()
    with pytest.raises(Death):
        check(desk, [order], lookup(dies=(Moment.BEFORE_SENDING, 1)))
    desk.clock.move(timedelta(hours=1))
    with desk.case.write() as tx:
        [open_] = desk.case.ledger.unsettled(tx, desk.clock())
        assert (open_.connector_id, open_.order_id) == ("lookup", order.id)
        never = Answer("", Outcome.FAILED, reason="SourceUnavailable: it never left")
        assert desk.case.ledger.settle(tx, open_.inquiry_id, never, desk.clock())
        assert desk.case.ledger.doubtful_sources(tx, [order.id]) == {}
    checker = lookup()
    [step] = check(desk, [order], checker)
    assert (checker.calls, step.outcome, step.cost) == (1, Outcome.HIT, CENT)


def test_an_order_has_so_many_points_checked_and_no_more(desk: Desk) -> None:
    """The surest of each kind, so that what it costs is bounded."""
    numbers = tuple(call(f"21455501{n}") for n in range(60, 60 + MOST_OF_A_KIND + 3))
    record = hers(phones=numbers)
    checker = FakeChecker(LOOKUP, {})
    desk.checkers = (checker,)
    [trace] = desk.trace([desk.placed()], FakeConnector(PAID, says(record)))
    assert len([f for f in trace.findings if f.kind is FindingKind.PHONE]) == len(numbers)
    assert checker.calls == MOST_OF_A_KIND
