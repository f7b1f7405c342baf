"""What the texts of a business register's entry mean, whatever protocol it comes by."""

from __future__ import annotations

from collections.abc import Iterable

from config.register_status import shipped_register_status
from matching.parse.identifier.read import is_placeholder
from skiptrace.model.dates import PartialDate
from skiptrace.model.record import Reported
from skiptrace.model.registration import CHANGES, Became, Standing, Successor
from skiptrace.model.subject import PostalAddress

_EIN_DIGITS = 9
AGENT_ROLE = "registered agent"
PRINCIPAL, MAILING = "principal", "mailing"


def read_standing(status: str) -> Standing:
    """What a register's status word means; a word that no table has is of unknown meaning."""
    return shipped_register_status().standing(status)


def in_role(role: str, addresses: Iterable[Reported[PostalAddress]]) -> PostalAddress | None:
    """A business's address in that role (PRINCIPAL, MAILING); None where none has it."""
    return next((one.value for one in addresses if one.role == role), None)


def read_successor(became: str, name: str, number: str, on: PartialDate | None) -> Successor | None:
    """What an organisation became; None where neither name nor number is given, or not how.

    `became` is one of `CHANGES`: a card gives a register's own words their meaning.
    """
    if became not in CHANGES or not (name or number):
        return None
    return Successor(Became(became), name, number, on)


def names_beside(
    present: str, listed: str, former: Iterable[str], trades: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Former and trade names beside the present one; `listed` is under which a row stands.

    A row that stands under another name than its present one, and no trade name, stands under a
    former one.
    """
    trade = _others(trades, present)
    return _others([*former, *(() if listed in trade else (listed,))], present), trade


def _others(texts: Iterable[str], present: str) -> tuple[str, ...]:
    """The names among texts, each once, in their order; several in one text stand apart by `;`."""
    found = (name.strip() for text in texts for name in text.split(";"))
    return tuple(dict.fromkeys(name for name in found if name and name != present))


def read_ein(text: str) -> str | None:
    """Nine digits of a tax number; None for anything else (APPLIED FOR, NONE, zeros)."""
    digits = text.replace("-", "").strip()
    is_number = len(digits) == _EIN_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_number and not is_placeholder(digits) else None
