"""A vehicle record for litigation is asked for once an attorney approved the matter of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from fakes import FakeConnector, says
from orders import TODAY, make_hold, make_order

from skiptrace.acts.holds import HoldAsked, waive_for_matter
from skiptrace.acts.matters import MatterAsked, approve_matter, withdraw_matter
from skiptrace.acts.office import Office
from skiptrace.casefile.held_orders import readable_orders
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Actor, Role, User
from skiptrace.model.errors import CaseFileError, NotAllowed
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.waterfall import Outcome
from tests.integration.acts import standing
from tests.integration.casefile.samples import NOW
from tests.integration.tracing.conftest import FREE, Desk, entry_of
from tests.tables import each

DMV = replace(FREE, purposes=frozenset({"DPPA-B4"}))
MATTER, OTHER = "26-CV-118", "26-CV-9"
LEE = User("usr_1", "Lee Counsel", frozenset({Role.LEGAL}), TODAY)
ROY = User("usr_2", "Roy Counsel", frozenset({Role.LEGAL}), TODAY)
COLE = User("usr_3", "Cole Lector", frozenset({Role.COLLECTOR}), TODAY)
KIM = User("usr_4", "Kim Pliance", frozenset({Role.COMPLIANCE}), TODAY)


def at_work(user: User) -> Actor:
    return Actor(user.id, user.name, user.roles)


@dataclass
class House:
    """A desk with its users, and how often the vehicle registry was asked."""

    desk: Desk
    registry: FakeConnector
    orders: int = 0

    @property
    def office(self) -> Office:
        return standing.office(self.desk.case, self.desk.keyring)

    def approve(self, user: User, matter: str = MATTER, number: str = "10001") -> None:
        approve_matter(self.office, at_work(user), MatterAsked(number, matter, TODAY, "a motion"))

    def withdraw(self, user: User, matter: str = MATTER) -> None:
        asked = MatterAsked("10001", matter, TODAY, "settled")
        withdraw_matter(self.office, at_work(user), asked)

    def ordered(self, by: User, matter: str = MATTER, number: str = "10001") -> TraceOrder:
        with self.desk.case.read() as tx:
            entry = self.desk.case.accounts.find(tx, number)
        assert entry is not None
        self.orders += 1
        order = make_order(
            id=f"order_{self.orders}",
            as_of=TODAY - timedelta(days=self.orders),
            account=entry.account,
            subject=entry.subject,
            requester=at_work(by).signature,
            matter=matter,
            scope=Scope.ASSETS,
            purposes=DMV.purposes,
        )
        with self.desk.case.write() as tx:
            assert self.desk.case.orders.place(tx, [order]) == 1
        return order

    def asked(self, order: TraceOrder) -> tuple[Outcome, str]:
        """What became of the registry for the order, and by which rule."""
        self.desk.trace([order], self.registry)
        [step] = [s for s in self.desk.steps(order) if s.connector_id == DMV.id]
        return step.outcome, step.rule


@pytest.fixture
def house(sqlite_desk: Desk) -> House:
    for number in ("10001", "10002"):
        sqlite_desk.taken_in(entry_of(number))
    with sqlite_desk.case.write() as tx:
        for user in (LEE, ROY, COLE, KIM):
            sqlite_desk.case.users.enter(tx, user, Entry(NOW, user.id))
    return House(sqlite_desk, FakeConnector(DMV, says()))


REFUSED, ASKED = (Outcome.BLOCKED, "R43"), (Outcome.NO_HIT, "")


def test_nobody_approved_it(house: House) -> None:
    assert house.asked(house.ordered(LEE)) == REFUSED
    assert house.registry.calls == 0


@pytest.mark.parametrize("place", ["before the order", "after it"])
def test_another_attorney_approved_it(house: House, place: str) -> None:
    if place == "before the order":
        house.approve(ROY)
    order = house.ordered(LEE)
    if place == "after it":
        house.approve(ROY)
    assert house.asked(order) == ASKED
    with house.desk.case.read() as tx:
        [read] = readable_orders(tx, [order.id])
    assert read.approved_by == {ROY.id}, "a replay is judged by it too"


def test_who_asks_does_not_approve(house: House) -> None:
    house.approve(LEE)
    assert house.asked(house.ordered(LEE)) == REFUSED
    assert house.asked(house.ordered(ROY)) == ASKED, "for another it is approved"


def test_both_may_approve_for_each_other(house: House) -> None:
    house.approve(LEE)
    house.approve(ROY)
    assert [house.asked(house.ordered(one)) for one in (LEE, ROY)] == [ASKED, ASKED]


def test_an_approval_is_of_its_matter_and_its_account_alone(house: House) -> None:
    house.approve(ROY)
    assert house.asked(house.ordered(LEE, OTHER)) == REFUSED
    assert house.asked(house.ordered(LEE, number="10002")) == REFUSED
    assert house.asked(house.ordered(LEE, f" {MATTER} ")) == ASKED


def test_what_was_taken_back_approves_nothing_until_it_is_given_again(house: House) -> None:
    house.approve(ROY)
    order = house.ordered(LEE)
    house.withdraw(KIM)
    assert house.asked(order) == REFUSED
    with pytest.raises(CaseFileError, match="nobody approved that matter"):
        house.withdraw(KIM)
    house.approve(ROY)
    assert house.asked(house.ordered(COLE)) == ASKED


def test_an_approval_lets_no_hold_pass(house: House) -> None:
    """It stands beside what was let pass in spite of holds, and is none of that."""
    house.approve(ROY)
    with house.desk.case.write() as tx:
        entry = house.desk.case.accounts.find(tx, "10001")
        assert entry is not None
        hold = make_hold("CEASE", account_id=entry.account.id)
        house.desk.case.accounts.add_holds(tx, [hold])
    order = house.ordered(LEE)
    assert house.asked(replace(order, holds=(hold,)))[0] is Outcome.BLOCKED
    assert house.registry.calls == 0


def test_a_hold_that_was_let_pass_for_the_matter_is_no_approval_of_it(house: House) -> None:
    with house.desk.case.write() as tx:
        entry = house.desk.case.accounts.find(tx, "10001")
        assert entry is not None
        hold = make_hold("CEASE", account_id=entry.account.id)
        house.desk.case.accounts.add_holds(tx, [hold])
    about = HoldAsked("10001", "CEASE", TODAY, "legal work goes on", MATTER)
    waive_for_matter(house.office, at_work(ROY), about)
    assert house.asked(house.ordered(LEE)) == REFUSED
    with pytest.raises(CaseFileError, match="nobody approved that matter"):
        house.withdraw(KIM)
    house.approve(ROY)
    assert house.asked(house.ordered(LEE)) == ASKED


@each("user", [COLE, KIM])
def test_only_counsel_approves(house: House, user: User) -> None:
    with pytest.raises(NotAllowed, match=r"matter\.approve"):
        house.approve(user)


def test_approving_and_taking_back_are_events_of_the_account(house: House) -> None:
    house.approve(ROY)
    house.withdraw(LEE)
    with pytest.raises(CaseFileError, match="a matter needs its number"):
        house.approve(ROY, "  ")
    house.approve(LEE)
    with pytest.raises(CaseFileError, match="you approved that matter"):
        house.approve(LEE)
    with house.desk.case.read() as tx:
        events = [e for e in house.desk.case.audit.export(tx) if e["kind"].startswith("matter")]
    assert [(e["kind"], e["actor"].split()[0], e["text"]) for e in events] == [
        ("matter.approve", ROY.id, f"matter {MATTER}"),
        ("matter.withdraw", LEE.id, f"matter {MATTER}"),
        ("matter.approve", LEE.id, f"matter {MATTER}"),
    ]
    assert len({e["account_id"] for e in events}) == 1
