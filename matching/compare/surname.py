"""Surnames compared: compounds, former names, particles, typing errors."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from matching.normalize.clean_name import CleanName
from matching.normalize.name_tables import name_tables, surname_share

_KNOWN = 0.00005
_SOUNDS = (("PH", "F"), ("CK", "K"), ("IGH", "E"), ("EIGH", "E"), ("EE", "E"), ("EY", "Y"),
           ("IE", "Y"), ("EA", "E"), ("Z", "S"), ("SCH", "SH"), ("TH", "T"), ("H", ""))  # fmt: skip


def compare_surname(a: CleanName, b: CleanName) -> str:
    """How two surnames relate: `exact`, `compound`, `maternal`, `close`, `sounds alike`, ...

    `former` means that one side carries the other's surname as a middle name (section: marriage).
    """
    if not a.surname or not b.surname:
        return "no data"
    left, right = _compound(a), _compound(b)
    if a.surname == b.surname and (left == right or len(left) == 1 or len(right) == 1):
        return "exact" if left == right else "maternal"
    if "".join(left) == "".join(right):
        return "exact"
    if sorted(left) == sorted(right) and len(left) > 1:
        return "turned compound"
    if left[0] == right[0] and min(len(left), len(right)) == 1:
        return "compound"
    if left[-1] == right[-1] and min(len(left), len(right)) == 1:
        return "maternal"
    if a.surname in b.middles or b.surname in a.middles:
        return "former"
    return surname_level(a.surname, b.surname)


def _compound(name: CleanName) -> tuple[str, ...]:
    """The words of a surname, with a Spanish family name that was read as a middle name."""
    particles = name_tables().particles
    words = tuple(w for w in name.surnames if w not in particles)
    whole = words if len(words) > 1 else (name.surname,)
    spanish = name_tables().spanish
    if name.middles and name.middles[-1] in spanish and name.surname in spanish:
        return (name.middles[-1], *whole)
    return whole


@lru_cache(maxsize=262144)
def surname_level(a: str, b: str) -> str:
    """How two surnames in capitals without spaces relate by their letters."""
    if a == b or a.replace("RN", "M") == b.replace("RN", "M"):
        return "exact"
    if _clan(a) == _clan(b):
        return "sounds alike"
    if _is_typo(a, b):
        both_known = surname_share(a) > _KNOWN and surname_share(b) > _KNOWN
        if not both_known:
            return "close"
        return "sounds alike" if sound_of(a) == sound_of(b) else "near pair"
    if sound_of(a) == sound_of(b):
        return "sounds alike"
    return "different"


def _is_typo(a: str, b: str) -> bool:
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits <= 1:
        return longest >= 4
    return edits == 2 and longest >= 7 and JaroWinkler.similarity(a, b) >= 0.9


def _clan(name: str) -> str:
    """MAC and MC in front of a name are one."""
    return "MC" + name[3:] if name.startswith("MAC") and len(name) > 5 else name


@lru_cache(maxsize=65536)
def sound_of(name: str) -> str:
    """A rough sound of a surname: the first letter and what it sounds like after it."""
    text = name
    for written, heard in _SOUNDS:
        text = (
            text[:1] + text[1:].replace(written, heard)
            if not heard
            else text.replace(written, heard)
        )
    squeezed = "".join(c for i, c in enumerate(text) if i == 0 or c != text[i - 1])
    consonants = "".join(c for c in squeezed[1:] if c not in "AEIOUY")
    return name[0] + (consonants if len(consonants) > 1 else squeezed[1:])
