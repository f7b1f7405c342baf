"""What counsel changes lets go of what it held: the account is due again, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from candidates import OAK, at
from fakes import FakeConnector, says
from orders import TODAY, make_hold

from config.counsel import CounselTables
from config.law import Licence, LicenceTable, Vendor, VendorTable
from jobs.execution.held_no_more import LIFTED
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.compliance.policy.rule import Rule
from skiptrace.model.order import OrderState
from tests.integration.casefile.tampering import disarm
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, nightly
from tests.laws import SHIPPED

HOME = hers(addresses=(at(OAK, role="residence"),))
DAY = timedelta(days=1)
TOMORROW = replace(FORM, as_of=TODAY + DAY)


@dataclass(frozen=True)
class Law:
    """The rules with counsel's tables of a day, and the account that they hold or let go."""

    tables: CounselTables = SHIPPED
    rules: tuple[Rule, ...] = RULES

    @property
    def policy(self) -> Policy:
        return Policy(self.rules, self.tables)


def licensed(expires: date | None, *required: str) -> Law:
    held = {"TX": Licence(number="1", expires=expires)} if expires is not None else {}
    table = LicenceTable(required=required or ("TX",), held=held)
    return Law(replace(SHIPPED, licences=table))


def certified(until: date) -> Law:
    vendors = {PAID.id: Vendor(contract="1", certified_until=until)}
    return Law(replace(SHIPPED, vendor_table=VendorTable(vendors=vendors)))


def known_status(word: str) -> Law:
    holds = SHIPPED.holds
    statuses = {**holds.statuses, word: holds.statuses["open"]} if word else holds.statuses
    return Law(replace(SHIPPED, holds=holds.model_copy(update={"statuses": statuses})))


def of_code(code: str, like: str) -> Law:
    holds = SHIPPED.holds
    codes = {**holds.codes, code: holds.codes[like]}
    return Law(replace(SHIPPED, holds=holds.model_copy(update={"codes": codes})))


def ended(rule_id: str, on: date | None) -> Law:
    rules = tuple(replace(r, ends=on) if r.id == rule_id and on else r for r in RULES)
    return Law(licensed(TODAY - 9 * DAY).tables, rules)


PLAIN = entry_of()
LIMBO = replace(PLAIN, account=replace(PLAIN.account, status="in limbo"))
ATTORNEY = entry_of(holds=(make_hold("ATTY", account_id=""),))
CHANGES: dict[str, tuple[Law, Law, AccountEntry]] = {
    "a licence is renewed": (licensed(TODAY - 9 * DAY), licensed(TODAY + 365 * DAY), PLAIN),
    "a licence is got": (licensed(None), licensed(TODAY + 365 * DAY), PLAIN),
    "no licence is asked for any more": (licensed(None), licensed(None, "WA"), PLAIN),
    "a certification is renewed": (certified(TODAY - 9 * DAY), certified(TODAY + DAY), PLAIN),
    "a status becomes known": (known_status(""), known_status("in limbo"), LIMBO),
    "a code restrains no longer": (Law(), of_code("ATTY", "AD-ALERT"), ATTORNEY),
    "a rule has ended": (ended("R56", None), ended("R56", TODAY), PLAIN),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_account_is_due_once_counsel_lets_it_go(sqlite_desk: Desk, what: str) -> None:
    before, after, entry = CHANGES[what]
    desk = replace(sqlite_desk, policy=before.policy)
    desk.taken_in(entry)
    broker = FakeConnector(PAID, says(HOME))
    nightly(desk, broker)
    assert counts(desk) == {OrderState.HELD: 1}
    nightly(desk, broker, form=TOMORROW)
    assert (counts(desk), lifted(desk), broker.calls) == ({OrderState.HELD: 1}, 0, 0), "unchanged"
    renewed = replace(desk, policy=after.policy)
    night = nightly(renewed, broker, form=TOMORROW)
    assert (night.placed, lifted(desk), broker.calls) == (1, 1, 1)
    assert counts(desk) == {OrderState.INCOMPLETE: 1, OrderState.DONE: 1}
    again = nightly(renewed, broker, form=replace(FORM, as_of=TODAY + 2 * DAY))
    assert (again.placed, lifted(desk), broker.calls) == (0, 1, 1), "once"


def lifted(desk: Desk) -> int:
    with desk.case.read() as tx:
        return sum(event["kind"] == LIFTED for event in desk.case.audit.export(tx))


def test_one_of_several_that_the_first_tier_needs_keeps_it_held(sqlite_desk: Desk) -> None:
    """The order would end held again: the free source may be asked, the paid one was let go."""
    desk = replace(sqlite_desk, policy=licensed(None).policy)
    desk.taken_in(PLAIN)
    register, broker = FakeConnector(FREE, says()), FakeConnector(PAID, says(HOME))
    nightly(desk, register, broker)
    assert counts(desk) == {OrderState.HELD: 1}
    vendors = VendorTable(vendors={FREE.id: Vendor(contract="1", certified_until=TODAY - DAY)})
    law = Law(replace(SHIPPED, vendor_table=vendors))
    nightly(replace(desk, policy=law.policy), register, broker, form=TOMORROW)
    assert (counts(desk), lifted(desk)) == ({OrderState.HELD: 1}, 0)


def test_what_was_changed_by_hand_is_let_be_and_stops_no_night(sqlite_desk: Desk) -> None:
    desk = replace(sqlite_desk, policy=licensed(None).policy)
    for number in ("1", "2"):
        desk.taken_in(entry_of(number))
    broker = FakeConnector(PAID, says(HOME))
    nightly(desk, broker)
    with desk.case.write() as tx:
        disarm(tx)
        tx.exec_driver_sql("UPDATE trace_order SET finished = NULL WHERE seq = 1")
    renewed = replace(desk, policy=licensed(TODAY + 365 * DAY).policy)
    night = nightly(renewed, broker, form=TOMORROW)
    assert (night.placed, lifted(desk)) == (1, 1)
