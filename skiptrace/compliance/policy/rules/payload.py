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
        if _tells_of_debt(name, text) or any(_holds(name, folded, word) for word in forbidden):
            yield Said(Severity.BLOCK, f"the field {name} holds words of the debt")
            return


def _tells_of_debt(field: str, text: str) -> bool:
    """Whether a debt word stands in a text otherwise than as a part of a name or of a street's.

    BALANCE FITNESS LLC is a name; ACME LLC BALANCE DUE, COLLECTIONS LLC and ACME (BALANCE) are not
    told from a note of ours.
    """
    bare = _NAME_OF[field].sub(" ", text) if field in _NAME_OF else text
    return _DEBT_WORDS.search(bare) is not None


_WORDS_OF_NAMES = r"(?:balance|collections?)"
_FORM = (
    r"(?:llc|l\.l\.c\.?|inc|inc\.|corp|corp\.|corporation|co|co\.|company|ltd|lp|llp|pllc|pa|pc)"
)
_NAME_OF = {
    "organization": re.compile(
        rf"^(?:(?:the|new|\w+'s)\s+)?{_WORDS_OF_NAMES}\b(?=(?:\s+(?!{_FORM}\b|due\b|owed\b|of\b)"
        r"[A-Za-z&'.-]{3,}){1,4}(?:,?\s+"
        rf"{_FORM})?\s*$)"
        rf"|(?<=[A-Za-z])\s+{_WORDS_OF_NAMES}\b(?=(?:\s+(?!due\b|owed\b)[A-Za-z&'.-]{{3,}}){{0,3}}"
        rf",?\s+{_FORM}\s*$)",
        re.IGNORECASE,
    ),
    "addresses": re.compile(
        rf"(?:(?<=\d)\s+(?:(?:[NSEW]|NE|NW|SE|SW)\s+)?{_WORDS_OF_NAMES}\b"
        r"(?=\s+(?:ST|STREET|RD|ROAD|AVE|AVENUE|LN|LANE|DR|DRIVE|CT|COURT|WAY|BLVD|PL|PLACE|CIR"
        r"|CIRCLE|TRL|TRAIL|LOOP|PKWY|TER)\b))",
        re.IGNORECASE,
    ),
}
"""Where a word that is a debt's too is part of a name: in front of the legal form or of a road."""


def _holds(field: str, text: str, word: str) -> bool:
    """Whether a text holds the account's number or its creditor's name.

    A number of digits counts as a whole only. In an address, one of at most six digits is nothing
    of the debt where the number of a house, a unit, a box or a road stands.
    """
    if not word.isdecimal():
        return word in text
    found = re.finditer(rf"(?<!\d){word}(?!\d)", text)
    if field != "addresses" or len(word) > _LONGEST_OF_A_HOUSE:
        return any(found)
    return not all(_OF_A_PLACE.search(text[: one.start()]) for one in found)


_LONGEST_OF_A_HOUSE = 6
_OF_A_PLACE = re.compile(
    r"(?:^\s*|#\s*|\b(?:apt|apartment|unit|ste|suite|lot|trlr|rm|room|bldg|box|hwy|highway|road|rd"
    r"|route|rte|rt|hc|rr|sr|cr)\.?\s*)$"
)
"""What stands in front of the number of a house, a unit, a box or a road."""


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
