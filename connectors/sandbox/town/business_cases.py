"""Court cases of businesses: suits, judgments and liens against them, and their bankruptcies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from connectors.sandbox.town.business import Business
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.courts import Case, Clerk, Party
from connectors.sandbox.town.days import Calendar

_NO_DISCHARGE = "Closed without discharge"
"""How a company's chapter 7 case ends: 11 USC 727(a)(1) discharges individuals alone."""


def business_cases(
    rng: Random, businesses: Sequence[Business], before: int, calendar: Calendar
) -> Iterator[Case]:
    """As many of each kind as the shipped table asks for, numbered behind so many other cases."""
    clerk = Clerk(rng, calendar)
    serial = before
    for kind, rate in clerk.table["per_thousand_businesses"].items():
        for _ in range(max(1, len(businesses) * rate // 1000)):
            business = pick(rng, businesses)
            first = max(calendar.start, business.formed + 100)
            last = (business.ended or calendar.today) - 5
            if first < last:
                serial += 1
                filed = between(rng, first, last)
                case = clerk.entered(kind, filed, serial)
                parties = _parties(rng, clerk, case, business)
                yield replace(_ended_as_a_companys(case), parties=parties)


def _ended_as_a_companys(case: Case) -> Case:
    if case.kind == "BANKRUPTCY CH 7" and case.disposition == "Discharged":
        return replace(case, disposition=_NO_DISCHARGE)
    return case


def _parties(rng: Random, clerk: Clerk, case: Case, business: Business) -> tuple[Party, ...]:
    """The business by its name and office of the day, and who is against it."""
    name, office = business.name_on(case.filed), business.premises_on(case.filed)
    names = clerk.table["lienors" if case.kind == "LIEN" else "plaintiffs"]
    role, other = "DEBTOR", Party("CREDITOR", None, pick(rng, names), None)
    if case.kind in ("CIVIL", "JUDGMENT"):
        role, other = "DEFENDANT", other._replace(role="PLAINTIFF")
    debtor = Party(role, None, name, office, business.entity_id)
    return (debtor, other) if case.is_bankruptcy else (other, debtor)
