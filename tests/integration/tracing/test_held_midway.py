"""A worker ends after the hold that an answer led to and before its order's end.

The next worker meets the order's own hold at the gate. A hold stops asking: what the order was told
before is read, and the order ends as it would have ended in peace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, at, bankruptcy
from fakes import Death, FakeConnector, FakeProvider, Moment, SettlingConnector, says
from orders import TODAY, make_hold

from skiptrace.compliance.gate import Told
from skiptrace.model.account import Waiver
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import PermitExpired
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers

BANKRUPT = hers("R-7", addresses=(at(OAK, role="residence"),), indicators=(bankruptcy(),))
HOME = hers("B-1", addresses=(at(OAK, role="residence"),))
MAYBE = hers("M-1")


def sources(tells: str = "") -> tuple[FakeConnector, FakeConnector]:
    """The free register and the paid broker; the one that is named tells of a bankruptcy."""
    said = {"register": MAYBE, "broker": HOME, tells: BANKRUPT}
    return FakeConnector(FREE, says(said["register"])), FakeConnector(PAID, says(said["broker"]))


def dies(_: OrderTrace) -> str:
    raise Death


def killed_before_its_end(
    desk: Desk, orders: Sequence[TraceOrder], *connectors: FakeConnector
) -> None:
    """Trace; the worker dies while the orders' ends are written: holds and answers stay."""
    tracer = replace(desk.tracer(*connectors), note=dies)
    with desk.run() as run, pytest.raises(Death):
        desk.hold(run, orders)
        tracer.trace(orders, run, {})


def findings(desk: Desk, order: TraceOrder) -> list[tuple[str, str, str, str, int]]:
    """What the case file knows of the account, without ids."""
    found = current(desk, order)
    return sorted((f.kind, f.value, f.status, f.reason, len(f.evidence)) for f in found)


def current(desk: Desk, order: TraceOrder) -> list[Finding]:
    with desk.case.read() as tx:
        return desk.case.findings.current_of(tx, [order.account.id])[order.account.id]


def codes(desk: Desk, order: TraceOrder) -> list[str]:
    with desk.case.read() as tx:
        entry = desk.case.accounts.get(tx, order.account.id)
    assert entry is not None
    return [hold.code for hold in entry.holds]


@pytest.mark.parametrize("tells", ["register", "broker"])
def test_an_order_killed_after_its_own_hold_ends_as_in_peace(
    desk: Desk, sqlite_desk: Desk, tells: str
) -> None:
    calm = sqlite_desk.placed()
    sqlite_desk.trace([calm], *sources(tells))
    order = desk.placed()
    register, broker = sources(tells)
    killed_before_its_end(desk, [order], register, broker)
    assert codes(desk, order) == codes(sqlite_desk, calm) == ["BK13-OPEN"]
    assert findings(desk, order) == []

    [again] = desk.trace([order], register, broker)
    assert (register.calls, broker.calls) == (1, int(tells == "broker"))
    assert findings(desk, order) == findings(sqlite_desk, calm) != []
    assert codes(desk, order) == ["BK13-OPEN"]
    assert desk.state(order) is sqlite_desk.state(calm) is OrderState.DONE
    assert again.spent == (PAID.cost.per_hit if tells == "broker" else 0)
    told = next(step for step in desk.steps(order) if step.connector_id == tells)
    assert (told.outcome, told.reason) == (Outcome.HIT, "asked before R48 held it")
    with desk.case.read() as tx:
        events = desk.case.audit.for_order(tx, order.id)
    read = [e.text for e in events if (e.kind, e.connector_id) == ("gate.reread", tells)]
    allowed = [e.text for e in events if (e.kind, e.connector_id) == ("gate.allow", tells)]
    assert read == allowed  # the permit that the call left by


def test_what_came_before_a_persons_hold_is_read_and_not_shown(desk: Desk) -> None:
    order, (register, broker) = desk.placed(), sources()
    killed_before_its_end(desk, [order], register, broker)
    hold = make_hold("CEASE", account_id=order.account.id)
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [hold])
    desk.trace([order], register, broker)
    assert (register.calls, broker.calls) == (1, 1)
    assert {(f.value, f.status) for f in current(desk, order)} == {
        ("9 OAK AVE, LARKSPUR TX 75001", FindingStatus.QUARANTINED)
    }


