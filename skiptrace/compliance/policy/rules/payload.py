"""What may be in a payload: nothing of the debt, unless the recipient may know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.card import Recipient
from skiptrace.model.inquiry import SearchFields

_DEBT_WORDS = re.compile(
    r"\b(debt|debtor|collections?|delinquen\w*|past due|owes?|balance|charge[d -]?off|creditor)\b",
    re.IGNORECASE,
)


def nothing_of_the_debt(asked: Asked) -> Iterator[Said]:
    """No creditor, account number or debt word leaves the house.

    Consumer reporting agencies may learn of the debt; nobody else may.
    """
    call, account = asked.facts.call, asked.facts.account
    if call is None or call.card.recipient is Recipient.CONSUMER_REPORTING_AGENCY:
        return
    forbidden = [t.casefold() for t in (account.number, account.creditor) if len(t) > 3]
    beside = (("labels", text) for text in call.labels)
    for name, text in (*_texts(call.fields), *beside):
        folded = text.casefold()
        if _DEBT_WORDS.search(text) or any(word in folded for word in forbidden):
            yield Said(Severity.BLOCK, f"the field {name} holds words of the debt")
            return


def _texts(fields: SearchFields) -> Iterator[tuple[str, str]]:
    for person in fields.names:
        yield "names", person.full
    yield "organization", fields.organization
    for address in fields.addresses:
        yield "addresses", f"{address.line} {address.city}"
    for email in fields.emails:
        yield "emails", email


RULES = (
    Rule(
        "R05",
        "nothing of the debt leaves",
        "12 CFR 1006.6(d)(1); 15 USC 1692c(b)",
        frozenset({Stage.CALL}),
        Severity.BLOCK,
        nothing_of_the_debt,
    ),
)
