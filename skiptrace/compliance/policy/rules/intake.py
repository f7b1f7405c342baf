"""Rules about an account that comes in: what it must say, where the house may work at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from config.counsel import CounselTables
from skiptrace.compliance.policy.business_days import after_business_days
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.debt import Collector, DebtPurpose
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.subject import EntityKind

_DISPUTES = ("DISP-VP", "DISP-OTHER", "OC-REQUEST")
_BALANCE = 500_000


def says_what_it_is(asked: Asked) -> Iterator[Said]:
    """An account says what counsel's table requires; what is missing holds it."""
    facts, house = asked.facts, asked.law.settings.house
    known = {
        "collector": collector_of(asked) is not None,
        "purpose": asked.purpose is not None,
        "creditor": bool(facts.account.creditor.strip()),
        "default_date": facts.debt.defaulted is not None,
    }
    missing = [name for name in house.required if not known[name]]
    if missing:
        yield Said(Severity.HOLD, f"the account does not say its {', '.join(missing)}")


def collector_of(asked: Asked) -> Collector | None:
    """In whose name is collected: as the account says, else as the house is."""
    return collector_of_facts(asked.facts, asked.law)


def collector_of_facts(facts: Facts, law: CounselTables) -> Collector | None:
    """In whose name is collected: as the account says, else as the house is."""
    house = law.settings.house.collector
    return facts.debt.collector or (Collector(house) if house else None)


def has_a_licence(asked: Asked) -> Iterator[Said]:
    """Where a place asks for a licence or bond, the house has a live one.

    Where nobody knows a place, any of them may be it.
    """
    table, day = asked.law.licences, asked.facts.day
    live = {place for place, one in table.held.items() if one.expires >= day}
    if not asked.places and (lacking := sorted(set(table.required) - live)):
        words = f"no place is known, and the house has no live licence for {', '.join(lacking)}"
        yield Said(Severity.HOLD, words)
    for place in sorted(asked.places & set(table.required)):
        licence = table.held.get(place)
        if licence is None:
            yield Said(Severity.BLOCK, f"the house has no licence for {place}")
        elif licence.expires < day:
            yield Said(Severity.BLOCK, f"the licence for {place} ended on {licence.expires}")


def answers_texas_disputes(asked: Asked) -> Iterator[Said]:
    """Of a written dispute in Texas, whenever it came: cease until it is answered in 30 days."""
    for hold in asked.own_holds(*_DISPUTES):
        due = hold.since + timedelta(days=30)
        yield Said(Severity.HOLD, "a dispute in Texas waits for its answer", hold, due)


def answers_new_york_city_disputes(asked: Asked) -> Iterator[Said]:
    """Of a dispute in New York City, whenever it came: cease until the debt is verified."""
    for hold in asked.own_holds(*_DISPUTES):
        yield Said(Severity.HOLD, "a dispute in New York City waits for verification", hold)


def reviews_claims_of_theft(asked: Asked) -> Iterator[Said]:
    """A claim of identity theft in California ceases collection until the review is concluded."""
    for hold in asked.own_holds("IDT-CLAIM"):
        words = "collection ceases until a written determination of the claim"
        yield Said(Severity.HOLD, words, hold)


def reviews_coerced_debts(asked: Asked) -> Iterator[Said]:
    """Documents and a statement of coercion cease collection; bureaus are told, then reviewed."""
    days = asked.law.settings.days
    for hold in asked.own_holds("COERCED"):
        told = after_business_days(hold.since, days.coerced_notice)
        reviewed = hold.since + timedelta(days=days.coerced_review)
        yield Said(Severity.FLAG, "consumer reporting agencies are told", hold, told)
        yield Said(Severity.FLAG, "the claim of coerced debt is reviewed", hold, reviewed)


def covers_commercial_debts(asked: Asked) -> Iterator[Said]:
    """A natural person's commercial debt of at most 500,000 dollars is covered in California."""
    subject, balance = asked.facts.subject, asked.facts.account.balance
    is_person = subject is None or subject.kind is EntityKind.PERSON
    is_small = balance is None or balance <= _BALANCE
    if asked.purpose is DebtPurpose.COMMERCIAL and is_person and is_small:
        yield Said(Severity.FLAG, "the Rosenthal Act covers this commercial debt")


def reports_sanctions(asked: Asked) -> Iterator[Said]:
    """A blocked or rejected matter is reported within 10 business days; nothing is settled."""
    for hold in asked.own_holds("OFAC-POSSIBLE"):
        due = after_business_days(hold.since, 10)
        words = "no settlement or refund until cleared; a true match is reported by then"
        yield Said(Severity.FLAG, words, hold, due)


_WORK = frozenset({Stage.INTAKE, Stage.CALL, Stage.WRITE_BACK, Stage.CONTACT})
_ALWAYS = frozenset(Stage) - {Stage.RETENTION}
RULES = (
    Rule(
        "R01",
        "what an account must say",
        "12 CFR 1006.2(h)-(i); 15 USC 1692a(5)-(6)",
        frozenset({Stage.INTAKE, Stage.CALL}),
        Severity.HOLD,
        says_what_it_is,
    ),
    Rule(
        "R56",
        "licences and bonds",
        "Tex. Fin. 392.101; Cal. Fin. 100001; RCW 19.16.110; NYC Admin. 20-490",
        frozenset({Stage.INTAKE, Stage.CALL, Stage.CONTACT}),
        Severity.BLOCK,
        has_a_licence,
    ),
    Rule(
        "R59",
        "disputes in Texas",
        "Tex. Fin. 392.202",
        _WORK,
        Severity.HOLD,
        answers_texas_disputes,
        jurisdictions=frozenset({"TX"}),
    ),
    Rule(
        "R59",
        "disputes in New York City",
        "6 RCNY 5-77",
        _WORK,
        Severity.HOLD,
        answers_new_york_city_disputes,
        jurisdictions=frozenset({"NYC"}),
    ),
    Rule(
        "R59",
        "small commercial debts in California",
        "Cal. Civ. 1788.2 (SB 1286)",
        frozenset({Stage.INTAKE, Stage.CALL, Stage.REPORT}),
        Severity.FLAG,
        covers_commercial_debts,
        effective=date(2025, 7, 1),
        jurisdictions=frozenset({"CA"}),
    ),
    Rule(
        "R33",
        "claims of identity theft in California",
        "Cal. Civ. 1788.18",
        _ALWAYS,
        Severity.HOLD,
        reviews_claims_of_theft,
        jurisdictions=frozenset({"CA"}),
    ),
    Rule(
        "R67",
        "coerced debts",
        "N.Y. Gen. Bus. Law art. 29-HHH",
        _ALWAYS,
        Severity.HOLD,
        reviews_coerced_debts,
        effective=date(2026, 3, 19),
    ),
    Rule(
        "R61",
        "possible sanctions are reported",
        "31 CFR 501.601, 501.603",
        _ALWAYS,
        Severity.FLAG,
        reports_sanctions,
    ),
)
