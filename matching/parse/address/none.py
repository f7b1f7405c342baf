"""Texts in an address field that are no address: placeholders, notes, states of a person."""

from __future__ import annotations

import re

from matching.parse.address.tables import address_tables
from matching.parse.text import folded

_APART = re.compile(r"[^A-Z0-9]+")
_UNKNOWN = frozenset({"UNKNOWN", "UNK", "UNKN", "NONE", "NA", "NULL", "HOMELESS", "DECEASED"})
"""Words that make no street even with a suffix behind them: UNKNOWN ST."""
_NOBODYS = _UNKNOWN | {
    "ADDRESS", "ADDR", "NAN", "NIL", "TBA", "TBD", "TEST", "UNAVAILABLE", "UNSPECIFIED",
    "UNDELIVERABLE", "TRANSIENT", "INCARCERATED", "SAME", "VACANT", "REFUSED", "WITHHELD",
    "CONFIDENTIAL", "BLANK", "MISSING", "INVALID", "DEPORTED", "UNHOUSED", "MOVED", "DECD",
    "UNCLAIMED", "UNLISTED", "PENDING", "RETURNED", "RTS",
}  # fmt: skip
"""Words that alone fill a field in which no address was known."""
_FILLERS = frozenset({
    "CITY", "HOME", "MAIL", "MAILING", "RESIDENCE", "LOCATION", "PERSON", "CURRENTLY", "CURRENT",
    "IS", "THE", "AT", "THIS", "TIME", "PER", "AS", "OF", "KNOWN", "CLIENT", "DEBTOR", "CONSUMER",
    "CUSTOMER", "PERMANENT", "FIXED", "STREET", "STATE", "ZIP", "AND", "LOT",
})  # fmt: skip
_ADDRESS = r"(?:ADDRESS|ADDR|ABODE|RESIDENCE|MAIL)"
_NOTE = re.compile(
    r"N A|X{2,}|0+|9{4,}|ATTEMPTS?(?: .*)?"
    r"|NO (?:(?:FIXED|KNOWN|GOOD|CURRENT|VALID|PERMANENT|STREET|MAILING|HOME|FORWARDING|OTHER) )?"
    + _ADDRESS
    + r"\b.*"
    r"|(?:SEE|REFER TO|CHECK|PER) (?:THE )?(?:NOTES?|FILE|ABOVE|BELOW|ATTACHED|ATTACHMENT"
    r"|COMMENTS?|REMARKS?|ACCOUNT|OTHER|REVERSE|BACK|MEMO|INSTRUCTIONS?)\b.*"
    r"|(?:DO NOT|DOES NOT|DID NOT|DONT) (?:MAIL|USE|CONTACT|SEND|CALL|WRITE|DELIVER|HAVE|KNOW"
    r"|PROVIDE|LIVE)\b.*"
    r"|(?:SAME )?(?:AS|AT) (?:ABOVE|BELOW|BEFORE|MAILING|PHYSICAL|RESIDENCE|BILLING|PRIMARY"
    r"|BORROWER|DEBTOR|OTHER)\b.*"
    r"|SAME (?:ADDRESS|AS)\b.*"
    r"|(?:BAD|WRONG|INVALID|OLD|INCORRECT|INSUFFICIENT|INCOMPLETE|UNKNOWN|PRIOR|FORMER|NEEDS?|GET"
    r"|ENTER|VERIFY|MISSING|NEW) (?:(?:MAILING|STREET|HOME) )?" + _ADDRESS + r"\b.*"
    r"|(?:ADDRESS|ADDR) (?:IS )?(?:UNKNOWN|NOT|UNAVAILABLE|WITHHELD|CONFIDENTIAL|MISSING|BAD"
    r"|INVALID|SAME|NEEDED|PENDING|ON FILE|ON REQUEST|SUPPRESSED)\b.*"
    r"|RETURN(?:ED)? (?:TO SENDER|MAIL|TO)\b.*"
    r"|NOT (?:AVAILABLE|APPLICABLE|KNOWN|GIVEN|PROVIDED|LISTED|ON FILE|REPORTED|DELIVERABLE"
    r"|AT THIS ADDRESS|STATED|FOUND|SURE|DISCLOSED)\b.*"
    r"|(?:MOVED|LEFT|GONE)(?: (?:AWAY|LEFT|NO|OUT|WITH|NOT|TO|IN|AND|\d{4})\b.*)?"
    r"|(?:ATTEMPTED|UNABLE|FORWARDING|TEMPORARILY) .*"
    r"|(?:IN|AT) (?:JAIL|PRISON|CUSTODY|HOSPITAL|SHELTER)|OUT OF (?:STATE|COUNTRY|TOWN)"
    r"|(?:CALL|PHONE|TEL|CELL|FAX|EMAIL|SSN|DOB|ACCT|ACCOUNT|PREFERS|WANTS|REQUESTS) .*"
)
_STARTS = frozenset({
    "N", "ATTEMPT", "ATTEMPTS", "NO", "SEE", "REFER", "CHECK", "PER", "DO", "DOES", "DID", "DONT",
    "SAME", "AS", "AT", "BAD", "WRONG", "INVALID", "OLD", "INCORRECT", "INSUFFICIENT", "INCOMPLETE",
    "UNKNOWN", "PRIOR", "FORMER", "NEED", "NEEDS", "GET", "ENTER", "VERIFY", "MISSING", "NEW",
    "ADDRESS", "ADDR", "RETURN", "RETURNED", "NOT", "MOVED", "LEFT", "GONE", "ATTEMPTED", "UNABLE",
    "FORWARDING", "TEMPORARILY", "IN", "OUT", "CALL", "PHONE", "TEL", "CELL", "FAX", "EMAIL", "SSN",
    "DOB", "ACCT", "ACCOUNT", "PREFERS", "WANTS", "REQUESTS",
})  # fmt: skip
"""The first words of notes; every other text is none."""
_PHONE = re.compile(
    r"(?:1[\s.-]?)?\(?\d{3}\)?[\s./-]{0,2}\d{3}[\s.-]?\d{4}|\d{3}-\d{4}|\d{3}-\d{2}-\d{4}"
)
_TEN_DIGITS = re.compile(r"\b\d{3}[\s.-]?\d{3}[\s.-]\d{4}\b|\b\d{10}\b|^\d{3}-\d{4}$")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Z]{2,}")
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}")


