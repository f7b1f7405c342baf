"""How a name sounds, roughly: spellings that a listener would not tell apart give one key."""

from __future__ import annotations

import re
from functools import lru_cache

_WRITTEN = (
    ("^KN", "N"), ("^WR", "R"), ("^PS", "S"), ("^GN", "N"), ("^RH", "R"), ("^JH", "J"),
    ("^MAC(?=[^EIY])", "MK"), ("^MC", "MK"),
    ("TSCH", "CH"), ("SCH", "SH"), ("TCH", "CH"), ("PH", "F"), ("GHT", "T"), ("DG", "J"),
    ("DT$", "T"), ("CK", "K"), ("X", "KS"), ("Q", "K"), ("TH", "T"), ("C(?=[EIY])", "S"),
    ("C(?!H)", "K"), ("G(?=E|I|Y)", "J"), ("Z", "S"), ("W(?=[^AEIOUY]|$)", ""), ("V", "F"),
    ("(?<=[AEIOUY])H", ""), ("GH", ""), ("(?<=M)PS", "S"), ("(?<=M)B$", ""),
    ("(?:EIGH|EY|IE|EE|EA|AY|AI|EI|IGH|Y|I)", "E"), ("(?:OU|OO|UE|OH|AU|OE|U|O)", "O"),
    ("(?:E|ES)$", ""),
)  # fmt: skip
_RULES = tuple((re.compile(written), heard) for written, heard in _WRITTEN)
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """The key of a name in capitals A-Z; equal keys mean that the names may sound alike."""
    key = undoubled(name)
    for written, heard in _RULES:
        key = written.sub(heard, key)
    return undoubled(key)


def undoubled(name: str) -> str:
    """The name with every doubled letter written once."""
    return _DOUBLE.sub(r"\1", name)


def sounds_alike(a: str, b: str) -> bool:
    """Whether two names in capitals may sound alike: SMITH and SMYTH, JANIS and JANICE."""
    return sound_key(a) == sound_key(b)
