"""Amounts in US dollars."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from skiptrace.intake.problem import Wrong

_MOST_DIGITS = 9  # before the cents; beyond 28 a Decimal could not be rounded to cents
_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<minus>-)?\s*(?:\$|USD?\s*\$?)?\s*(?P<late>-)?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.(?P<cents>[0-9]+))?"
    r"\s*(?:USD)?(?P<close>\))?(?P<after>-|\s*CR)?(?:\s*DR)?"
)
_SWAP = str.maketrans(",.", ".,")


def money_reader(decimal: str, places: int = 2) -> Callable[[str], Decimal | Wrong]:
    """A function that reads one amount; `decimal` is the mark before at most so many places."""

    def read(text: str) -> Decimal | Wrong:
        return _amount(text.translate(_SWAP) if decimal == "," else text, places)

    return read


def _amount(text: str, places: int) -> Decimal | Wrong:
    """An amount such as 1,234.50, $12, -3 or (3.00), below a milliard either way."""
    found = _AMOUNT.fullmatch(text)
    is_read = found is not None and len(found["cents"] or "") <= places
    if found is None or not is_read or not (found["whole"] or found["cents"]):
        return Wrong("an amount in US dollars such as 1,234.50", "money")
    signs = [bool(found[name]) for name in ("open", "minus", "late", "after")]
    if sum(signs) > 1 or bool(found["open"]) != bool(found["close"]):
        return Wrong("an amount with one sign at most", "money")
    digits = (found["whole"] or "0").replace(",", "").lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        return Wrong("an amount below 1,000,000,000", "money")
    value = Decimal(f"{digits}.{(found['cents'] or '').ljust(2, '0')}")
    return -value if any(signs) else value
