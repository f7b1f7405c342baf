"""A case file with an account in every state, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from config.acts import acts_of
from config.settings import Settings
from skiptrace.acts.account_state import AccountState, StateReader
from skiptrace.acts.accounts import AccountsReader
from skiptrace.acts.office import Office
from skiptrace.app.installation import Installation
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.users import Entry
from skiptrace.model.account import Hold, NextAction, ObligorRole
from skiptrace.model.actor import Actor, Role, User
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import FindingStatus
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.run import ORDER_BUDGET, RUN_BUDGET
from tests.integration.casefile import filling
from tests.integration.casefile.samples import (
    NOW,
    TODAY,
    make_answer,
    make_candidate,
    make_entry,
    make_finding,
    make_inquiry,
    make_order,
)
from tests.laws import POLICY

LATER = date(2026, 11, 24)
S, O = AccountState, OrderState  # noqa: E741

Made = Callable[[CaseFile, AccountEntry], None]


def reader(case: CaseFile, on: date = LATER) -> AccountsReader:
    return AccountsReader(case, StateReader(POLICY, {}, on))


COLLECTOR = User("usr_0a", "Cole Lector", frozenset({Role.COLLECTOR}), date(2026, 1, 1))


def office(case: CaseFile, keyring: Keyring | None = None, clock: Clock = lambda: NOW) -> Office:
    """An installation of that case file, where the collector is registered.

    Only look-ups by what is known of somebody need its keys.
    """
    with case.write() as tx:
        if case.users.is_empty(tx):
            case.users.enter(tx, COLLECTOR, Entry(NOW, COLLECTOR.id))
    nowhere = Installation(Settings(), Path("nowhere"), Path("nowhere/skiptrace.toml"))
    keys = keyring or Keyring.generate()
    return Office(nowhere, case, keys, POLICY, acts_of(None), clock)


def at_work(user: User = COLLECTOR) -> Actor:
    """A user as the command line knows who runs it."""
    return Actor(user.id, user.name, user.roles)


def add(case: CaseFile, *entries: AccountEntry) -> AccountEntry:
    """Take entries in; the first of the account as it is read."""
    with case.write() as tx:
        case.accounts.add(tx, entries)
        found = case.accounts.find(tx, entries[0].account.number)
    assert found is not None
    return found


def order(
    case: CaseFile, entry: AccountEntry, state: OrderState, *steps: StepOutcome, on: date = TODAY
) -> TraceOrder:
    """An order that ended so, with these steps."""
    placed = replace(make_order(entry, as_of=on), id=f"order-{entry.subject.id}-{on}")
    with case.write() as tx:
        case.orders.place(tx, [placed])
        case.steps.add(tx, [replace(step, order_id=placed.id) for step in steps])
        if state is not O.TODO:
            filling.finish(case, tx, [placed.id], state)
    return placed


def step(connector: str, outcome: Outcome, reason: str = "", rule: str = "") -> StepOutcome:
    return StepOutcome("", "paid", connector, outcome, reason=reason, rule=rule)


def found(case: CaseFile, placed: TraceOrder, status: FindingStatus) -> None:
    """A phone that the order found, of that status."""
    record = make_answer(make_inquiry(placed), placed.subject).records[0]
    with case.write() as tx:
        ids = case.matches.add(tx, placed.id, [make_candidate(record)])
        one = make_finding(placed, ids["bureau", record.ref], record)
        bare = tuple(
            replace(e, provenance=replace(e.provenance, snapshot_sha256="")) for e in one.evidence
        )
        case.findings.add(tx, [replace(one, status=status, evidence=bare)])


def mailed(action: NextAction, code: str = "R") -> Callable[[AccountEntry], AccountEntry]:
    def changed(entry: AccountEntry) -> AccountEntry:
        assert entry.returned_mail is not None
        return replace(entry, returned_mail=replace(entry.returned_mail, action=action, code=code))

    return changed


def with_status(status: str) -> Callable[[AccountEntry], AccountEntry]:
    return lambda entry: replace(entry, account=replace(entry.account, status=status))


def with_hold(code: str) -> Callable[[AccountEntry], AccountEntry]:
    hold = Hold("", code, date(2026, 11, 3), "creditor")
    return lambda entry: replace(entry, holds=(*entry.holds, hold))


def as_it_is(entry: AccountEntry) -> AccountEntry:
    return entry


def no_mail(entry: AccountEntry) -> AccountEntry:
    return replace(entry, returned_mail=None)


def ended(state: OrderState, *steps: StepOutcome) -> Made:
    return lambda case, entry: [order(case, entry, state, *steps)].clear()


def finding(status: FindingStatus) -> Made:
    hit = step("bureau", Outcome.HIT)
    return lambda case, entry: found(case, order(case, entry, O.DONE, hit), status)


def nothing(case: CaseFile, entry: AccountEntry) -> None:
    return None


def parked(case: CaseFile, entry: AccountEntry) -> None:
    order(case, entry, O.PARKED)


@dataclass(frozen=True)
class Row:
    """One account: how its entry differs, what was done with it, how it then stands and why."""

    change: Callable[[AccountEntry], AccountEntry]
    made: Made
    state: AccountState
    words: str
    why: dict[str, Any]


DOWN = step("bureau", Outcome.FAILED, "SourceUnavailable: 503")
POOR = step("bureau", Outcome.SKIPPED, "the run's budget of 0 USD is used up", RUN_BUDGET)
CAPPED = step("bureau", Outcome.SKIPPED, "the order's budget of 0 USD is used up", ORDER_BUDGET)
DOUBT = step("bureau", Outcome.IN_DOUBT, "InDoubt: cut off")
MINOR = step("bureau", Outcome.BLOCKED, "the subject is a minor", "R22")
HIT = step("bureau", Outcome.HIT)
TO_COME = replace(step("bureau", Outcome.PENDING), until=NOW + timedelta(days=32), ask_next=NOW)
OVERDUE = step("bureau", Outcome.OVERDUE, "no answer came by its deadline")

ROWS = (
    Row(as_it_is, nothing, S.DUE, "NIXIE VAC: full trace", {}),
    Row(as_it_is, ended(O.TODO), S.WAITING, "waits for the next run", {}),
    Row(with_hold("ATTY"), nothing, S.HELD, "ATTY: ", {"rule": "R06", "since": date(2026, 11, 3)}),
    Row(with_hold("BK13-OPEN"), ended(O.HELD), S.HELD, "BK13-OPEN", {"rule": "R48"}),
    Row(with_hold("FREEZE"), ended(O.DONE, HIT), S.DONE, "no contact found", {}),
    Row(with_hold("ODD"), nothing, S.HELD, "no table knows", {"rule": "D-UNKNOWN"}),
    Row(with_status("in limbo"), nothing, S.HELD, "status is unknown", {"rule": "D-UNKNOWN"}),
    Row(with_status(""), nothing, S.HELD, "status is missing", {"rule": "D-UNKNOWN"}),
    Row(with_status(" Paid "), nothing, S.CLOSED, "debt is paid", {"rule": "R19"}),
    Row(as_it_is, ended(O.HELD, MINOR), S.HELD, "the subject is a minor", {"rule": "R22"}),
    Row(as_it_is, ended(O.INCOMPLETE, DOWN), S.INCOMPLETE, "503", {"source": "bureau"}),
    Row(as_it_is, ended(O.INCOMPLETE, POOR), S.INCOMPLETE, "run's budget", {"rule": RUN_BUDGET}),
    Row(as_it_is, ended(O.AWAITING, TO_COME), S.AWAITING, "until 2026-12-24", {"source": "bureau"}),
    Row(as_it_is, ended(O.INCOMPLETE, OVERDUE), S.INCOMPLETE, "overdue", {"source": "bureau"}),
    Row(as_it_is, ended(O.DONE, HIT, CAPPED), S.DONE, "no contact found", {}),
    Row(as_it_is, ended(O.IN_DOUBT, DOUBT), S.IN_DOUBT, "cut off", {"source": "bureau"}),
    Row(as_it_is, parked, S.PARKED, "", {"release": "`skiptrace orders retry`"}),
    Row(mailed(NextAction.PERSON_REVIEW), ended(O.DONE), S.PERSON_REVIEW, "asks for a person", {}),
    Row(as_it_is, finding(FindingStatus.CANDIDATE), S.PERSON_REVIEW, "1 for a person to judge", {}),
    Row(as_it_is, finding(FindingStatus.VERIFIED), S.DONE, "1 verified contact", {}),
    Row(as_it_is, finding(FindingStatus.REJECTED), S.DONE, "no contact found", {}),
    Row(as_it_is, finding(FindingStatus.QUARANTINED), S.QUARANTINED, "under a restraint", {}),
    Row(mailed(NextAction.NO_TRACE), ended(O.DONE), S.NOT_TRACED, "lives there still", {}),
    Row(mailed(NextAction.WAIT), ended(O.DONE), S.NOT_TRACED, "nobody is traced yet", {}),
    Row(mailed(NextAction.NO_TRACE), ended(O.DONE, HIT), S.DONE, "no contact found", {}),
    Row(no_mail, nothing, S.NO_MAIL, "no mail came back", {}),
    Row(mailed(NextAction.NO_TRACE), nothing, S.DUE, "night notes that the debtor likely", {}),
)


def number(n: int) -> str:
    return make_entry(n).account.number


def fill(case: CaseFile) -> dict[str, Row]:
    """Every row as an account of its own, in order; by account number."""
    for n, row in enumerate(ROWS, start=1):
        born_apart = replace(make_entry(n).subject, dob=PartialDate(1940 + n, 4, 17))
        row.made(case, add(case, row.change(replace(make_entry(n), subject=born_apart))))
    return {number(n): row for n, row in enumerate(ROWS, start=1)}


def guarantor(n: int, of: int) -> AccountEntry:
    """Person n as a guarantor of account `of`."""
    entry = make_entry(n)
    return replace(entry, account=make_entry(of).account, role=ObligorRole.GUARANTOR, holds=())
