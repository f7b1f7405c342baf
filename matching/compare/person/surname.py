"""Surnames compared: compounds, former names, particles, typing errors."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from matching.compare.name_verdict import NameVerdict
from matching.compare.person.letters_apart import letters_apart
from matching.compare.person.name_relation import SURNAMES, SurnameRelation
from matching.compare.person.sound import sounds_alike, undoubled
from matching.parse.name_tables import (
    is_listed_surname,
    is_unheard_surname,
    name_tables,
    surname_share,
)
from matching.parse.person.clean_name import CleanName, written_alike

KNOWN_SURNAME = 0.00005
"""The share of the population from which on a word is known as a surname."""

_COMMON = 0.0001
"""A surname of this share of people is meant when an unheard one differs by one letter."""
_SOUNDS = (("PH", "F"), ("CK", "K"), ("IGH", "E"), ("EIGH", "E"), ("EE", "E"), ("EY", "Y"),
           ("IE", "Y"), ("EA", "E"), ("Z", "S"), ("SCH", "SH"), ("TH", "T"), ("H", ""))  # fmt: skip
_S = SurnameRelation


def relate_surnames(a: CleanName, b: CleanName) -> SurnameRelation:
    """How two surnames relate, beside the middle names; the order does not matter.

    `FORMER` means that one side carries the other's surname as a middle name (section: marriage).
    """
    if not a.surname or not b.surname:
        return _S.NO_DATA
    bare = not a.middles and not b.middles
    if (bare and a.surname == b.surname) or written_alike(a, b):
        return _S.EXACT
    left, right = _compound(a), _compound(b)
    if a.surname == b.surname and (left == right or len(left) == 1 or len(right) == 1):
        return _S.EXACT if left == right else _S.MATERNAL
    found = _compounds(left, right)
    if found is not None:
        return found
    if any(len(x.surname) > 1 and x.surname in y.middles for x, y in ((a, b), (b, a))):
        return _S.FORMER
    if a.surname == b.surname:
        return _S.EXACT
    found = relate_surname_words(a.surname, b.surname)
    apart = SURNAMES[found].verdict is NameVerdict.DIFFERENT
    if apart and found not in (_S.NEAR, _S.NEAR_OTHER) and _is_rest_of_compound(a, b):
        return _S.MATERNAL
    return found


def _compounds(left: tuple[str, ...], right: tuple[str, ...]) -> SurnameRelation | None:
    if "".join(left) == "".join(right):
        return _S.EXACT
    if sorted(left) == sorted(right) and len(left) > 1:
        return _S.TURNED
    if min(len(left), len(right)) > 1:
        return None
    if left[0] == right[0]:
        return _S.COMPOUND
    return _S.MATERNAL if left[-1] == right[-1] else None


def _compound(name: CleanName) -> tuple[str, ...]:
    """The words of a surname, with a Spanish family name that was read as a middle name."""
    tables = name_tables()
    words = tuple(w for w in name.surnames if w not in tables.particles)
    whole = words if len(words) > 1 else (name.surname,)
    if name.middles and name.middles[-1] in tables.spanish and name.surname in tables.spanish:
        return (name.middles[-1], *whole)
    return whole


def _is_rest_of_compound(a: CleanName, b: CleanName) -> bool:
    """SMITH and JONES SMITH WHITE: one surname stands within the other's compound.

    A particle is such a word only where it is the whole surname: LE and LE TRAN.
    """
    if len(a.surnames) == len(b.surnames):
        return False
    shared = set(a.surnames) & set(b.surnames)
    inner = {word for word in shared if len(word) > 3} - name_tables().particles
    return bool(inner or shared & {a.surname, b.surname})


@lru_cache(maxsize=262144)
def relate_surname_words(a: str, b: str) -> SurnameRelation:
    """How two unlike surnames in capitals without spaces relate by their letters."""
    if a.replace("RN", "M") == b.replace("RN", "M"):
        return _S.EXACT
    if _clan(a) == _clan(b):
        return _S.SOUND
    if not _is_typo(a, b):
        return _S.SOUND if _sound_alike(a, b) else _unlike(a, b)
    both_known = surname_share(a) > KNOWN_SURNAME and surname_share(b) > KNOWN_SURNAME
    if both_known and _sound_alike(a, b):
        return _S.SOUND
    if is_listed_surname(a) and is_listed_surname(b):
        return _S.SOUND if _may_be_spelling(a, b) else _unlike(a, b)
    if _is_slip(a, b):
        return _S.SLIP
    return _S.LETTERS if OSA.distance(a, b) == 1 else _S.TWO_LETTERS


def _may_be_spelling(a: str, b: str) -> bool:
    return a[0] == b[0] and sounds_alike(a, b)


def _unlike(a: str, b: str) -> SurnameRelation:
    """How two names of two families stand to each other by their letters."""
    return SurnameRelation[letters_apart(a, b).name]


def _is_slip(a: str, b: str) -> bool:
    """One slip of the pen in a long surname that makes it no surname that anybody bears."""
    if min(len(a), len(b)) < 6 or OSA.distance(a, b) > 1:
        return False
    if is_listed_surname(a) == is_listed_surname(b):
        return False
    if sorted(a) == sorted(b) or undoubled(a) == undoubled(b):
        return True
    rarer, other = sorted((a, b), key=surname_share)
    return is_unheard_surname(rarer) and surname_share(other) >= _COMMON


def _is_typo(a: str, b: str) -> bool:
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits <= 1:
        return longest >= 4
    return edits == 2 and longest >= 7 and JaroWinkler.similarity(a, b) >= 0.9


def _sound_alike(a: str, b: str) -> bool:
    return a[0] == b[0] and sound_of(a) == sound_of(b)


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
