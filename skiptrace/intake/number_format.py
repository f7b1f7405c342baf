"""Number formats that show zeros in front: 00000 for a ZIP code, 000-00-0000, an account's 0000000.

The language of format codes is ECMA-376's, part 1, 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|(0)|([-()/ +])|(.)')
_ASIDE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class ZeroFormat:
    """A format of digits and fixed text; `pieces` has None for each digit."""

    pieces: tuple[str | None, ...]

    def shown(self, digits: str) -> str:
        """A whole number as the sheet shows it; digits beyond the places stand in front."""
        places = sum(piece is None for piece in self.pieces)
        rest = digits.zfill(places)
        ahead = len(rest) - places
        out, at, is_first = [], 0, True
        for piece in self.pieces:
            if piece is not None:
                out.append(piece)
                continue
            size = 1 + (ahead if is_first else 0)
            out.append(rest[at : at + size])
            at, is_first = at + size, False
        return "".join(out)


def zero_format(code: str) -> ZeroFormat | None:
    """The format that a code stands for, when all it does is to show whole numbers with zeros.

    None for every other code: dates, decimals, thousands, one zero alone.
    """
    pieces: list[str | None] = []
    for found in _TOKEN.finditer(_ASIDE.sub("", _first_section(code))):
        quoted, escaped, zero, sign, other = found.groups()
        if other is not None:
            return None
        if zero is not None:
            pieces.append(None)
        elif (text := quoted or escaped or sign) is not None:
            pieces.append(text)
    return ZeroFormat(tuple(pieces)) if pieces.count(None) > 1 else None


def _first_section(code: str) -> str:
    """The part for positive numbers."""
    inside = False
    for place, character in enumerate(code):
        if character == '"':
            inside = not inside
        elif character == ";" and not inside:
            return code[:place]
    return code
