"""USPS keylines: an account number with the check digit that mailers print behind it.

The computation is that of Publication 8A, "USPS Standards for Check Digit Computation", MOD 10.
"""

from __future__ import annotations

import re

from skiptrace.intake.problem import Wrong

# 4 to 16 characters with the check digit; blanks and the number signs around it do not count.
_KEYLINE = re.compile(r"[0-9A-Za-z/]{3,15}[0-9]")
_LOW_BITS = 0b1111


def check_digit(text: str) -> int:
    """The check digit of a keyline without one: letters count by the low four bits of their code.

    Every value in an odd place is doubled; all digits of all values are summed.
    """
    total = 0
    for place, character in enumerate(text.upper()):
        value = int(character) if character.isdigit() else ord(character) & _LOW_BITS
        weighted = value * 2 if place % 2 == 0 else value
        total += sum(map(int, str(weighted)))
    return -total % 10


def keyline(text: str) -> str | Wrong:
    """The account number of a keyline whose check digit fits."""
    bare = bare_keyline(text)
    if not _KEYLINE.fullmatch(bare) or check_digit(bare[:-1]) != int(bare[-1]):
        return Wrong("a keyline of 4 to 16 characters that ends in its check digit", "keyline")
    return bare[:-1]


def bare_keyline(text: str) -> str:
    """A keyline as an ACS record has it: without the signs around it and the blanks inside."""
    return text.strip().strip("#").replace(" ", "")
