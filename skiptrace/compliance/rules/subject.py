"""Rules about who is searched: no minors, nobody who does not owe, nobody of a wrong kind."""

from __future__ import annotations

from datetime import date

from skiptrace.compliance.restraint import Restraint, Severity
from skiptrace.compliance.rules.rule import Question
from skiptrace.model.account import ObligorRole
from skiptrace.model.card import Recipient
from skiptrace.model.subject import EntityKind

_MAJORITY = 18
KIND = "KIND"
"""The rule by which a source is not asked for a subject of a kind that it does not know."""
_LISTED = {EntityKind.PERSON: "people", EntityKind.ORGANIZATION: "businesses"}
_DEBTORS = {EntityKind.PERSON: "a person", EntityKind.ORGANIZATION: "a business"}


def not_a_minor(question: Question) -> Restraint | None:
    """12 CFR 1006.6(a)(2): a subject under 18 is not searched; the parent or guardian is asked.

    Of a partial birth date the latest day counts that it can mean, and an order of a day to come
    makes nobody older.
    """
    dob = question.order.subject.dob
    if dob is None:
        return None
    today = min(question.order.as_of, question.today)
    birthday = date(today.year - _MAJORITY, today.month, min(today.day, 28))
    if dob.latest() > birthday:
        return Restraint("R22", Severity.HOLD, "the subject is a minor")
    return None


def only_obligors(question: Question) -> Restraint | None:
    """15 USC 1681b, 1692c(b): somebody who does not owe is not searched for this debt."""
    if question.order.role is ObligorRole.NON_OBLIGOR:
        return Restraint("R23", Severity.BLOCK, "the subject is not liable for this account")
    return None


def kind_fits_card(question: Question) -> Restraint | None:
    """15 USC 1681b(f): a source is asked, and paid, only for a kind of subject that it knows."""
    kind = question.order.subject.kind
    if kind in question.card.subjects:
        return None
    known = " and ".join(words for one, words in _LISTED.items() if one in question.card.subjects)
    words = f"the source lists {known or 'nobody alone'}, and the debtor is {_DEBTORS[kind]}"
    return Restraint(KIND, Severity.HOLD, words)


def no_report_on_involuntary_debt(question: Question) -> Restraint | None:
    """15 USC 1681b(a)(3)(A): no consumer report without a credit transaction of the consumer."""
    if question.card.recipient is not Recipient.CONSUMER_REPORTING_AGENCY:
        return None
    origin = question.order.account.debt_origin
    own = (h for h in question.order.holds if h.is_own and h.code == "INVOL")
    flagged = any(h.is_open(question.day) for h in own)
    if origin == "credit" and not flagged:
        return None
    if origin == "involuntary" or flagged:
        return Restraint("R28", Severity.BLOCK, "the debt is not from a credit transaction")
    return Restraint("R28", Severity.HOLD, "the origin of the debt is unknown")
