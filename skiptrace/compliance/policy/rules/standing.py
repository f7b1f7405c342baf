"""Rules that act by hold codes and status words; what each restrains is counsel's hold table."""

from __future__ import annotations

from datetime import date

from skiptrace.compliance.policy.decision import DISPUTE, Severity, Stage
from skiptrace.compliance.policy.rule import Rule
from skiptrace.compliance.policy.standing import UNKNOWN

PROTECTED = "R54"
"""The rule by which not even the places that the creditor has are shown."""
QUARANTINE = "D-QUARANTINE"
"""The rule of what a named person keeps from every use until another releases it."""
_ALWAYS = frozenset(Stage) - {Stage.RETENTION}
_CODE = date(1979, 10, 1)
"""The Bankruptcy Code's first day."""


def _coded(rule_id: str, title: str, citation: str, severity: Severity, since: date) -> Rule:
    return Rule(rule_id, title, citation, _ALWAYS, severity, effective=since)


_B, _H, _F = Severity.BLOCK, Severity.HOLD, Severity.FLAG
_FDCPA, _REGF = date(1978, 3, 20), date(2021, 11, 30)
RULES = (
    _coded("R48", "the stay of a bankruptcy", "11 USC 362(a)(1), (3), (6), (k)", _B, _CODE),
    _coded("R49", "the stay of a co-debtor", "11 USC 1301, 1201", _B, _CODE),
    _coded("R50", "discharge and dismissal", "11 USC 524(a)(2), 362(c)(3)-(4)", _B, _CODE),
    _coded("R19", "debts that are over", "12 CFR 1006.30(b)", _B, _REGF),
    _coded("R33", "identity theft", "15 USC 1681c-2, 1681m(f)-(g), 1681s-2(a)(6)", _B, _REGF),
    _coded("R07", "cease and refusal", "12 CFR 1006.6(c)(1)-(2)", _B, _REGF),
    _coded(DISPUTE, "a dispute travels", "12 CFR 1006.18(c)(2); 15 USC 1692e(8)", _F, _REGF),
    _coded("R34", "alerts and freezes", "15 USC 1681c-1(h)-(i); 12 CFR 1022.121", _F, _FDCPA),
    _coded(
        PROTECTED, "protected addresses", "NJ 56:8-166.1; state confidentiality laws", _B, _FDCPA
    ),
    _coded("R61", "sanctions", "31 CFR 501.601, 501.603", _H, _FDCPA),
    _coded("D-REJECTED", "a rejected row may restrain", "design: unknown holds", _H, _FDCPA),
    _coded(QUARANTINE, "quarantine by a person", "design: kept by a named person", _H, _FDCPA),
    _coded(UNKNOWN, "what nobody knows holds", "design: unknown holds", _H, _FDCPA),
)
