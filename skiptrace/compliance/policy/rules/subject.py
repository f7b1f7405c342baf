"""Rules about who is searched: no minors, nobody who does not owe, nobody of a wrong kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.account import ObligorRole
from skiptrace.model.card import Recipient
from skiptrace.model.subject import EntityKind

_MAJORITY = 18
KIND = "KIND"
"""The rule by which a source is not asked for a subject of a kind that it does not know."""
_LISTED = {EntityKind.PERSON: "people", EntityKind.ORGANIZATION: "businesses"}
_DEBTORS = {EntityKind.PERSON: "a person", EntityKind.ORGANIZATION: "a business"}


def not_a_minor(asked: Asked) -> Iterator[Said]:
    """A subject under 18 is not searched; the parent or guardian is asked.

    Of a partial birth date the latest day counts that it can mean, and work as of a day to come
    makes nobody older.
    """
    facts = asked.facts
    dob = facts.subject.dob if facts.subject is not None else None
    if dob is None:
        return
    today = min(facts.as_of or facts.today, facts.today)
    birthday = date(today.year - _MAJORITY, today.month, min(today.day, 28))
    if dob.latest() > birthday:
        yield Said(Severity.HOLD, "the subject is a minor")


def not_made_by_a_minor(asked: Asked) -> Iterator[Said]:
    """A debt that a subject under 18 may have made is for counsel."""
    subject, opened = asked.facts.subject, asked.facts.account.opened
    dob = subject.dob if subject is not None else None
    if dob is None or opened is None:
        return
    if dob.latest() > date(opened.year - _MAJORITY, opened.month, min(opened.day, 28)):
        yield Said(Severity.HOLD, "the subject was a minor when the debt arose")


def only_obligors(asked: Asked) -> Iterator[Said]:
    """Somebody who does not owe is not searched for this debt, and nothing of them is written."""
    if asked.facts.role is ObligorRole.NON_OBLIGOR:
        yield Said(Severity.BLOCK, "the subject is not liable for this account")


def no_report_on_involuntary_debt(asked: Asked) -> Iterator[Said]:
    """No consumer report without a credit transaction of the consumer."""
    facts = asked.facts
    if facts.call is None or facts.call.card.recipient is not Recipient.CONSUMER_REPORTING_AGENCY:
        return
    origin = facts.account.debt_origin
    if origin == "involuntary" or asked.is_held("INVOL"):
        is_judgment = facts.account.status.strip().lower() == "judgment" or asked.is_held(
            "JUDGMENT"
        )
        severity = Severity.LEGAL if is_judgment else Severity.BLOCK
        yield Said(severity, "the debt is not from a credit transaction")
    elif origin != "credit":
        yield Said(Severity.HOLD, "the origin of the debt is unknown")


def kind_fits_card(asked: Asked) -> Iterator[Said]:
    """A source is asked, and paid, only for a kind of subject that it knows."""
    call, subject = asked.facts.call, asked.facts.subject
    if call is None or subject is None or subject.kind in call.card.subjects:
        return
    known = " and ".join(words for one, words in _LISTED.items() if one in call.card.subjects)
    debtor = _DEBTORS[subject.kind]
    words = f"the source lists {known or 'nobody alone'}, and the debtor is {debtor}"
    yield Said(Severity.HOLD, words)


RULES = (
    Rule(
        "R22",
        "minors and guardians",
        "12 CFR 1006.6(a)(2)-(3)",
        frozenset({Stage.INTAKE, Stage.CALL}),
        Severity.HOLD,
        not_a_minor,
    ),
    Rule(
        "R22",
        "debts of minors",
        "12 CFR 1006.6(a)(2)-(3)",
        frozenset({Stage.INTAKE, Stage.CALL}),
        Severity.HOLD,
        not_made_by_a_minor,
    ),
    Rule(
        "R23",
        "who does not owe",
        "15 USC 1681b; 15 USC 1692c(b)",
        frozenset({Stage.CALL, Stage.WRITE_BACK, Stage.REPORT, Stage.CONTACT}),
        Severity.BLOCK,
        only_obligors,
    ),
    Rule(
        "R28",
        "debts that no credit transaction made",
        "15 USC 1681b(a)(3)(A)",
        frozenset({Stage.CALL}),
        Severity.BLOCK,
        no_report_on_involuntary_debt,
        of_source=True,
    ),
)
FITNESS = (
    Rule(
        KIND,
        "a source knows the kind of subject",
        "15 USC 1681b(f); the source's card",
        frozenset({Stage.CALL}),
        Severity.HOLD,
        kind_fits_card,
    ),
)
