"""Social security numbers: nine digits or the last four, and which could never be issued."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class NormalSsn:
    """A number in digits; `full` is empty when only the last four are known. Its repr is silent.

    `issuable` is False for area 000, 666 and 900-999, group 00 and serial 0000 (42 CFR and the
    Social Security Administration's POMS RM 10201.035), and for the last four alone True.
    """

    full: str
    last4: str
    issuable: bool

    def __repr__(self) -> str:
        return "NormalSsn()"


def read_ssn(text: str) -> NormalSsn | None:
    """The number of a field, or None for placeholders and anything but four or nine digits."""
    plain = re.sub(r"[\s-]", "", text[:40])
    if re.fullmatch(r"[xX*#]{5}[0-9]{4}", plain):
        plain = plain[5:]
    if (
        not re.fullmatch(r"[0-9]{4}|[0-9]{9}", plain)
        or len(set(plain)) == 1
        or plain == "123456789"
    ):
        return None
    if len(plain) == 4:
        return NormalSsn("", plain, True)
    return NormalSsn(plain, plain[5:], _is_issuable(plain))


def _is_issuable(digits: str) -> bool:
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def is_one_digit_off(a: str, b: str) -> bool:
    """Whether two digit strings differ in one digit or by two neighbours exchanged."""
    if len(a) != len(b) or a == b:
        return False
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(at) == 1:
        return True
    return len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]
