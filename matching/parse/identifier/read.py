"""Social security numbers: nine digits or the last four, which could be issued, how two relate."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class SsnStatus(StrEnum):
    """What a field for a social security number holds.

    `issuable` numbers can be somebody's. `never_issued` ones cannot: area 000, 666 or 900-999,
    group 00, serial 0000 (SSA POMS RM 10201.035). `itin` and `atin` are the tax numbers that the
    IRS gives out of the 9xx areas. `advertised` ones were printed as samples. `masked` is the last
    four alone. The rest is no number.
    """

    ISSUABLE = "issuable"
    MASKED = "masked"
    NEVER_ISSUED = "never_issued"
    ITIN = "itin"
    ATIN = "atin"
    ADVERTISED = "advertised"
    PLACEHOLDER = "placeholder"
    EMPLOYER = "employer"
    WRONG_LENGTH = "wrong_length"
    MALFORMED = "malformed"
    EMPTY = "empty"


class SsnRelation(StrEnum):
    """How two numbers relate; all four digits count when one side has no more."""

    SAME = "same"
    SAME_LAST4 = "same_last4"
    TRANSPOSED = "transposed"
    ONE_DIGIT = "one_digit"
    DIFFERENT = "different"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, repr=False)
class NormalSsn:
    """A number in digits; `full` is empty when only the last four are known. Its repr is silent.

    `issuable` is False for area 000, 666 and 900-999, group 00 and serial 0000 (42 CFR and the
    Social Security Administration's POMS RM 10201.035), and for the last four alone True.
    """

    full: str
    last4: str
    issuable: bool
    status: SsnStatus = SsnStatus.ISSUABLE

    def __repr__(self) -> str:
        return "NormalSsn()"


_NOBODYS = frozenset({"123456789", "012345678", "123121234", "111223333", "0000", "9999"})
# A wallet insert of 1938 and a pamphlet of 1940, both by the SSA's own account, the number of an
# advertiser of 2006, and the block that is kept for advertisements.
_ADVERTISED = frozenset(
    {"078051120", "219099999", "457555462", *(f"98765432{last}" for last in range(10))}
)
_LABEL = re.compile(
    r"^(?:SOCIAL SECURITY(?: (?:NUMBER|NO))?|SS ?N|SS ?#|SSAN|TAX ?ID|TIN|ITIN|LAST ?(?:4|FOUR))"
    r"[\s.:#=-]*(?:OF SSN[\s:]*)?",
    re.IGNORECASE,
)
_MASKED = re.compile(r"[X*#\u2022\u25cf]{5}(\d{4})", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\u2010-\u2015\u2212-]")
_LONGEST = 60


def read_ssn(text: str) -> NormalSsn | None:
    """The number of a field, or None for placeholders, samples and anything but four or nine."""
    status, digits = _read(text)
    if status is SsnStatus.MASKED:
        return NormalSsn("", digits, True, status)
    if status in (SsnStatus.ISSUABLE, SsnStatus.NEVER_ISSUED, SsnStatus.ITIN, SsnStatus.ATIN):
        return NormalSsn(digits, digits[5:], status is SsnStatus.ISSUABLE, status)
    return None


def is_placeholder(digits: str) -> bool:
    """Whether nine digits, or the last four, are typed where no number is known, or a sample."""
    return len(set(digits)) == 1 or digits in _NOBODYS or digits in _ADVERTISED


def ssn_status(text: str) -> SsnStatus:
    """What a field holds, also where `read_ssn` gives None."""
    return _read(text)[0]


def relate_ssn(a: NormalSsn | None, b: NormalSsn | None) -> SsnRelation:
    """How two numbers relate; order does not matter, and a missing one is no data."""
    if a is None or b is None:
        return SsnRelation.NO_DATA
    both_full = bool(a.full and b.full)
    x, y = (a.full, b.full) if both_full else (a.last4, b.last4)
    if x == y:
        return SsnRelation.SAME if both_full else SsnRelation.SAME_LAST4
    return relate_digits(x, y)


def relate_digits(a: str, b: str) -> SsnRelation:
    """Whether two digit strings are the same, two neighbours exchanged, one wrong, or different."""
    if a == b:
        return SsnRelation.SAME if a else SsnRelation.NO_DATA
    if len(a) != len(b):
        return SsnRelation.DIFFERENT
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(at) == 1:
        return SsnRelation.ONE_DIGIT
    neighbours = len(at) == 2 and at[1] == at[0] + 1
    if neighbours and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]:
        return SsnRelation.TRANSPOSED
    return SsnRelation.DIFFERENT


def is_one_digit_off(a: str, b: str) -> bool:
    """Whether two digit strings differ in one digit or by two neighbours exchanged."""
    return relate_digits(a, b) in (SsnRelation.ONE_DIGIT, SsnRelation.TRANSPOSED)


def _read(text: str) -> tuple[SsnStatus, str]:
    if len(text) > _LONGEST:
        return SsnStatus.MALFORMED, ""
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text).strip().strip("'\"="))
    if not plain:
        return SsnStatus.EMPTY, ""
    if re.fullmatch(r"\d{2}-\d{7}", plain):
        return SsnStatus.EMPLOYER, ""
    plain = _SEPARATORS.sub("", re.sub(r"(?<=\d)\.0$", "", plain))
    if masked := _MASKED.fullmatch(plain):
        plain = masked[1]
    if not (plain.isascii() and plain.isdigit()):
        return (SsnStatus.MALFORMED if any(c.isdigit() for c in plain) else SsnStatus.EMPTY), ""
    return _graded(plain), plain


def _graded(digits: str) -> SsnStatus:
    if len(set(digits)) == 1 or digits in _NOBODYS:
        return SsnStatus.PLACEHOLDER
    if len(digits) == 4:
        return SsnStatus.MASKED
    if len(digits) != 9:
        return SsnStatus.WRONG_LENGTH
    if digits in _ADVERTISED:
        return SsnStatus.ADVERTISED
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area >= "900":
        return _tax_number(int(group))
    if area in ("000", "666") or group == "00" or serial == "0000":
        return SsnStatus.NEVER_ISSUED
    return SsnStatus.ISSUABLE


def _tax_number(group: int) -> SsnStatus:
    """Groups 50-65, 70-88, 90-92 and 94-99 are ITINs (IRS Publication 1915), 93 is an ATIN."""
    if group == 93:
        return SsnStatus.ATIN
    ranges = ((50, 65), (70, 88), (90, 92), (94, 99))
    return SsnStatus.ITIN if any(a <= group <= b for a, b in ranges) else SsnStatus.NEVER_ISSUED
