"""Holds of joint accounts: nobody knows whose they are, so all who owe are stopped there.

On their other accounts what may bind the person is for review. Where it is known whose a hold is,
it binds that person's other accounts in full, joint ones included.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import OAK, at, bankruptcy
from fakes import FakeConnector, Reply, says
from orders import SUBJECT, TODAY, make_hold

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.compliance.policy.decision import Severity
from skiptrace.model.account import ObligorRole, Reach
from skiptrace.model.order import OrderState
from skiptrace.model.subject import PersonName
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_person_holds import HERS, order_of, read, written_back
from tests.laws import SHIPPED, may_contact, may_report, may_trace

HOME = hers(addresses=(at(OAK, role="residence"),))
HIS = replace(SUBJECT, id="", names=(PersonName("ROY", "", "MARSH"),), ssn="900445566")
CODES = SHIPPED.holds.codes
MAY_FOLLOW = sorted(code for code, effect in CODES.items() if effect.binds != "debt")
STAY = sorted(code for code, effect in CODES.items() if effect.binds == "debt")


def joint(desk: Desk, *codes: str) -> AccountEntry:
    """Her and his account, with these holds."""
    holds = tuple(make_hold(code, account_id="") for code in codes)
    desk.taken_in(entry_of("10001", holds=holds))
    return desk.taken_in(entry_of("10001", subject=HIS, role=ObligorRole.CO_OBLIGOR, holds=holds))


def alone(desk: Desk, *codes: str) -> tuple[AccountEntry, AccountEntry]:
    """An account of hers and one of his; the holds are on hers."""
    holds = tuple(make_hold(code, account_id="") for code in codes)
    own = desk.taken_in(entry_of("10002", subject=HERS, holds=holds))
    return own, desk.taken_in(entry_of("10003", subject=HIS))


def both_owing(desk: Desk) -> list[AccountEntry]:
    with desk.case.read() as tx:
        return desk.case.accounts.obligors(tx, read(desk, "10001").account.id)


def severities(entry: AccountEntry) -> list[Severity | None]:
    """How severely tracing, contact and asset work on an account are restrained."""
    about = (entry.account, entry.holds, TODAY)
    found = (may_trace(*about), may_contact(*about), may_report(*about))
    return [one.severity if not one.allows else None for one in found]


def test_a_hold_of_a_joint_account_is_for_review_on_the_others_of_all_who_owe(
    sqlite_desk: Desk,
) -> None:
    """Every code of the table that may follow a person, each alone on the account."""
    joint(sqlite_desk, *MAY_FOLLOW, *STAY)
    others = alone(sqlite_desk)
    for entry in others:
        assert {hold.reach for hold in entry.holds} == {Reach.MAYBE_PERSON}
        for code in MAY_FOLLOW:
            effect, holds = CODES[code], tuple(h for h in entry.holds if h.code == code)
            words = (effect.trace, effect.contact, effect.assets)
            expected = [None if word in ("ok", "flag") else Severity.HOLD for word in words]
            assert severities(replace(entry, holds=holds)) == expected, code
        kept = tuple(h for h in entry.holds if h.code in STAY)
        assert severities(replace(entry, holds=kept)) == [None, None, None]


@pytest.mark.parametrize("code", ["BK07-OPEN", "DEC-CONF", "IDT-605B", "MINOR-NOW", "DANIEL"])
def test_all_who_owe_on_a_held_joint_account_are_stopped_there_and_elsewhere(
    sqlite_desk: Desk, code: str
) -> None:
    joint(sqlite_desk, code)
    entries = [*both_owing(sqlite_desk), *alone(sqlite_desk)]
    orders = [order_of(sqlite_desk, one, id=f"order-{n}") for n, one in enumerate(entries)]
    broker = FakeConnector(PAID, says(HOME))
    traces = sqlite_desk.trace(orders, broker, FakeConnector(FREE, says(HOME)))
    assert broker.calls == 0
    assert {refusal.rule for t in traces for refusal in t.refusals} == {CODES[code].rule}
    assert [sqlite_desk.state(order) for order in orders] == [OrderState.HELD] * 4
    assert written_back(sqlite_desk) == set()


@pytest.mark.parametrize("code", ["BK07-OPEN", "DEC-CONF", "IDT-605B", "OFAC-POSSIBLE", "CEASE"])
def test_a_hold_that_is_surely_hers_binds_her_joint_account_in_full(
    sqlite_desk: Desk, code: str
) -> None:
    alone(sqlite_desk, code)
    joint(sqlite_desk)
    effect = CODES[code]
    for entry in both_owing(sqlite_desk):
        assert [(hold.code, hold.reach) for hold in entry.holds] == [(code, Reach.SAME_PERSON)]
        wanted = effect.trace if effect.binds == "person" else "hold"
        assert severities(entry)[0] is Severity[wanted.upper()]
    his = read(sqlite_desk, "10003")
    assert his.holds == (), "what is surely hers is not for review on an account of his alone"


def test_a_stay_found_for_one_of_them_stops_the_other_and_both_elsewhere(desk: Desk) -> None:
    """What was found stands on the account, too: he may be in the stay (11 USC 1301)."""
    joint(desk)
    her, his = both_owing(desk)
    found = hers(indicators=(bankruptcy("13", "open"),))
    court = FakeConnector(
        FREE, lambda inquiry: Reply((found,) if "9001" in inquiry.fields.ssn else ())
    )
    [trace] = desk.trace([order_of(desk, her)], court, FakeConnector(PAID, says()))
    assert [hold.code for hold in trace.found_holds] == ["BK13-OPEN"]
    broker = FakeConnector(PAID, says(HOME))
    hers_alone, his_alone = alone(desk)
    later = [his, hers_alone, his_alone]
    orders = [order_of(desk, one, id=f"later-{n}") for n, one in enumerate(later)]
    desk.trace(orders, FakeConnector(FREE, says()), broker)
    assert broker.calls == 0
    assert [desk.state(order) for order in orders] == [OrderState.HELD] * 3
    reaches = [[hold.reach for hold in read(desk, n).holds] for n in ("10002", "10003")]
    assert reaches == [[Reach.MAYBE_PERSON]] * 2
