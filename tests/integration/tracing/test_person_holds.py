"""Holds follow the person: what stands on one account restrains the person's others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, PINE, at, bankruptcy
from fakes import FakeConnector, Reply, says
from orders import SUBJECT, TODAY, make_hold, make_order

from jobs.write_back import ContactReader
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import Hold, ObligorRole, Reach, Waiver
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.subject import KnownContact, PersonName, PostalAddress
from skiptrace.writeback.plan import plan
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, nightly
from tests.laws import POLICY, SHIPPED, may_report

HOME = hers(addresses=(at(OAK, role="residence"),))
EIGHT = [
    "CEASE",
    "BK07-OPEN",
    "IDT-605B",
    "ATTY",
    "DEC-CONF",
    "MINOR-NOW",
    "DANIEL",
    "OFAC-POSSIBLE",
]
# The same debtor as the creditor of another account writes her: four digits, another spelling.
HERS = replace(
    SUBJECT,
    id="",
    ssn="",
    ssn4="2233",
    names=(PersonName("Dana", "", "Holloway"),),
    addresses=(KnownContact(PostalAddress("12 Elm Street", "Larkspur", "TX", "75001")),),
    phones=(),
    emails=(),
)
# Somebody who may be her: nobody knows this one's birth date, and the address is another.
MAYBE = replace(HERS, dob=None, addresses=(KnownContact(PINE),))
STRANGER = replace(SUBJECT, id="", names=(PersonName("ROY", "", "MARSH"),), ssn="900445566")


def first(desk: Desk, code: str = "", **changes: Any) -> AccountEntry:
    holds = (make_hold(code, account_id=""),) if code else ()
    return desk.taken_in(entry_of("10001", holds=holds, **changes))


def other(desk: Desk, **changes: Any) -> AccountEntry:
    return desk.taken_in(entry_of("10002", **{"subject": HERS, **changes}))


def hold(desk: Desk, *holds: Hold) -> None:
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, holds)


def read(desk: Desk, number: str = "10002") -> AccountEntry:
    with desk.case.read() as tx:
        entry = desk.case.accounts.find(tx, number)
    assert entry is not None
    return entry


def order_of(desk: Desk, entry: AccountEntry, **changes: Any) -> TraceOrder:
    order = make_order(
        **{
            "id": f"order-{entry.account.number}",
            "account": entry.account,
            "subject": entry.subject,
            "holds": entry.holds,
            **changes,
        }
    )
    with desk.case.write() as tx:
        assert desk.case.orders.place(tx, [order]) == 1
    return order


def written_back(desk: Desk) -> set[str]:
    contacts = list(ContactReader(desk.case, POLICY, TODAY).contacts())
    return {c.account_number for c in plan(contacts, 0.90).changes if c.finding_id}


@pytest.mark.parametrize("is_held_first", [True, False])
@pytest.mark.parametrize("code", EIGHT)
def test_the_persons_other_account_is_not_traced_reported_or_written_back(
    sqlite_desk: Desk, code: str, is_held_first: bool
) -> None:
    desk, broker = sqlite_desk, FakeConnector(PAID, says(HOME))
    held = first(desk, code if is_held_first else "")
    entry = other(desk)
    order = order_of(desk, entry)
    if not is_held_first:
        desk.trace([order], FakeConnector(FREE, says(HOME)))
        assert written_back(desk) == {"10002"}
        hold(desk, make_hold(code, account_id=held.account.id))
        order = order_of(desk, entry, as_of=TODAY - timedelta(days=1), id="order-again")
    [trace] = desk.trace([order], broker, FakeConnector(FREE, says(HOME)))
    assert broker.calls == 0
    assert {refusal.rule for refusal in trace.refusals} == {SHIPPED.holds.codes[code].rule}
    assert held.account.id in trace.refusals[0].reason
    assert desk.state(order) is OrderState.HELD
    assert written_back(desk) == set()
    later = read(desk)
    assert not may_report(later.account, later.holds, TODAY, "26-CV-1").allows


@pytest.mark.parametrize("code", ["PAID", "TBAR", "DISP-VP", "BK-CODEBTOR", "FREEZE", "LANG"])
def test_what_is_of_the_debt_or_restrains_nothing_leaves_the_other_account_alone(
    sqlite_desk: Desk, code: str
) -> None:
    first(sqlite_desk, code)
    broker = FakeConnector(PAID, says(HOME))
    sqlite_desk.trace([order_of(sqlite_desk, other(sqlite_desk))], broker)
    assert broker.calls == 1
    assert written_back(sqlite_desk) == {"10002"}


def test_strangers_are_not_held(sqlite_desk: Desk) -> None:
    first(sqlite_desk, "BK07-OPEN")
    entry = other(sqlite_desk, subject=STRANGER)
    assert entry.holds == ()


def test_a_release_frees_every_account_it_bound(night_desk: Desk) -> None:
    [held] = first(night_desk, "DEC-CONF").holds
    other(night_desk)
    nightly(night_desk, FakeConnector(PAID, says(HOME)))
    assert orders(night_desk) == {OrderState.HELD: 2}
    hold(night_desk, replace(held, released=TODAY, release_evidence="certificate withdrawn"))
    broker = FakeConnector(PAID, says(HOME))
    tomorrow = replace(FORM, as_of=TODAY + timedelta(days=1))
    assert nightly(night_desk, broker, form=tomorrow).placed == 2
    assert broker.calls == 2


def orders(desk: Desk) -> dict[OrderState, int]:
    with desk.case.read() as tx:
        return {state: n for state, n in desk.case.orders.counts(tx).items() if n}


@pytest.mark.parametrize("code", ["BK07-OPEN", "CEASE"])
def test_a_doubtful_match_of_persons_is_held_until_a_person_settles_it(
    night_desk: Desk, code: str
) -> None:
    held = first(night_desk, code)
    entry = other(night_desk, subject=MAYBE)
    [borne] = entry.holds
    assert (borne.reach, borne.account_id) == (Reach.MAYBE_PERSON, held.account.id)
    broker = FakeConnector(PAID, says(HOME))
    nightly(night_desk, broker)
    assert broker.calls == 0
    about = (borne.account_id, borne.code, borne.since)
    settled = Waiver(entry.account.id, *about, "", "officer-1", "another birth date", TODAY)
    with night_desk.case.write() as tx:
        night_desk.case.accounts.waive(tx, [settled])
    assert read(night_desk, "10001").holds[0].is_open(TODAY)
    night = nightly(night_desk, broker, form=replace(FORM, as_of=TODAY + timedelta(days=1)))
    assert (night.placed, broker.calls) == (1, 1)
    hold(night_desk, make_hold("DANIEL", account_id=held.account.id))
    assert [h.code for h in read(night_desk).holds if h.is_open(TODAY)] == ["DANIEL"]


def test_a_waiver_lifts_no_hold_of_the_account_itself(sqlite_desk: Desk) -> None:
    held = first(sqlite_desk, "CEASE")
    own = held.holds[0]
    waiver = Waiver(held.account.id, own.account_id, own.code, own.since, "", "x", "y", TODAY)
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.accounts.waive(tx, [waiver])
    assert read(sqlite_desk, "10001").holds == (own,)


def test_a_matter_passes_what_is_for_legal_only(desk: Desk) -> None:
    entry = first(desk, "CEASE")
    own = entry.holds[0]
    about = (entry.account.id, own.account_id, own.code, own.since)
    with desk.case.write() as tx:
        desk.case.accounts.waive(tx, [Waiver(*about, "26-CV-1", "counsel", "complaint", TODAY)])
    register = FakeConnector(FREE, says(HOME))
    for matter, calls in (("26-CV-2", 0), ("26-CV-1", 1)):
        changes = {"scope": Scope.ASSETS, "matter": matter, "id": f"order-{matter}"}
        desk.trace([order_of(desk, read(desk, "10001"), **changes)], register)
        assert register.calls == calls


def test_one_persons_accounts_hang_together_in_chains(sqlite_desk: Desk) -> None:
    moved = replace(HERS, ssn4="", addresses=HERS.addresses)
    number_only = replace(SUBJECT, id="", dob=None, addresses=(), phones=(), emails=())
    sqlite_desk.taken_in(
        entry_of("1", subject=number_only, holds=(make_hold("DANIEL", account_id=""),))
    )
    sqlite_desk.taken_in(entry_of("2"))
    sqlite_desk.taken_in(entry_of("3", subject=moved))
    [borne] = read(sqlite_desk, "3").holds
    assert (borne.code, borne.reach) == ("DANIEL", Reach.SAME_PERSON)


def test_whose_hold_one_of_two_obligors_is_nobody_knows(sqlite_desk: Desk) -> None:
    first(sqlite_desk, "DEC-CONF")
    joint = entry_of("10001", subject=STRANGER, role=ObligorRole.CO_OBLIGOR)
    sqlite_desk.taken_in(joint)
    for number, subject in (("10002", HERS), ("10003", replace(STRANGER, ssn="900445566"))):
        entry = sqlite_desk.taken_in(entry_of(number, subject=subject))
        assert [h.reach for h in entry.holds] == [Reach.MAYBE_PERSON]


def test_a_changed_subject_is_who_it_now_is(sqlite_desk: Desk) -> None:
    first(sqlite_desk, "BK07-OPEN")
    assert other(sqlite_desk).holds
    assert not other(sqlite_desk, subject=STRANGER).holds
    assert other(sqlite_desk).holds


def test_a_hold_that_was_read_is_not_copied_onto_the_other_account(sqlite_desk: Desk) -> None:
    held = first(sqlite_desk, "CEASE")
    entry = other(sqlite_desk)
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.accounts.add(tx, [replace(entry, role=entry.role)])
        released = replace(held.holds[0], released=TODAY, release_evidence="letter")
        sqlite_desk.case.accounts.add_holds(tx, [released])
    assert [h.is_open(TODAY) for h in read(sqlite_desk).holds] == [False]
    assert [h.account_id for h in read(sqlite_desk).holds] == [held.account.id]


def test_a_stay_found_for_one_account_stops_the_others_later_tiers(desk: Desk) -> None:
    cases = hers(indicators=(bankruptcy("13", "open"),))
    petitioner, same = first(desk), other(desk)
    orders = [order_of(desk, petitioner), order_of(desk, same)]
    court = FakeConnector(FREE, lambda inquiry: Reply((cases,) if inquiry.fields.ssn else ()))
    broker = FakeConnector(PAID, says(HOME))
    traces = desk.trace(orders, court, broker)
    assert broker.calls == 0
    assert [[h.code for h in t.found_holds] for t in traces] == [["BK13-OPEN"], []]
    assert {r.rule for t in traces for r in t.refusals} == {"R48"}
    with desk.case.read() as tx:
        for order, found in zip(orders, (1, 0), strict=True):
            events = desk.case.audit.for_order(tx, order.id)
            assert [e.kind for e in events].count("hold.found") == found
    again = [h for h in read(desk).holds if h.is_open(TODAY)]
    assert [(h.code, h.account_id) for h in again] == [("BK13-OPEN", petitioner.account.id)]


def test_keys_that_somebody_deleted_are_missed_and_free_nobody(sqlite_desk: Desk) -> None:
    first(sqlite_desk, "BK07-OPEN")
    other(sqlite_desk)
    with sqlite_desk.case.write() as tx:
        tx.exec_driver_sql("DELETE FROM person_key")
    with pytest.raises(CaseFileError, match="person_key rows of subject"):
        read(sqlite_desk)
