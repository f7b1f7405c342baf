"""What the texts of a business register's entry mean, whatever protocol it comes by."""

from __future__ import annotations

from collections.abc import Iterable

from config.register_status import shipped_register_status
from matching.parse.identifier.read import is_placeholder
from skiptrace.model.record import Reported
from skiptrace.model.registration import Standing
from skiptrace.model.subject import PostalAddress

_EIN_DIGITS = 9
AGENT_ROLE = "registered agent"
_PRINCIPAL = "principal"


def read_standing(status: str) -> Standing:
    """What a register's status word means; a word that no table has is of unknown meaning."""
    return shipped_register_status().standing(status)


def principal_of(addresses: Iterable[Reported[PostalAddress]]) -> PostalAddress | None:
    """The principal office among a business's addresses, None where none has that role."""
    return next((one.value for one in addresses if one.role == _PRINCIPAL), None)


def read_ein(text: str) -> str | None:
    """Nine digits of a tax number; None for anything else (APPLIED FOR, NONE, zeros)."""
    digits = text.replace("-", "").strip()
    is_number = len(digits) == _EIN_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_number and not is_placeholder(digits) else None
