"""Whether findings may be used: what each hold and status keeps from contact and from a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from orders import ACCOUNT, TODAY, make_hold

from config.compliance import shipped_holds
from skiptrace.compliance.restraint import Restraint, Severity, strictest
from skiptrace.compliance.use import UseRules
from skiptrace.model.account import Hold, Reach
from tests.tables import each

RULES = UseRules(shipped_holds())


@pytest.mark.parametrize(
    ("status", "holds", "contact", "assets"),
    [
        ("open", (), None, None),
        (" OPEN ", (), None, None),
        ("paid", (), "R19", "R19"),
        ("", (), "D-UNKNOWN", "D-UNKNOWN"),
        ("in limbo", (), "D-UNKNOWN", "D-UNKNOWN"),
        ("open", (make_hold("BK07-OPEN"),), "R48", "R48"),
        ("open", (make_hold("TBAR"),), None, "R18"),
        ("open", (make_hold("FRAUD-ALERT"),), "R34", None),
        ("open", (make_hold("CEASE"),), "R07", "R07"),
        ("open", (make_hold("FREEZE"), make_hold("LANG")), None, None),
        ("open", (make_hold("a code nobody knows"),), "D-UNKNOWN", "D-UNKNOWN"),
        ("open", (make_hold("PAID", released=date(2026, 11, 1)),), None, None),
        ("open", (make_hold("PAID", since=date(2026, 11, 23)),), None, None),
    ],
)
def test_what_keeps_findings_from_being_used(
    status: str, holds: tuple[Hold, ...], contact: str | None, assets: str | None
) -> None:
    account = replace(ACCOUNT, status=status)
    found = RULES.contact(account, holds, TODAY), RULES.assets(account, holds, TODAY)
    assert tuple(bar.rule if bar else None for bar in found) == (contact, assets)


def test_a_restraint_reads_as_rule_and_words() -> None:
    bar = RULES.contact(ACCOUNT, (make_hold("ATTY"),), TODAY)
    assert str(bar) == "R06: an attorney represents the consumer"


STRICT = {
    "block": make_hold("PAID"),
    "legal": make_hold("CEASE"),
    "hold": make_hold("IDT-CLAIM"),
    "ok": make_hold("FREEZE"),
}


@each("order", list(permutations(STRICT)))
def test_the_strictest_speaks_whatever_the_order_and_every_reason_is_kept(
    order: tuple[str, ...],
) -> None:
    holds = [STRICT[word] for word in order]
    for bar in (RULES.assets(ACCOUNT, holds, TODAY), RULES.assets(ACCOUNT, iter(holds), TODAY)):
        assert bar is not None
        assert (bar.rule, bar.severity) == ("R19", Severity.BLOCK)
        assert bar.reason.startswith("the debt is paid; also R07: ")
        assert "; also R33: " in bar.reason


@pytest.mark.parametrize("status", ["paid", "", "in limbo"])
def test_a_status_and_a_hold_are_weighed_together(status: str) -> None:
    held = replace(ACCOUNT, status=status)
    bar = RULES.contact(held, (make_hold("BK07-OPEN"),), TODAY)
    assert bar is not None and bar.severity is Severity.BLOCK
    assert "R48" in str(bar)
    assert ("R19" if status == "paid" else "D-UNKNOWN") in str(bar)


def test_severities_run_from_hold_over_legal_to_block() -> None:
    made = [Restraint("R", severity, severity.name) for severity in Severity]
    assert [s.name for s in sorted(Severity)] == ["HOLD", "LEGAL", "BLOCK"]
    for found in (made, made[::-1]):
        bar = strictest(found)
        assert bar is not None and bar.severity is Severity.BLOCK
    assert strictest([]) is None


def test_what_is_for_legal_only_says_what_is_needed_and_passes_for_its_matter_alone() -> None:
    cease = make_hold("CEASE")
    bar = RULES.assets(ACCOUNT, (cease,), TODAY, "26-CV-118")
    assert bar is not None and bar.severity is Severity.LEGAL
    assert "`skiptrace hold release --matter`" in bar.reason
    waived = replace(cease, waived_for=frozenset({"26-CV-118"}))
    assert RULES.assets(ACCOUNT, (waived,), TODAY, " 26-CV-118 ") is None
    assert RULES.assets(ACCOUNT, (waived,), TODAY, "26-CV-119") is not None
    assert RULES.assets(ACCOUNT, (waived,), TODAY) is not None
    assert RULES.contact(ACCOUNT, (waived,), TODAY) is not None
    assert RULES.trace(ACCOUNT, (waived,), TODAY) is not None


@pytest.mark.parametrize("code", ["PAID", "IDT-CLAIM", "BK13-OPEN", "a code nobody knows"])
def test_a_matter_waives_nothing_but_what_is_for_legal(code: str) -> None:
    waived = make_hold(code, waived_for=frozenset({"26-CV-118"}))
    assert RULES.assets(ACCOUNT, (waived,), TODAY, "26-CV-118") is not None


@each(
    ("code", "reach", "trace", "assets", "contact"),
    [
        ("CEASE", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("ATTY", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("BK-DISCH", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("BK07-OPEN", Reach.SAME_PERSON, "BLOCK", "BLOCK", "BLOCK"),
        ("IDT-605B", Reach.SAME_PERSON, "BLOCK", "BLOCK", "BLOCK"),
        ("DEC-CONF", Reach.SAME_PERSON, "HOLD", "LEGAL", "HOLD"),
        ("MINOR-NOW", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("DANIEL", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("OFAC-POSSIBLE", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("WRONG-PARTY", Reach.SAME_PERSON, "BLOCK", "BLOCK", "BLOCK"),
        ("SCRA-AD", Reach.SAME_PERSON, None, "HOLD", None),
        ("FREEZE", Reach.SAME_PERSON, None, None, None),
        ("PAID", Reach.SAME_PERSON, None, None, None),
        ("BK-CODEBTOR", Reach.SAME_PERSON, None, None, None),
        ("TBAR", Reach.SAME_PERSON, None, None, None),
        ("DISP-VP", Reach.SAME_PERSON, None, None, None),
        ("a code nobody knows", Reach.SAME_PERSON, "HOLD", "HOLD", "HOLD"),
        ("BK07-OPEN", Reach.MAYBE_PERSON, "HOLD", "HOLD", "HOLD"),
        ("DEC-CONF", Reach.MAYBE_PERSON, "HOLD", "HOLD", "HOLD"),
        ("CEASE", Reach.MAYBE_PERSON, "HOLD", "HOLD", "HOLD"),
        ("SCRA-AD", Reach.MAYBE_PERSON, None, "HOLD", None),
        ("PAID", Reach.MAYBE_PERSON, None, None, None),
        ("a code nobody knows", Reach.MAYBE_PERSON, "HOLD", "HOLD", "HOLD"),
    ],
)
def test_how_a_hold_of_the_persons_other_account_restrains(
    code: str, reach: Reach, trace: str | None, assets: str | None, contact: str | None
) -> None:
    hold = make_hold(code, account_id="acc_other", reach=reach)
    found = [f(ACCOUNT, (hold,), TODAY) for f in (RULES.trace, RULES.assets, RULES.contact)]
    assert [bar.severity.name if bar else None for bar in found] == [trace, assets, contact]
    assert all("acc_other" in bar.reason for bar in found if bar)


def test_every_code_says_whom_it_binds() -> None:
    table = shipped_holds()
    bound = {code: effect.binds for code, effect in table.codes.items()}
    stays = {"PAID", "SETTLED", "RECALLED", "SOLD", "DUP", "TBAR", "TBAR-UNK", "INVOL", "MEDICAL"}
    stays |= {"JUDGMENT", "DISP-VP", "OC-REQUEST", "DISP-OTHER", "NONOBLIGOR", "BK-CODEBTOR"}
    stays |= {"PLAN-ACTIVE", "PROMISE", "BK-DISCH-LIEN", "BK-POST", "NAME-KIND"}
    assert {code for code, binds in bound.items() if binds == "debt"} == stays
    looked_at = {"CEASE", "REFUSE", "ATTY", "BK-DISCH", "LITIG-ACTIVE", "MINOR-ORIG"}
    looked_at |= {"ROW-REJECTED"}
    assert {code for code, binds in bound.items() if binds == "review"} == looked_at
