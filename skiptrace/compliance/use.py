"""Whether findings of an account may be used, shown or written: its holds and its status say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from config.compliance import HoldEffect, HoldTable
from skiptrace.model.account import Account, Hold


@dataclass(frozen=True, slots=True)
class Restrained:
    """The rule that keeps findings from being used, and its words."""

    rule: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


_UNKNOWN_HOLD = Restrained("D-UNKNOWN", "a hold code that no table knows")
_UNKNOWN_STATUS = Restrained("D-UNKNOWN", "the account's status is missing or unknown")


@dataclass(frozen=True, slots=True)
class UseRules:
    """The contact and assets columns of the hold table; unknown codes and statuses restrain."""

    table: HoldTable

    def contact(self, account: Account, holds: Iterable[Hold], on: date) -> Restrained | None:
        """Why contact data may not be used on that day, or None."""
        return self._first(account, holds, on, lambda effect: effect.contact)

    def assets(self, account: Account, holds: Iterable[Hold], on: date) -> Restrained | None:
        """Why asset indicators may not be reported on that day, or None."""
        return self._first(account, holds, on, lambda effect: effect.assets)

    def _first(
        self,
        account: Account,
        holds: Iterable[Hold],
        on: date,
        column: Callable[[HoldEffect], str],
    ) -> Restrained | None:
        status = self.table.statuses.get(account.status.strip().lower())
        if status is None:
            return _UNKNOWN_STATUS
        codes = [hold.code for hold in holds if hold.is_open(on)]
        if any(code not in self.table.codes for code in codes):
            return _UNKNOWN_HOLD
        effects = [status, *(self.table.codes[code] for code in codes)]
        bars = (e for e in effects if column(e) != "ok")
        return next((Restrained(e.rule, e.words) for e in bars), None)
