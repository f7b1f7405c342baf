"""The rule table in force: every rule the gate asks, with its source and dates."""

from __future__ import annotations

from collections.abc import Mapping

from config.compliance import HoldTable
from skiptrace.compliance.rules.holds import holds_rule
from skiptrace.compliance.rules.payload import nothing_of_the_debt
from skiptrace.compliance.rules.purpose import purpose_fits_card, purpose_is_known
from skiptrace.compliance.rules.rule import Rule
from skiptrace.compliance.rules.subject import (
    KIND,
    kind_fits_card,
    no_report_on_involuntary_debt,
    not_a_minor,
    only_obligors,
)


def rule_table(holds: HoldTable, purposes: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of the first cut, in the order in which they are named when several restrain."""
    return (
        Rule(
            "HOLDS",
            "11 USC 362; 12 CFR 1006.6, 1006.30; 15 USC 1681m(f)",
            holds_rule(holds),
            stops_asking_only=True,
        ),
        Rule("R22", "12 CFR 1006.6(a)(2)", not_a_minor),
        Rule("R23", "15 USC 1681b; 15 USC 1692c(b)", only_obligors),
        Rule("P-MISSING", "15 USC 1681b; 15 USC 6802(e)", purpose_is_known(purposes)),
        Rule("P-CARD", "15 USC 1681b(f); the source's terms", purpose_fits_card),
        Rule("R28", "15 USC 1681b(a)(3)(A)", no_report_on_involuntary_debt),
        Rule("R05", "12 CFR 1006.6(d)(1); 15 USC 1692c(b)", nothing_of_the_debt),
        Rule(KIND, "15 USC 1681b(f); the source's card", kind_fits_card),
    )
