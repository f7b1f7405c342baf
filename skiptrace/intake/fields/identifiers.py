"""Account numbers and Social Security numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.identifier.read import SsnStatus, ssn_status
from skiptrace.intake.problem import Wrong

_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z ._/#*:-]{0,63}")
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}")
_FLOAT = re.compile(r"[0-9]+\.0+")
_EXCEL_DAY = re.compile(
    r"[0-9]{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-[0-9]{2}",
    re.IGNORECASE,
)
_FULL = re.compile(r"([0-9]{3})[- ]?([0-9]{2})[- ]?([0-9]{4})")
_LAST_FOUR = re.compile(r"(?:[Xx*]{3}[- ]?[Xx*]{2}[- ]?)?([0-9]{4})")


@dataclass(frozen=True, slots=True, repr=False)
class Ssn:
    """Nine digits, or empty and only the last four."""

    full: str
    last_four: str


def account_number(text: str) -> str | Wrong:
    """An account number as the creditor writes it, at most 64 characters.

    An apostrophe in front is a spreadsheet's sign for text.
    """
    text = text.removeprefix("'")
    if _SCIENTIFIC.fullmatch(text) or _FLOAT.fullmatch(text) or _EXCEL_DAY.fullmatch(text):
        return Wrong(
            "the account number as text: a spreadsheet turned it into a number or a date",
            "excel_number",
        )
    if not _ACCOUNT.fullmatch(text) or not text.strip("0 -"):
        return Wrong("an account number of letters, digits and . _ / # * : -", "account_number")
    return text


def ssn(text: str, usable: frozenset[SsnStatus]) -> Ssn | Wrong:
    """A full number, its last four digits, or a masked number that ends in them.

    Refused are group 00, serial 0000, and a number of a status that is not `usable`, such as what
    stands for none (placeholders and samples), or, in the real world, an area that is never issued.
    """
    last = _LAST_FOUR.fullmatch(text)
    if last is not None:
        return _issued(Ssn("", last[1]), last[1])
    found = _FULL.fullmatch(text)
    if found is None:
        return Wrong("nine digits, or the last four", "ssn")
    _, group, serial = found.groups()
    number = "".join(found.groups())
    if ssn_status(number) not in usable or group == "00":
        return Wrong("a Social Security number that can be issued", "ssn_never_issued")
    return _issued(Ssn(number, serial), serial)


def _issued(value: Ssn, serial: str) -> Ssn | Wrong:
    if serial == "0000":
        return Wrong("a Social Security number that can be issued", "ssn_never_issued")
    return value
