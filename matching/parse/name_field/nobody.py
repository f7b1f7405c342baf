"""Fields that name nobody: whoever lives at a place, owns it or pays for it; N/A and its like."""

from __future__ import annotations

import re

from matching.parse.text import LONGEST


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WHOEVER = _set(
    """
    OCCUPANT OCCUPANTS RESIDENT RESIDENTS TENANT TENANTS OWNER OWNERS HOMEOWNER HOMEOWNERS LANDOWNER
    LANDOWNERS TAXPAYER TAXPAYERS PAYER PAYERS BOXHOLDER HOLDER CUSTOMER CUSTOMERS PATRON PATRONS
    ADDRESSEE ADDRESSEES RECIPIENT RECIPIENTS HOUSEHOLD HOUSEHOLDER HOUSEHOLDERS INHABITANT
    INHABITANTS PARTY PARTIES PERSON PERSONS NEIGHBOR NEIGHBOUR NEIGHBORS LANDLORD UNKNOWN UNNAMED
    UNIDENTIFIED UNDISCLOSED
    """
)
"""Words for somebody without a name; they name nobody among themselves and `_BESIDE`."""

_BESIDE = _set(
    """
    THE CURRENT CURR PRESENT ANY ALL AND OR TO OUR DEAR NEW FUTURE FORMER PRIOR PREVIOUS PRIVATE
    VALUED VARIOUS MULTIPLE SEVERAL OTHER RECORD LEGAL REPUTED PROPERTY LAND HOME TAX BOX POSTAL OF
    IN AT POSSESSION NAME NAMES MALE FEMALE NOT KNOWN NO S NUMBER MISC DECEASED ADDRESS UNIT APT
    AVAILABLE UNAVAILABLE LISTED GIVEN FILE ON ASSIGNED
    """
)
NAMELESS = _set(
    """
    NONE NULL NIL NAN UNK TEST TBD WITHHELD REDACTED CONFIDENTIAL UNAVAILABLE UNASSIGNED SUPPRESSED
    MISSING PENDING VACANT SAME NOT NO FNU LNU NMN LASTNAME FIRSTNAME DETERMINED
    """
)
"""Words that stand where a name is missing; they name nobody among themselves and `_EMPTY`."""

_EMPTY = _set(
    """
    NAME NAMES OWNER OWNERS TAXPAYER DATA RECORD AVAILABLE GIVEN KNOWN APPLICABLE PROVIDED ON FILE
    FOUND LISTED ASSIGNED RECORDED STATED SHOWN DISCLOSED AS ABOVE BELOW TO BE
    """
)
_UNNAMED, _NO_NAME = WHOEVER | _BESIDE, NAMELESS | _EMPTY
_NAMES = _set("HOLDER PAYER PATRON PERSON PARTY LANDLORD NEIGHBOR")
"""Words of `WHOEVER` that are surnames too, and alone name somebody."""

_ALONE = _set("ESTATE DECEASED HEIRS TRUST TRUSTEE TRUSTEES")
_FIRSTS = (
    _UNNAMED
    | _NO_NAME
    | _ALONE
    | _set(
        "NA DO VOID VOIDED DUP DUPL DUPLICATE DELETE DELETED CANCELED CANCELLED SEE ACCOUNT ACCT"
        " CARD POLICY ACCOUNTHOLDER CARDHOLDER POLICYHOLDER CASH WALK WALK-IN"
    )
)
_LONGEST_WORD = 40
_WORDS = re.compile(r"[A-Z0-9']+")
_MARKS = re.compile(
    r"N/?A(?:\W+N/?A)*|XX+(?:\W+XX+)*|-+|\.+|\?+"
    r"|TO WHOM IT MAY CONCERN|VACANT (?:LAND|LOT)"
    r"|DO NOT (?:USE|MAIL|CALL|CONTACT|BILL|SEND|DELETE)\b.*"
    r"|VOID(?:ED)?|DUP(?:L|LICATE)?(?: (?:ACCOUNT|ACCT|RECORD|NAME))?|DELETED?|CANCELL?ED"
    r"|SEE (?:NOTES?|FILE|ATTACHED|ABOVE|BELOW|COMMENTS?|MEMO|REMARKS?|OTHER)\b.*"
    r"|(?:ACCOUNT|ACCT|CARD|POLICY) ?HOLDER|CASH (?:CUSTOMER|SALES?|ACCOUNT)"
    r"|WALK[- ]?IN(?: CUSTOMER)?",
    re.IGNORECASE,
)
_FEW = 9
"""Words of the longest placeholder."""


def names_nobody(text: str) -> bool:
    """Whether a text is a placeholder such as N/A or NONE, or says that a name is withheld."""
    if not _may_name_nobody(text):
        return False
    if _MARKS.fullmatch(text) is not None:
        return True
    words = _words(text)
    if not words.isdisjoint(NAMELESS) and words <= _NO_NAME:
        return True
    return len(words) == 1 and words <= _ALONE


def names_whoever(text: str) -> bool:
    """Whether a text stands for whoever owns, rents, uses or pays: CURRENT TAXPAYER, OCCUPANT."""
    if not _may_name_nobody(text):
        return False
    words = _words(text)
    if words.isdisjoint(WHOEVER) or (len(words) == 1 and words <= _NAMES):
        return False
    return all(w in _UNNAMED or w.isdigit() for w in words)


def _may_name_nobody(text: str) -> bool:
    """Whether the first word is one of a placeholder, or no word, as few names begin."""
    first = text[:_LONGEST_WORD].partition(" ")[0].upper().strip("\"'(),.;:-#?")
    return first in _FIRSTS or not first.isalpha() or first[:2] == "XX"


def _words(text: str) -> frozenset[str]:
    """The words of a short text in capitals; none of a longer one."""
    if len(text) > LONGEST:
        return frozenset()
    found = _WORDS.findall(text.upper())
    return frozenset(found) if len(found) <= _FEW else frozenset()
