"""What stands beside a name in a name field and is no part of it: labels, numbers, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.organization.signs import is_organization_name

_SURE = (
    r"(?:CO[ -]?)?(?:DEBTOR|BORROWER|OBLIGOR|SIGNER|SIGNOR|APPLICANT|GUARANTOR)|COMAKER|CO-MAKER"
    r"|GUAR|DEFENDANT|PLAINTIFF|SPOUSE|RESP(?:ONSIBLE|\.)? PARTY|AUTH(?:ORIZED|\.)? (?:USER|SIGNER)"
)
"""What somebody is to the debt, in words that nobody is called by."""
_OFFICE = (
    r"V\.?P\.?|C\.?[EFO]\.?O\.?|SOLE PROP(?:RIETOR|\.)?"
    r"|(?:OWNER|OPERATOR)\s?[/&]\s?(?:OWNER|OPERATOR)"
)
_LIKELY = (
    r"PATIENT|INSURED|SUBSCRIBER|LESSEE|TENANT|OWNER|PRIMARY|SECONDARY|CO[ -]?BUYER|BUYER"
    r"|(?:MANAGING |GENERAL |LIMITED )?(?:MEMBER|MANAGER|PARTNER)|(?:VICE )?PRESIDENT|SECRETARY"
    r"|TREASURER|DIRECTOR|OFFICER|PRINCIPAL|PROPRIETOR|OPERATOR|(?:REG(?:ISTERED|\.)? )?AGENT"
    r"|CLIENT|CUSTOMER|CONSUMER|WIFE|HUSBAND|MOTHER|FATHER|DAUGHTER|PARENT|PG|RP"
)
"""Words that may be somebody's name, unless a mark sets them off."""
_WHICH = r"(?:(?:PRIMARY|SECONDARY|PERSONAL|JOINT|FIRST|SECOND|THIRD|1ST|2ND|3RD)\s+)?"
_COUNT = r"(?:\s*#?\s*\d)?"
_LABEL = re.compile(
    rf"^\W*(?:{_WHICH}(?:{_SURE}|{_LIKELY}|NAME)(?:'?S? NAME)?{_COUNT}\s*(?:[:#=]|\s[-\u2013]\s)"
    rf"|{_WHICH}(?:{_SURE}){_COUNT}(?=\s+(?!OF\b|FOR\b)\w\S*\s+\w)|\*+)\s*(?=\w)",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    rf"(?<=\w)[.\s]*(?:"
    rf"\s[-\u2013]+\s*{_WHICH}(?:{_SURE}|{_LIKELY}|{_OFFICE}|SON){_COUNT}"
    rf"|[\s,]*\(\s*(?:AS )?{_WHICH}(?:{_SURE}|{_LIKELY}|{_OFFICE}|SON){_COUNT}\s*\)"
    rf"|\s+{_WHICH}(?:{_SURE}|{_OFFICE}){_COUNT})[\s.]*$",
    re.IGNORECASE,
)
_ROLE_BEHIND_COMMA = re.compile(
    rf"(?P<name>\w[\w.'-]*\s[^,]*\w[.]?)\s*,\s*{_WHICH}(?:{_SURE}|{_LIKELY}|{_OFFICE}){_COUNT}[\s.]*",
    re.IGNORECASE,
)
"""Behind a comma only where a whole name stands in front: SMITH, TENANT is nobody's role."""
_INDIVIDUAL = re.compile(
    r",?\s+(?:AN INDIVIDUAL|(?:INDIVIDUALLY\s+)?(?:AND|&)?\s*"
    r"AS (?:AN INDIVIDUAL|(?:PERSONAL )?GUARANTOR)"
    r"|A SOLE PROPRIETOR(?:SHIP)?)\b,?",
    re.IGNORECASE,
)
_STARS = re.compile(r"\s*\*+\s*$")
_EMAIL = re.compile(r"[<(\[]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?")
_WHAT = (
    r"ACCT|ACCOUNT|A/C|FILE|REF|CASE|LOAN|INV(?:OICE)?|ID|MRN|CHART|POLICY|D\.?O\.?B\.?|BORN|SSN?"
    r"|DL|TEL|PH(?:ONE)?|CELL|MOB(?:ILE)?|FAX|HM|WK"
)
_NUMBER_BEHIND = re.compile(
    rf"(?<=[A-Za-z]{{2}})[\s.,;:(-]+(?:"
    rf"(?:{_WHAT})\b\.?\s*(?:NO\.?|NUM(?:BER)?)?[\s#:.]*[(\dX*][\d()X*/. -]+"
    r"|\#\s*\d[\d-]*|\(?\d[\d/.() -]*\d)[\s).]*$",
    re.IGNORECASE,
)
_NUMBER_IN_FRONT = re.compile(r"^\W*\#?\d{3,}[\d-]*[\s:,-]+(?=[A-Za-z]{2})")
_NUMBERED = re.compile(r"\b(?:TRUST|TRST|TR|DATED|DTD|UTD|U/?A|U/?T/?[AD])\b", re.IGNORECASE)
"""What bears a number or a date of its own: a trust."""
_GENERATION = re.compile(
    r",?\s+THE\s+(?:(?P<II>SECOND|2ND)|(?P<III>THIRD|3RD)|(?P<IV>FOURTH|4TH)|(?P<V>FIFTH|5TH))[\s.]*$",
    re.IGNORECASE,
)
_BANKRUPT = (
    r"(?:IN )?(?:BANKRUPTC?Y?|BANKR|BKRPTCY|BKRPT|BKY|BKR?)\.?"
    r"(?:[\s:-]*(?:CH(?:APTER|AP)?\.?)?\s*(?P<{0}>7|11|12|13))?"
    r"|(?:CH(?:APTER|AP)?\.?)\s*(?P<{1}>7|11|12|13)(?:\s+(?:BANKRUPTCY|BKR?))?"
)
_BANKRUPT_BEHIND = re.compile(
    r"(?<=[A-Za-z]{2})[\s,;:/(*-]+(?:" + _BANKRUPT.format("told", "chapter") + r")[\s.)*]*$",
    re.IGNORECASE,
)
_BANKRUPT_IN_FRONT = re.compile(
    r"^(?:\W*[(\[*]\W*(?:" + _BANKRUPT.format("told", "chapter") + r")\W*[)\]*]\W*"
    r"|(?:" + _BANKRUPT.format("told2", "chapter2") + r")\s*[:*-]+\s*)(?=\w)",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"[\d@*:#(]|\s[-\u2013]|\bTHE\b|\bINDIVIDUAL\b|\bPROP|\bB(?:AN)?K|\bCH"
    rf"|\b(?:{_SURE}|{_LIKELY}|{_OFFICE})",
    re.IGNORECASE,
)
"""One of these stands in every text that says something beside its name."""