@pytest.mark.parametrize("dies_at", [None, (Moment.BILLED, 1)], ids=["never asked", "no answer"])
def test_what_was_never_told_is_not_asked_under_a_hold(
    desk: Desk, dies_at: tuple[Moment, int] | None
) -> None:
    order, provider = desk.placed(), FakeProvider()
    register = FakeConnector(FREE, says())
    if dies_at:
        with pytest.raises(Death):
            desk.trace([order], register, SettlingConnector(PAID, says(HOME), provider, dies_at))
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [make_hold("CEASE", account_id=order.account.id)])
    broker = SettlingConnector(PAID, says(HOME), provider)
    desk.trace([order], register, broker)
    assert broker.calls == 0
    [step] = [step for step in desk.steps(order) if step.connector_id == "broker"]
    assert (step.outcome, step.rule) == (Outcome.BLOCKED, "R07")
    assert findings(desk, order) == []


def test_another_orders_answer_is_not_read_under_a_hold(desk: Desk) -> None:
    order, (register, broker) = desk.placed(), sources()
    later = replace(order, id="later", as_of=TODAY + timedelta(days=1))
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [later])
    killed_before_its_end(desk, [order], register, broker)
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [make_hold("CEASE", account_id=order.account.id)])
    desk.trace([later], register, broker)
    assert {step.outcome for step in desk.steps(later)} == {Outcome.BLOCKED}
    assert desk.state(later) is OrderState.HELD


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"purposes": frozenset({"FCRA-COLL"})}, "P-CARD"),
        ({"requires": (frozenset({"organization"}),)}, "KIND"),
    ],
)
def test_what_is_more_than_a_hold_keeps_the_answer_shut(
    desk: Desk, change: dict[str, Any], rule: str
) -> None:
    order, (register, broker) = desk.placed(), sources("broker")
    killed_before_its_end(desk, [order], register, broker)
    changed = FakeConnector(replace(PAID, **change), says(HOME), broker.provider)
    desk.trace([order], register, changed)
    [step] = [step for step in desk.steps(order) if step.connector_id == "broker"]
    assert step.outcome is Outcome.BLOCKED
    assert rule in f"{step.rule} {step.reason}"
    assert not [f for f in current(desk, order) if f.kind is FindingKind.BANKRUPTCY]


def test_what_was_asked_by_what_is_known_no_more_stays_shut(desk: Desk) -> None:
    order, (register, broker) = desk.placed(), sources("broker")
    killed_before_its_end(desk, [order], register, broker)
    nameless = replace(order, subject=replace(order.subject, names=(), ssn=""))
    desk.trace([nameless], register, broker)
    [step] = [step for step in desk.steps(order) if step.connector_id == "broker"]
    assert step.outcome is not Outcome.HIT
    assert (broker.calls, current(desk, order)) == (1, [])


def test_what_was_got_for_another_purpose_stays_shut(desk: Desk) -> None:
    order = desk.placed(purposes=frozenset({"GLB-1", "GLB-3", "PUB"}))
    register, broker = sources("broker")
    bought = replace(broker.card, purposes=frozenset({"GLB-1"}))
    killed_before_its_end(desk, [order], register, FakeConnector(bought, says(BANKRUPT)))
    now = replace(broker.card, purposes=frozenset({"GLB-3"}))
    desk.trace([order], register, FakeConnector(now, says(HOME)))
    [step] = [step for step in desk.steps(order) if step.connector_id == "broker"]
    assert (step.outcome, step.rule) == (Outcome.BLOCKED, "R48")


def test_of_twins_the_held_one_reads_what_it_bought_itself(desk: Desk) -> None:
    """Another order of the subject goes on, with a matter that the hold was released for."""
    held, (register, broker) = desk.placed(scope=Scope.ASSETS, matter="M-1"), sources()
    killed_before_its_end(desk, [held], register, broker)
    free, account = replace(held, id="free", matter="M-2"), held.account.id
    hold = make_hold("ATTY", account_id=account)
    let = Waiver(account, account, "ATTY", hold.since, "M-2", "m.ortiz", "letter", TODAY)
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [free])
        desk.case.accounts.add_holds(tx, [hold])
        desk.case.accounts.waive(tx, [let])
    desk.trace([free, held], register, broker)
    told = {
        order.id: next(step for step in desk.steps(order) if step.connector_id == "broker")
        for order in (held, free)
    }
    assert broker.calls == 1
    assert (told[held.id].cost, told["free"].cost) == (PAID.cost.per_hit, 0)
    assert told[held.id].reason == "asked before R06 held it"
    assert "bought on" in told["free"].reason


def test_an_inquiry_that_only_reads_can_never_leave(sqlite_desk: Desk) -> None:
    events: list[AuditEvent] = []
    order = sqlite_desk.placed()
    inquiry = sqlite_desk.gate.reread(order, PAID, Told("i-1"), events.append)
    assert inquiry is not None
    with sqlite_desk.run() as run, pytest.raises(PermitExpired):
        run.lease.leave(inquiry)
