"""What may be in a payload: nothing of the debt, unless the recipient may know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skiptrace.compliance.restraint import Restraint, Severity
from skiptrace.compliance.rules.rule import Question
from skiptrace.model.card import Recipient
from skiptrace.model.inquiry import SearchFields

_DEBT_WORDS = re.compile(
    r"\b(debt|debtor|collections?|delinquen\w*|past due|owes?|balance|charge[d -]?off|creditor)\b",
    re.IGNORECASE,
)


def nothing_of_the_debt(question: Question) -> Restraint | None:
    """12 CFR 1006.6(d)(1), 1692c(b): no creditor, account number or debt word leaves the house.

    Consumer reporting agencies may learn of the debt; nobody else may.
    """
    if question.card.recipient is Recipient.CONSUMER_REPORTING_AGENCY:
        return None
    account = question.order.account
    forbidden = [t.casefold() for t in (account.number, account.creditor) if len(t) > 3]
    for name, text in _texts(question.fields):
        folded = text.casefold()
        if _DEBT_WORDS.search(text) or any(word in folded for word in forbidden):
            return Restraint("R05", Severity.BLOCK, f"the field {name} holds words of the debt")
    return None


def _texts(fields: SearchFields) -> Iterator[tuple[str, str]]:
    for person in fields.names:
        yield "names", person.full
    yield "organization", fields.organization
    for address in fields.addresses:
        yield "addresses", f"{address.line} {address.city}"
    for email in fields.emails:
        yield "emails", email