def is_no_address(text: str) -> bool:
    """Whether a text says that no address is known, is a note, or a phone number or an e-mail.

    A name alone is not told from a street without its suffix.
    """
    bare = folded(text).strip(" .,;:")
    if "@" in bare and _EMAIL.search(bare):
        return True
    if bare[-1:].isdigit() and (_PHONE.fullmatch(bare) or _DATE.fullmatch(bare)):
        return True
    return are_no_address([word for word in _APART.split(bare.replace("'", "")) if word])


def are_no_address(words: list[str]) -> bool:
    """Whether the words, in capitals, say that no address is known or are a note.

    What ends in a suffix is a street, as CALL ST, unless it is UNKNOWN ST.
    """
    if not words:
        return True
    first, last = words[0], words[-1]
    if len(words) > 1 and last in address_tables().suffixes and last not in _FILLERS:
        return all(word in _UNKNOWN for word in words[:-1])
    if first in _NOBODYS or last in _NOBODYS:
        if all(word in _NOBODYS or word in _FILLERS for word in words):
            return True
    elif first not in _STARTS and not first.isdigit() and first[:2] != "XX":
        return False
    return _NOTE.fullmatch(" ".join(words)) is not None


def is_phone(text: str) -> bool:
    """Whether a cleaned piece holds a telephone number or is a date."""
    return _TEN_DIGITS.search(text) is not None or _DATE.fullmatch(text) is not None
