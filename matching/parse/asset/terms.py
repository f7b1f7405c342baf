"""The terms under which a source reports an asset, taken one by one; what is left is a remark.

A value that cannot be read as what it should be is no value: it stays a remark as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from matching.parse.date.read import read_date
from skiptrace.model.asset import Money, Remark
from skiptrace.model.dates import PartialDate

_MONEY = re.compile(
    r"(?:(US)?(\$)|(USD)\s)?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?:\s(USD))?", re.I
)
_YEAR = re.compile(r"(?:1[89]|2[01])\d\d")
_FLAGS = {
    **dict.fromkeys(("y", "yes", "t", "true", "1", "x"), True),
    **dict.fromkeys(("n", "no", "f", "false", "0"), False),
}


class Terms:
    """The terms of one record; `currency` is that of amounts whose own is not written."""

    def __init__(self, said: Mapping[str, str], currency: str | None) -> None:
        self._left = {term: text.strip() for term, text in said.items() if text.strip()}
        self._currency = currency

    def text(self, *terms: str) -> str | None:
        """What stands under the first of the terms that is there, and is then taken."""
        return next((self._left.pop(term) for term in terms if term in self._left), None)

    def money(self, *terms: str) -> Money | None:
        """An amount; commas in thousands, two decimals, a dollar sign or USD."""
        for term in terms:
            found = _MONEY.fullmatch(self._left.get(term, ""))
            if found is not None:
                del self._left[term]
                _, dollar, before, whole, cents, behind = found.groups(default="")
                written = "USD" if dollar or before or behind else None
                amount = Decimal(f"{whole.replace(',', '')}{cents}")
                return Money(amount, written or self._currency)
        return None

    def date(self, *terms: str) -> PartialDate | None:
        """A date in any form that the one reader of dates knows."""
        for term in terms:
            found = read_date(self._left[term]) if term in self._left else None
            if found is not None:
                del self._left[term]
                return found
        return None

    def year(self, *terms: str) -> int | None:
        """A year of four digits."""
        for term in terms:
            if _YEAR.fullmatch(self._left.get(term, "")):
                return int(self._left.pop(term))
        return None

    def flag(self, *terms: str) -> bool | None:
        """A yes or a no; any other word, an amount among them, is neither."""
        for term in terms:
            found = _FLAGS.get(self._left.get(term, "").casefold())
            if found is not None:
                del self._left[term]
                return found
        return None

    def rest(self) -> tuple[Remark, ...]:
        """What nobody took, by term."""
        return tuple(Remark(term, text) for term, text in sorted(self._left.items()))
