"""Text for cells of CSV files that people open in a spreadsheet: shown there, never computed.

A spreadsheet takes a cell for a formula that begins with = + - or @, plain or full-width, also
after blanks and quotation marks, and splits one that begins with a tab or a line end. Such a cell
gets one apostrophe in front, in every CSV file that skiptrace writes, and whatever reads one back
takes exactly that apostrophe away, so that a value is guarded once however often it goes out and
comes in. A signed number or phone (-12.50, +1 772 555 0100) is left as it is: computed, it does
nothing. XLSX, Parquet and SQL know text from formulas and need no guard.
"""

from __future__ import annotations

import re

_GUARD = "'"
_BLANK = '[\\s"\u00ad\u200b-\u200f\u2060\ufeff]*'
_NUMBER = r"(?:[0-9(.][0-9 ().,/-]*)?\s*$"
_COMPUTED = rf"(?:[\t\r\n]|{_BLANK}(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?!{_NUMBER})))"
_RISKY = re.compile(rf"{_GUARD}*{_COMPUTED}")
_GUARDED = re.compile(rf"{_GUARD}+{_COMPUTED}")


def guarded(text: str) -> str:
    """The cell as written: with an apostrophe in front if a spreadsheet might compute it."""
    return f"{_GUARD}{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before it was guarded; any other cell is as it is."""
    return text[1:] if _GUARDED.match(text) else text


def guarded_once(text: str) -> str:
    """A cell that came in from a CSV file as it goes out again."""
    return guarded(unguarded(text))
