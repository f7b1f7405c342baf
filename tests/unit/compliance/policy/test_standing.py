"""Whether findings may be used: what each hold and status keeps from contact and from a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from orders import ACCOUNT, TODAY, make_hold

from skiptrace.compliance.policy.decision import Severity
from skiptrace.model.account import Hold, Reach
from tests.laws import SHIPPED, may_contact, may_report, may_trace
from tests.tables import each


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
    found = may_contact(account, holds, TODAY), may_report(account, holds, TODAY)
    assert tuple(bar.rule or None for bar in found) == (contact, assets)


def test_a_restraint_reads_as_rule_and_words() -> None:
    bar = may_contact(ACCOUNT, (make_hold("ATTY"),), TODAY)
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
    for bar in (may_report(ACCOUNT, holds, TODAY), may_report(ACCOUNT, iter(holds), TODAY)):
        assert (bar.rule, bar.severity) == ("R19", Severity.BLOCK)
        assert bar.words.startswith("the debt is paid; also R07: ")
        assert "; also R33: " in bar.words


@pytest.mark.parametrize("status", ["paid", "", "in limbo"])
def test_a_status_and_a_hold_are_weighed_together(status: str) -> None:
    held = replace(ACCOUNT, status=status)
    bar = may_contact(held, (make_hold("BK07-OPEN"),), TODAY)
    assert bar.severity is Severity.BLOCK
    assert "R48" in str(bar)
    assert ("R19" if status == "paid" else "D-UNKNOWN") in str(bar)


def test_what_is_for_legal_only_says_what_is_needed_and_passes_for_its_matter_alone() -> None:
    cease = make_hold("CEASE")
    bar = may_report(ACCOUNT, (cease,), TODAY, "26-CV-118")
    assert bar.severity is Severity.LEGAL
    assert "`skiptrace hold release --matter`" in bar.words
    waived = replace(cease, waived_for=frozenset({"26-CV-118"}))
    assert may_report(ACCOUNT, (waived,), TODAY, " 26-CV-118 ").allows
    assert not may_report(ACCOUNT, (waived,), TODAY, "26-CV-119").allows
    assert not may_report(ACCOUNT, (waived,), TODAY).allows
    assert not may_contact(ACCOUNT, (waived,), TODAY).allows
    assert not may_trace(ACCOUNT, (waived,), TODAY).allows


@pytest.mark.parametrize("code", ["PAID", "IDT-CLAIM", "BK13-OPEN", "a code nobody knows"])
def test_a_matter_waives_nothing_but_what_is_for_legal(code: str) -> None:
    waived = make_hold(code, waived_for=frozenset({"26-CV-118"}))
    assert not may_report(ACCOUNT, (waived,), TODAY, "26-CV-118").allows


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
        ("DANIEL", Reach.SAME_PERSON, "BLOCK", "BLOCK", "BLOCK"),
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
    found = [f(ACCOUNT, (hold,), TODAY) for f in (may_trace, may_report, may_contact)]
    assert [None if bar.allows else bar.severity.name for bar in found] == [trace, assets, contact]
    assert all("acc_other" in bar.words for bar in found if not bar.allows)


def test_every_code_says_whom_it_binds() -> None:
    table = SHIPPED.holds
    bound = {code: effect.binds for code, effect in table.codes.items()}
    stays = {"PAID", "SETTLED", "RECALLED", "SOLD", "DUP", "TBAR", "TBAR-UNK", "INVOL", "MEDICAL"}
    stays |= {"JUDGMENT", "DISP-VP", "OC-REQUEST", "DISP-OTHER", "NONOBLIGOR", "BK-CODEBTOR"}
    stays |= {"PLAN-ACTIVE", "PROMISE", "BK-DISCH-LIEN", "BK-POST", "NAME-KIND"}
    stays |= {"SMALLBAL", "COMMERCIAL", "NO-LICENCE-*", "COERCED", "LEGAL-HOLD", "QUARANTINE"}
    assert {code for code, binds in bound.items() if binds == "debt"} == stays
    looked_at = {"CEASE", "REFUSE", "ATTY", "BK-DISCH", "LITIG-ACTIVE", "MINOR-ORIG"}
    looked_at |= {"ROW-REJECTED"}
    assert {code for code, binds in bound.items() if binds == "review"} == looked_at
