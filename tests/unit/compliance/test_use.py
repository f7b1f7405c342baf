"""Whether findings may be used: what each hold and status keeps from contact and from a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from orders import ACCOUNT, TODAY, make_hold

from config.compliance import shipped_holds
from skiptrace.compliance.use import UseRules
from skiptrace.model.account import Hold

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
