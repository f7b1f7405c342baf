"""What a change of law does: only the rules that change are asked, and the answer is the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from config.law import Deaths, Licence, LicenceTable, Vendor, VendorTable
from skiptrace.compliance.policy.changes import (
    LawChange,
    Profile,
    decision_changes,
    law_changes,
    touched,
)
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.order import Scope
from tests.laws import POLICY, SHIPPED
from tests.tables import each

FIRST, LAST = date(2026, 11, 23), date(2027, 2, 1)
LICENSED = replace(
    SHIPPED,
    licences=LicenceTable(
        required=("TX",), held={"TX": Licence(number="1", expires=date(2026, 12, 31))}
    ),
    vendor_table=VendorTable(
        vendors={"bureau": Vendor(contract="1", certified_until=date(2027, 1, 5))}
    ),
    settings=SHIPPED.settings.model_copy(
        update={"deaths": Deaths(certified_until=date(2026, 12, 1))}
    ),
)
FOUND: dict[Profile, int] = {
    ("open", (), "TX"): 5,
    ("open", ("ATTY",), "TX"): 2,
    ("open", (), "OH"): 9,
    ("open", ("COERCED",), "OH"): 1,
}


def test_a_licence_that_runs_out_blocks_its_state_and_nothing_else() -> None:
    policy = Policy(RULES, LICENSED)
    found = decision_changes(policy, FOUND, FIRST, LAST)
    intake = [c for c in found if c.stage is Stage.INTAKE]
    assert [(c.scope, c.before, c.after, c.accounts) for c in intake] == [
        (Scope.LOCATE, "allowed", "R56 block", 5),
        (Scope.LOCATE, "R06 hold", "R06 hold, R56 block", 2),
    ]
    assert {c.stage for c in found} == {Stage.INTAKE, Stage.CALL}


def test_every_dated_table_names_its_day_and_rule() -> None:
    found = {(c.rule, c.on) for c in law_changes(Policy(RULES, LICENSED), FIRST, LAST)}
    assert found == {
        ("R51", date(2026, 12, 2)),
        ("R56", date(2027, 1, 1)),
        ("R62", date(2027, 1, 6)),
        ("R26", date(2027, 1, 31)),
    }


@each(
    ("first", "last", "rules"),
    [
        (date(2026, 8, 31), date(2026, 9, 1), {"R57"}),
        (date(2026, 9, 1), date(2026, 11, 1), set()),
        (date(2026, 3, 18), date(2026, 3, 19), {"R67"}),
        (date(2026, 7, 31), date(2026, 8, 1), {"R60"}),
        (date(2026, 6, 30), date(2026, 7, 1), {"R60"}),
        (date(2025, 5, 15), date(2025, 5, 16), {"R59"}),
    ],
)
def test_what_changes_between_two_days(first: date, last: date, rules: set[str]) -> None:
    assert {change.rule for change in law_changes(POLICY, first, last)} == rules


@each(
    ("first", "last"),
    [
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2025, 6, 1), date(2025, 8, 1)),
        (date(2026, 8, 1), date(2026, 10, 1)),
        (FIRST, LAST),
    ],
)
def test_the_rules_that_change_are_all_that_make_a_difference(first: date, last: date) -> None:
    """Judged in full, profile by profile, the same accounts are decided otherwise."""
    codes = sorted(SHIPPED.holds.codes)
    profiles = [("open", (code,), state) for code in codes for state in ("CA", "NY", "TX", "")]
    found = Counter(dict.fromkeys(profiles, 1))
    for policy in (POLICY, Policy(RULES, LICENSED)):
        quick = decision_changes(policy, found, first, last)
        every = [rule.id for rule in RULES]
        whole = decision_changes(_claiming(policy, every, last), found, first, last)
        assert quick == whole


def _claiming(policy: Policy, ids: list[str], last: date) -> Policy:
    """A policy in which every rule is said to change, by a version that says nothing more."""
    rules = tuple(
        replace(
            rule,
            title=f"{rule.title} again",
            effective=last,
            check=lambda asked: (),
            jurisdictions=frozenset(),
        )
        for rule in policy.rules
        if rule.id in ids
    )
    return Policy((*policy.rules, *rules), policy.law)


@each(("place", "count"), [("", 17), ("TX", 7), ("NYC", 0), ("OH", 10), ("OH, TX", 17)])
def test_accounts_where_a_change_is_law_are_counted(place: str, count: int) -> None:
    change = LawChange(FIRST, "R57", "a cap", place)
    assert touched(change, FOUND, {"NYC": "NY"}) == count
    assert touched(change, {("open", (), ""): 3}, {"NYC": "NY"}) == 3, "unknown may be anywhere"
