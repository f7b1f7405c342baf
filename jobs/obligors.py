"""Who is on an account: those who owe and are traced, and those who are only associated with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import ObligorRole
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class Numbered:
    """One entry of an account and its number among all of them, from 1, the primary one first."""

    number: int
    entry: AccountEntry


@dataclass(frozen=True, slots=True)
class Obligors:
    """The obligors of one account that a command is about.

    `asked` are to be traced, each by an order of its own; `associated` do not owe and are never
    searched for this debt (15 USC 1692c(b)). `count` is the number of all entries of the account.
    """

    asked: tuple[Numbered, ...]
    associated: tuple[Numbered, ...]
    count: int

    @property
    def is_alone(self) -> bool:
        """Whether the account has one entry only."""
        return self.count == 1


def obligors_of(entries: Sequence[AccountEntry], only: int | None = None) -> Obligors:
    """Everybody who owes, or the one of that number; the first entry where nobody owes.

    Raises CaseFileError for a number that the account does not have.
    """
    numbered = [Numbered(n, entry) for n, entry in enumerate(entries, start=1)]
    liable = [one for one in numbered if one.entry.role is not ObligorRole.NON_OBLIGOR]
    others = [one for one in numbered if one.entry.role is ObligorRole.NON_OBLIGOR]
    if only is None:
        asked = liable or numbered[:1]
    else:
        asked = [one for one in numbered if one.number == only]
    if not asked:
        raise CaseFileError(f"the account has {len(numbered)} obligors, and none of number {only}")
    associated = () if only is not None else tuple(one for one in others if one not in asked)
    return Obligors(tuple(asked), associated, len(numbered))