@dataclass(frozen=True, slots=True, repr=False)
class Bare:
    """A name without what stands beside it; no personal data in its repr.

    `bankruptcy` is the chapter that a note beside the name tells, `?` where a note tells no
    chapter, and empty where there is none.
    """

    text: str
    bankruptcy: str = ""


def without_asides(text: str) -> Bare:
    """The name alone; itself where nothing of it would be left but what stands beside a name."""
    if _CALLS.search(text) is None:
        return Bare(text)
    bare = _STARS.sub("", _EMAIL.sub(" ", _LABEL.sub("", text)))
    bare, chapter = _without_bankruptcy(bare)
    bare = _STARS.sub("", _without_numbers(bare))
    if not chapter:
        bare, chapter = _without_bankruptcy(bare)
    bare = _without_role(_INDIVIDUAL.sub("", bare))
    bare = _GENERATION.sub(lambda found: f" {found.lastgroup}", bare)
    return Bare(bare.strip(" ,;") or ("" if "@" in text else text), chapter)


def _without_numbers(text: str) -> str:
    """The text without an account's, a person's or a telephone's number around it.

    A trust keeps its date, and an organisation the number that is its own: LOCAL 1234. Where no
    whole name would be left, the number stands where a name should, and is told as it is.
    """
    if not any(map(str.isdigit, text)) or _NUMBERED.search(text) or is_organization_name(text):
        return text
    left = _NUMBER_IN_FRONT.sub("", _NUMBER_BEHIND.sub("", text))
    return left if " " in left.strip() else text


def _without_bankruptcy(text: str) -> tuple[str, str]:
    found = _BANKRUPT_BEHIND.search(text) or _BANKRUPT_IN_FRONT.search(text)
    if found is None:
        return text, ""
    chapter = next((told for told in found.groups() if told), "?")
    left = f"{text[: found.start()]} {text[found.end() :]}"
    return _STARS.sub("", left.strip()), chapter


def _without_role(text: str) -> str:
    if found := _ROLE_BEHIND_COMMA.fullmatch(text):
        return found["name"]
    left = _ROLE_BEHIND.sub("", text)
    return left if " " in left.strip() else text
