"""What the texts of a business register's entry mean, whatever protocol it comes by."""

from __future__ import annotations

from config.register_status import shipped_register_status
from matching.parse.identifier.read import is_placeholder
from skiptrace.model.registration import Standing

_EIN_DIGITS = 9
AGENT_ROLE = "registered agent"


def read_standing(status: str) -> Standing:
    """What a register's status word means; a word that no table has is of unknown meaning."""
    return shipped_register_status().standing(status)


def read_ein(text: str) -> str | None:
    """Nine digits of a tax number; None for anything else (APPLIED FOR, NONE, zeros)."""
    digits = text.replace("-", "").strip()
    is_number = len(digits) == _EIN_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_number and not is_placeholder(digits) else None
