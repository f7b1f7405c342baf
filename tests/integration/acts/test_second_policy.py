"""Role x assignment x hold x act, generated whole, against a second policy in another language.

`second_policy.cedar` is asked by Cedar's own engine, and what it allows must be what an office and
the law allow: first of the roles on every act, then of the holds on what is done with an account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from cedarpy import is_authorized_batch

from skiptrace.casefile.case import CaseFile
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.actor import ActorFacts, MatterFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import Account, Hold
from skiptrace.model.act import Act
from skiptrace.model.actor import Assignment, Coverage, Role
from skiptrace.model.order import Scope
from tests.integration.acts.standing import add, at_work, number, office
from tests.integration.acts.test_allowed import assign, may, register
from tests.integration.casefile.samples import make_entry
from tests.laws import POLICY

POLICIES = Path(__file__).with_name("second_policy.cedar").read_text(encoding="utf-8")
GROUPS: Mapping[str, str] = {
    "look": "accounts.list accounts.find accounts.show contact.check trace.explain trace.evidence "
    "trace.discarded trace.notes judge hold.show hold.add policy.contact policy.notice",
    "collect": "trace.place",
    "examine": "trace.replay case.export",
    "counsel": "accounts.unmask assets.report suit.check hold.release.legal hold.matter "
    "matter.approve",
    "clear": "hold.release hold.matter.revoke matter.withdraw judge.release",
    "operate": "intake nightly.run model.train schedule.run",
    "administer": "orders.retry sources.resume keys.manage users.manage",
    "settle": "orders.settle orders.answer writeback.undo",
    "write": "writeback.plan writeback.apply",
    "oversee": "costs.show retention.plan users.review",
    "watch": "runs.show sources.show status.show schedule.show",
    "use": "trace.place assets.report writeback.apply",
    "assets": "assets.report",
}
"""The acts of each group that the second policy names."""
USES = {
    "trace.place": (Stage.CALL, Scope.LOCATE),
    "assets.report": (Stage.REPORT, Scope.ASSETS),
    "writeback.apply": (Stage.WRITE_BACK, Scope.LOCATE),
}
CODES = (
    "", "BK07-OPEN", "BK13-OPEN", "BK-DISCH", "BK-SUSPECT", "IDT-605B", "IDT-CLAIM", "PAID", "ACP",
    "COERCED", "VIP", "ATTY", "CEASE", "DEC-CONF", "LITIG-ACTIVE", "SCRA-AD", "TBAR", "DISP-VP",
    "FRAUD-ALERT", "FREEZE", "QUARANTINE", "NEVER-HEARD",
)  # fmt: skip
WIDER = """
permit (principal, action == Action::"hold.release", resource)
when { principal.roles.contains("collector") };
"""
MATTER, ON = "26-CV-118", date(2026, 11, 23)
ROLES = tuple(role.value for role in Role)


def entities() -> list[dict[str, Any]]:
    """A user of each role, the account, and every act in its groups."""
    users = [_entity("User", role, {"roles": [role]}) for role in ROLES]
    acts = []
    for act in Act:
        groups = [name for name, those in GROUPS.items() if act.value in those.split()]
        acts.append(
            {**_entity("Action", act.value, {}), "parents": [_uid("Action", g) for g in groups]}
        )
    groups_of_all = [_entity("Action", name, {}) for name in GROUPS]
    return [*users, *acts, *groups_of_all, _entity("Account", "1", {})]


def _uid(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


def _entity(kind: str, name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {"uid": _uid(kind, name), "attrs": attributes, "parents": []}


def second(asked: list[tuple[str, str, dict[str, Any]]], policies: str = POLICIES) -> list[bool]:
    """What the second policy says of each (role, act, context)."""
    requests = [
        {
            "principal": f'User::"{role}"',
            "action": f'Action::"{act}"',
            "resource": 'Account::"1"',
            "context": context,
        }
        for role, act, context in asked
    ]
    answers = is_authorized_batch(requests, policies, entities())
    assert [one.diagnostics.errors for one in answers if one.diagnostics.errors] == []
    return [one.allowed for one in answers]


def of_roles(case: CaseFile) -> Iterator[tuple[str, str, bool, bool]]:
    """(role, act, whether the account is the actor's, what the office says), every one."""
    add(case, make_entry(1))
    add(case, make_entry(2))
    desk = office(case)
    everybody = {role: register(case, role, role) for role in ROLES}
    for mine, given in ((True, None), (False, number(2)), (True, number(1))):
        if given is not None:
            for user in everybody.values():
                assign(case, user, Assignment(Coverage.ACCOUNT, given))
        for role, act in product(ROLES, Act):
            yield role, act.value, mine, may(desk, at_work(everybody[role]), act)


def of_holds(policy: Policy) -> Iterator[tuple[str, str, str, bool, bool]]:
    """(role, use, hold, whether it was waived for the matter, what the law says), every one."""
    account = Account("acc_1", "1", "Prairie Card Bank", status="open", state="OH")
    for role, act, code, waived in product(ROLES, USES, CODES, (False, True)):
        hold = Hold("acc_1", code, date(2026, 11, 1), "a letter")
        holds = (replace(hold, waived_for=frozenset({MATTER} if waived else ())),) if code else ()
        stage, scope = USES[act]
        actor = ActorFacts(role, frozenset({Role(role)}))
        who = {"matter": MatterFacts(MATTER), "actor": actor, "purposes": frozenset({"PUB"})}
        facts = Facts(ON, account, holds, scope=scope, **who)
        yield role, act, code, waived, policy.evaluate(stage, facts).allows


def test_every_act_stands_in_the_second_policy() -> None:
    text = " ".join((POLICIES, *GROUPS.values()))
    assert [act.value for act in Act if act.value not in text] == []


@pytest.mark.parametrize("broken", ["", "collector"], ids=["as written", "with a role too many"])
def test_roles_and_assignments_are_what_the_second_policy_says(
    case: CaseFile, case_url: str, broken: str
) -> None:
    if case_url.startswith("postgres"):
        return
    told = list(of_roles(case))
    asked = [(r, act, {"mine": mine, "holds": [], "waived": False}) for r, act, mine, _ in told]
    agreed = second(asked, POLICIES + WIDER if broken else POLICIES)
    apart = [one for one, says in zip(told, agreed, strict=True) if one[3] is not says]
    assert len(told) == 3 * len(ROLES) * len(Act)
    if broken:
        assert {(role, act) for role, act, _, _ in apart} == {(broken, "hold.release")}
    else:
        assert apart == []


def may_at_all(role: str, act: str) -> bool:
    """Whether the second policy lets a role do an act where nothing is held."""
    return second([(role, act, {"mine": True, "holds": [], "waived": False})])[0]


def test_holds_are_what_the_second_policy_says() -> None:
    told = list(of_holds(POLICY))
    asked = [
        (role, act, {"mine": True, "holds": [code] if code else [], "waived": waived})
        for role, act, code, waived, _ in told
    ]
    able = {(role, act): may_at_all(role, act) for role, act in product(ROLES, USES)}
    apart = [
        one
        for one, says in zip(told, second(asked), strict=True)
        if (one[4] and able[one[0], one[1]]) is not says
    ]
    assert len(told) == len(ROLES) * len(USES) * len(CODES) * 2
    assert apart == []


@pytest.mark.parametrize("code", ["ATTY", "BK13-OPEN", "QUARANTINE"])
def test_a_hold_that_counsels_table_forgets_is_seen(code: str) -> None:
    table = POLICY.law.holds
    free = table.codes[code].model_copy(update=dict.fromkeys(("trace", "assets", "contact"), "ok"))
    holds = table.model_copy(update={"codes": {**table.codes, code: free}})
    broken = Policy(POLICY.rules, replace(POLICY.law, holds=holds))
    told = list(of_holds(broken))
    asked = [
        (role, act, {"mine": True, "holds": [held] if held else [], "waived": waived})
        for role, act, held, waived, _ in told
    ]
    apart = {
        one[2]
        for one, says in zip(told, second(asked), strict=True)
        if one[0] == "legal" and one[1] != "writeback.apply" and one[4] is not says
    }
    assert apart == {code}
