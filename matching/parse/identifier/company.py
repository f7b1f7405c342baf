"""Numbers of organisations: the employer identification number, and numbers of registers."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_LABEL = re.compile(r"^(?:F?EIN|FEDERAL (?:TAX )?ID|TAX ?ID|TIN)[\s.:#=-]*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s.\u2010-\u2015\u2212-]")
_NOBODYS = frozenset({"123456789", "987654321", "012345678", "121234567", "123121234"})
_PART = re.compile(r"[A-Z]+|[0-9]+")
_NO_NUMBERS = frozenset({"NA", "NONE", "NULL", "UNKNOWN", "PENDING", "TBD", "APPLIEDFOR"})


def read_ein(text: str) -> str:
    """The nine digits of an employer identification number; empty for placeholders and the rest.

    The dash behind the second digit may be lost, and so may leading zeros (to eight digits).
    """
    if len(text) > _LONGEST:
        return ""
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text).strip().strip("'\"="))
    digits = _BETWEEN.sub("", re.sub(r"(?<=\d{6})\.0$", "", plain))
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 9)):
        return ""
    digits = digits.zfill(9)
    return (
        "" if digits in _NOBODYS or len(set(digits)) == 1 or len(set(digits[1:])) == 1 else digits
    )


def read_register_number(text: str) -> str:
    """The letters and digits of a number in a register, without zeros in front of a run of digits.

    Empty where there are fewer than three digits, and for placeholders.
    """
    if len(text) > _LONGEST:
        return ""
    plain = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", text).strip().upper())
    parts = [part.lstrip("0") or "0" if part.isdigit() else part for part in _PART.findall(plain)]
    whole = "".join(parts)
    digits = [c for c in whole if c.isdigit()]
    if whole in _NO_NUMBERS or len(digits) < 3 or (len(set(digits)) == 1 and len(digits) > 3):
        return ""
    return whole
