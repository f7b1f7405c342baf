"""The subscribers of a directory company, as both its desks look them up."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

from connectors.sandbox.providers.town import Town

PRICE = Decimal("0.05")
"""US dollars for a question that found somebody."""
_MOST = 20
_BORN = "SELECT * FROM subscriber WHERE born = ? ORDER BY number"


def subscribers(town: Town, first: str, last: str, born: date) -> list[sqlite3.Row]:
    """Those born on that day who bear that surname and a given name of that initial."""
    rows = town.rows(_BORN, (born.isoformat(),))
    wanted = (last.upper(), first[:1].upper())
    return [row for row in rows if (row["last"], row["first"][:1]) == wanted][:_MOST]
