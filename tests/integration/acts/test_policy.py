"""The law as a user asks for it: of an account at every stage, listed, and as it will change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from skiptrace.acts.office import Office
from skiptrace.acts.policy import (
    ChangesView,
    LawOfObligor,
    explain_account,
    list_policy,
    show_changes,
)
from skiptrace.casefile import apart
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.profiles import placed_profiles, profiles
from skiptrace.casefile.users import Entry
from skiptrace.compliance.policy.out_of_scope import OUT_OF_SCOPE
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.account import Hold, ObligorRole
from skiptrace.model.actor import Role, User
from skiptrace.model.errors import CaseFileError, NotAllowed
from tests.integration.acts import standing
from tests.integration.acts.standing import add, at_work, guarantor, number, with_hold, with_status
from tests.integration.casefile.samples import NOW, make_entry
from tests.laws import POLICY

ON = date(2026, 11, 23)
ANN = User("usr_1", "Ann Example", frozenset({Role.AUDITOR}), date(2026, 1, 1))
AUDITOR = at_work(ANN)


def office(case: CaseFile) -> Office:
    with case.write() as tx:
        if case.users.get(tx, ANN.id) is None:
            case.users.enter(tx, ANN, Entry(NOW, ANN.id))
    return standing.office(case)


def explained(case: CaseFile, n: int, on: date = ON) -> tuple[LawOfObligor, ...]:
    asked = (number(n), on, frozenset({"PUB"}))
    return explain_account(office(case), AUDITOR, POLICY, asked)


def forecast(case: CaseFile, first: date, last: date, policy: Policy = POLICY) -> ChangesView:
    return show_changes(office(case), AUDITOR, policy, first, last)


def test_every_stage_names_the_same_decisive_rule_and_keeps_every_reason(case: CaseFile) -> None:
    add(case, with_hold("ATTY")(with_hold("BK07-OPEN")(make_entry(1))))
    [one] = explained(case, 1)
    assert {stage.rule for stage in one.stages} == {"R48"}
    assert {stage.verdict for stage in one.stages} == {"block"}
    for stage in one.stages:
        first = stage.reasons[0]
        assert (first.rule, first.hold, first.since) == ("R48v1", "BK07-OPEN", date(2026, 11, 3))
        assert first.citation.startswith("11 USC 362")
        assert "R06v1" in [reason.rule for reason in stage.reasons]


def test_the_law_of_another_day_is_the_law_of_that_day(case: CaseFile) -> None:
    add(case, with_hold("ATTY")(make_entry(1)))
    verdicts = {
        on: [s.verdict for s in explained(case, 1, on)[0].stages if s.stage == "call"]
        for on in (date(2026, 11, 2), date(2026, 11, 3))
    }
    assert verdicts[date(2026, 11, 2)] == ["allowed", "allowed"]
    assert verdicts[date(2026, 11, 3)] == ["hold", "legal"]


def test_everybody_on_the_account_is_told_apart(case: CaseFile) -> None:
    add(case, make_entry(1), replace(guarantor(2, of=1), role=ObligorRole.NON_OBLIGOR))
    first, second = explained(case, 1)
    assert (first.role, second.role) == (ObligorRole.PRIMARY, ObligorRole.NON_OBLIGOR)
    write_back = {s.stage: s.rule for s in second.stages}["write-back"]
    assert write_back == "R23"


def test_a_look_and_a_forecast_are_in_the_trail_and_an_unknown_account_is_named(
    case: CaseFile,
) -> None:
    add(case, make_entry(1))
    explained(case, 1)
    forecast(case, ON, ON + timedelta(days=1))
    with case.read() as tx:
        kinds = [event["kind"] for event in case.audit.export(tx)]
    assert kinds[-2:] == ["policy.explain", "policy.changes"]
    with pytest.raises(CaseFileError, match="no account of that number"):
        explain_account(office(case), AUDITOR, POLICY, ("nobody", ON, frozenset()))


def test_the_list_names_every_rule_every_table_and_what_is_out_of_scope() -> None:
    found = list_policy(POLICY)
    assert [rule.id for rule in found.rules] == [rule.id for rule in RULES]
    assert dict(found.out_of_scope) == OUT_OF_SCOPE
    assert {table.file for table in found.tables} == POLICY.law.files.keys()
    assert {table.signed_by for table in found.tables} == {""}


def test_accounts_that_stand_alike_are_counted_by_status_and_open_codes(
    case: CaseFile, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(case, make_entry(1))
    add(case, with_hold("ATTY")(make_entry(2)))
    add(case, with_status("paid")(make_entry(3)))
    first = add(case, with_hold("CEASE")(make_entry(4)))
    cease = next(h for h in first.holds if h.code == "CEASE")
    with case.write() as tx:
        released = replace(cease, released=date(2026, 11, 10), release_evidence="withdrawn")
        case.accounts.add_holds(tx, [released, Hold(first.account.id, "FREEZE", ON, "bureau")])
    with case.read() as tx:
        early, late = profiles(tx, date(2026, 11, 9)), profiles(tx, ON)
        placed = placed_profiles(tx, keyring, ON, closed={"paid"})
        monkeypatch.setattr(apart, "APART_FROM", 1)
        monkeypatch.setattr(apart, "_processes", lambda: 2)
        assert placed_profiles(tx, keyring, ON, closed={"paid"}) == placed
    assert early["open", ("CEASE",), ""] == 1
    assert late == {
        ("open", (), ""): 1,
        ("open", ("ATTY",), ""): 1,
        ("open", ("FREEZE",), ""): 1,
        ("paid", (), ""): 1,
    }
    assert sum(late.values()) == sum(placed.values()) == 4
    state = make_entry(1).account.state
    assert {(status, where) for status, _, where in placed} == {("open", state), ("paid", "")}


def test_a_change_of_law_names_its_day_and_the_accounts_whose_decision_it_changes(
    case: CaseFile,
) -> None:
    add(case, with_hold("COERCED")(make_entry(1)))
    add(case, make_entry(2))
    add(case, with_status("paid")(make_entry(3)))
    rules = tuple(
        replace(rule, ends=date(2026, 12, 1)) if rule.id == "R67" else rule for rule in RULES
    )
    found = forecast(case, ON, date(2026, 12, 31), Policy(rules, POLICY.law))
    assert found.accounts == 2, "a paid account is closed"
    ends = [(change.on, change.rule) for change, _ in found.law if change.rule == "R67"]
    assert ends == [(date(2026, 12, 1), "R67")]
    assert {one.accounts for one in found.decisions} == {1}
    assert all("R67 flag" in one.before and "R67 flag" not in one.after for one in found.decisions)


def test_the_end_of_the_revocation_waiver_is_foretold(case: CaseFile) -> None:
    add(case, make_entry(1))
    days = [c.on for c, _ in forecast(case, ON, date(2027, 2, 1)).law if c.rule == "R26"]
    assert days == [date(2027, 1, 31)]
    assert [c for c, _ in forecast(case, ON, date(2027, 1, 30)).law if c.rule == "R26"] == []
    on_day = forecast(case, date(2027, 1, 31), date(2027, 2, 1)).law
    assert [c for c, _ in on_day if c.rule == "R26"] == []


def test_who_may_neither_explain_nor_foresee_is_refused(case: CaseFile) -> None:
    add(case, make_entry(1))
    user = User("usr_2", "Nightly", frozenset({Role.SERVICE}), date(2026, 1, 1))
    with case.write() as tx:
        case.users.enter(tx, user, Entry(NOW, user.id))
    service = at_work(user)
    with pytest.raises(NotAllowed):
        explain_account(office(case), service, POLICY, (number(1), ON, frozenset()))
    with pytest.raises(NotAllowed):
        show_changes(office(case), service, POLICY, ON, ON + timedelta(days=1))
