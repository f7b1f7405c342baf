"""The one evaluator of the hold table: what status, own holds and the person's holds restrain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from config.compliance import CodeEffect, HoldEffect, HoldTable
from skiptrace.compliance.restraint import Restraint, Severity, strictest
from skiptrace.model.account import Account, Hold, Reach

_SEVERITIES = {"hold": Severity.HOLD, "legal": Severity.LEGAL, "block": Severity.BLOCK}
_NEEDED = (
    ": legal work only; `skiptrace hold release --matter` lets an asset report of one matter pass"
)
_ELSEWHERE = "held on another account of the same person"
_MAYBE = "held on another account that may be the same person's, for review"


@dataclass(frozen=True, slots=True)
class UseRules:
    """The columns of the hold table; an unknown code or status restrains.

    `holds` are all that were read for the account, those of the person's other accounts included.
    """

    table: HoldTable

    def trace(self, account: Account, holds: Iterable[Hold], on: date) -> Restraint | None:
        """Why the debtor may not be located on that day, or None."""
        return strictest(self._restraints(account, holds, on, "trace"))

    def by_hold(self, hold: Hold, on: date) -> Restraint | None:
        """Why this one hold forbids to locate the debtor on that day, or None."""
        return strictest(self._of_hold(hold, "trace")) if hold.is_open(on) else None

    def contact(self, account: Account, holds: Iterable[Hold], on: date) -> Restraint | None:
        """Why contact data may not be used, shown or written on that day, or None."""
        return strictest(self._restraints(account, holds, on, "contact"))

    def assets(
        self, account: Account, holds: Iterable[Hold], on: date, matter: str = ""
    ) -> Restraint | None:
        """Why assets may not be searched or reported on that day, or None.

        What only the legal role may do passes for the matter that it was released for.
        """
        kept = (hold for hold in holds if not self._is_waived(hold, matter.strip()))
        return strictest(self._restraints(account, kept, on, "assets"))

    def _is_waived(self, hold: Hold, matter: str) -> bool:
        effect = self.table.codes.get(hold.code)
        if not matter or matter not in hold.waived_for or effect is None:
            return False
        return _reaching(hold, effect, effect.assets) == "legal"

    def _restraints(
        self, account: Account, holds: Iterable[Hold], on: date, column: str
    ) -> Iterator[Restraint]:
        yield from self._of_status(account, column)
        for hold in holds:
            if hold.is_open(on):
                yield from self._of_hold(hold, column)

    def _of_status(self, account: Account, column: str) -> Iterator[Restraint]:
        status = account.status.strip().lower()
        effect = self.table.statuses.get(status)
        if effect is None:
            word = "unknown" if status else "missing"
            yield Restraint("D-UNKNOWN", Severity.HOLD, f"the account's status is {word}")
        else:
            yield from _restraint(effect, _word(effect, column))

    def _of_hold(self, hold: Hold, column: str) -> Iterator[Restraint]:
        effect = self.table.codes.get(hold.code)
        if effect is None:
            words = f"a hold code that no table knows{_where(hold)}"
            yield Restraint("D-UNKNOWN", Severity.HOLD, words)
        else:
            word = _reaching(hold, effect, _word(effect, column))
            yield from _restraint(effect, word, _where(hold))


def _word(effect: HoldEffect, column: str) -> str:
    return str(getattr(effect, column))


def _reaching(hold: Hold, effect: CodeEffect, word: str) -> str:
    """What is left of a column's word where the hold stands on another account.

    A hold of the debt stays there. One that may bind the person's other debts, and one whose
    person may be another, hold for review whatever they restrain.
    """
    if hold.is_own or word == "ok":
        return word
    if effect.binds == "debt":
        return "ok"
    is_sure = hold.reach is Reach.SAME_PERSON and effect.binds == "person"
    return word if is_sure else "hold"


def _where(hold: Hold) -> str:
    if hold.is_own:
        return ""
    words = _ELSEWHERE if hold.reach is Reach.SAME_PERSON else _MAYBE
    return f" ({words}, {hold.account_id})"


def _restraint(effect: HoldEffect, word: str, where: str = "") -> Iterator[Restraint]:
    if word != "ok":
        needed = _NEEDED if word == "legal" else ""
        yield Restraint(effect.rule, _SEVERITIES[word], effect.words + where + needed)
