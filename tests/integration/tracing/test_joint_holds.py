"""Holds of joint accounts: where nobody knows whose they are, all who owe are stopped there.

On their other accounts what may bind the person is for review. Where it is known whose a hold is,
it binds that person's other accounts in full, joint ones included, and by most codes nobody else.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import OAK, at, bankruptcy
from fakes import FakeConnector, Reply, says
from orders import SUBJECT, TODAY, make_hold

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.model.account import ObligorRole, Reach
from skiptrace.model.order import OrderState
from skiptrace.model.subject import PersonName
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_person_holds import HERS, order_of, read, written_back
from tests.laws import POLICY, SHIPPED, may_contact, may_report, may_trace

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


def told_of(code: str, hold_of_her: AccountEntry, desk: Desk) -> list[list[str]]:
    """The rules that restrain a trace of her and of him on their account, her hold being placed."""
    hold = make_hold(
        code, account_id=hold_of_her.account.id, subject_id=hold_of_her.subject.id, source="letter"
    )
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [hold])
    return [rules_of(one) for one in both_owing(desk)]


def rules_of(entry: AccountEntry) -> list[str]:
    facts = Facts(TODAY, entry.account, entry.holds, entry.subject, entry.role)
    return [reason.rule for reason in POLICY.evaluate(Stage.INTAKE, facts).restraints]


@pytest.mark.parametrize(
    ("code", "his_rules"),
    [("DEC-CONF", []), ("ATTY", []), ("BK07-OPEN", []), ("BK13-OPEN", ["R49"]), ("CEASE", ["R07"])],
)
def test_what_is_known_to_be_hers_restrains_him_only_where_the_law_says_so(
    desk: Desk, code: str, his_rules: list[str]
) -> None:
    joint(desk)
    her, _ = both_owing(desk)
    assert told_of(code, her, desk) == [[CODES[code].rule], his_rules]
    hers_alone, his_alone = alone(desk)
    reach = Reach.SAME_PERSON
    assert [(hold.code, hold.reach) for hold in hers_alone.holds] == [(code, reach)]
    assert rules_of(hers_alone) == [CODES[code].rule]
    assert his_alone.holds == ()


def test_what_is_hers_elsewhere_comes_to_a_joint_account_through_her(desk: Desk) -> None:
    alone(desk, "DEC-CONF")
    joint(desk)
    her, his = both_owing(desk)
    assert [hold.reaches for hold in her.holds] == [her.subject.id]
    assert (rules_of(her), rules_of(his)) == (["R21"], [])


def test_the_same_found_of_both_on_one_day_are_two_holds(desk: Desk) -> None:
    joint(desk)
    entries = both_owing(desk)
    account_id = entries[0].account.id
    both = [
        make_hold("DEC-SUSP", account_id=account_id, subject_id=one.subject.id) for one in entries
    ]
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, both)
        released = replace(both[0], released=TODAY, release_evidence="alive")
        desk.case.accounts.add_holds(tx, [released])
    her, his = both_owing(desk)
    assert (rules_of(her), rules_of(his)) == ([], ["R21"])


def test_a_stay_found_for_one_of_them_stops_the_other_here_and_nobody_else(desk: Desk) -> None:
    """He owes with the debtor of a plan (11 USC 1301); an account of his alone is none of hers."""
    joint(desk)
    her, his = both_owing(desk)
    found = hers(indicators=(bankruptcy("13", "open"),))
    court = FakeConnector(
        FREE, lambda inquiry: Reply((found,) if "9001" in inquiry.fields.ssn else ())
    )
    [trace] = desk.trace([order_of(desk, her)], court, FakeConnector(PAID, says()))
    [stay] = trace.found_holds
    assert (stay.code, stay.subject_id) == ("BK13-OPEN", her.subject.id)
    broker = FakeConnector(PAID, says(HOME))
    hers_alone, his_alone = alone(desk)
    later = [his, hers_alone, his_alone]
    orders = [order_of(desk, one, id=f"later-{n}") for n, one in enumerate(later)]
    desk.trace(orders, FakeConnector(FREE, says()), broker)
    states = [desk.state(order) for order in orders]
    assert states == [OrderState.HELD, OrderState.HELD, OrderState.DONE]
    assert broker.calls == 1
    reaches = [[hold.reach for hold in read(desk, n).holds] for n in ("10002", "10003")]
    assert reaches == [[Reach.SAME_PERSON], []]
