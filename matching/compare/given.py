"""Given and middle names compared: forms of one name, initials, typing errors, near pairs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from matching.normalize.clean_name import CleanName
from matching.normalize.name_tables import given_share, name_tables, sex_of

_KNOWN = 0.00002
"""A given name of at least this share of people counts as a name of its own, not as a typo."""


_AS_NUMBER = {"SR": "I", "JR": "II"}


def compare_given(a: CleanName, b: CleanName) -> str:
    """How two given names relate: `exact`, `nickname`, `initial`, `close`, `near pair`, ...

    `second name` means that one side uses the other's middle name.
    """
    if not a.given or not b.given:
        return "no data"
    level = given_level(a.given, b.given)
    if level != "different":
        return level
    firsts = given_level(a.givens[0], b.givens[0])
    if firsts == "exact" and len(a.givens[0]) > 1:
        return "exact"
    if _uses_middle(a, b) or _uses_middle(b, a):
        return "second name"
    return "different"


def _uses_middle(a: CleanName, b: CleanName) -> bool:
    return any(len(word) > 1 and word == a.given for word in b.middles)


@lru_cache(maxsize=262144)
def given_level(a: str, b: str) -> str:
    """How two given names in capitals relate; both hold at least one letter."""
    if a == b:
        return "exact" if len(a) > 1 else "initial"
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[0] == b[0] else "different"
    tables = name_tables()
    if _number(tables.spellings, a) == _number(tables.spellings, b) != -1:
        return "spelling"
    if _are_forms(a, b):
        return "nickname"
    if _number(tables.unsure, a) == _number(tables.unsure, b) != -1:
        return "close"
    return _by_letters(a, b)


def _by_letters(a: str, b: str) -> str:
    if a.replace("RN", "M") == b.replace("RN", "M"):
        return "close"
    if not _is_typo(a, b):
        return "different"
    if sex_of(a) and sex_of(b) and sex_of(a) != sex_of(b):
        return "near pair"
    both_known = given_share(a) > _KNOWN and given_share(b) > _KNOWN
    return "near pair" if both_known else "close"


def _is_typo(a: str, b: str) -> bool:
    """One edit, or two in a longer name that starts alike; a piece of the name cut off."""
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits <= 1:
        return longest >= 3
    if edits == 2 and longest >= 6:
        return JaroWinkler.similarity(a, b) >= 0.88
    return min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a))


def _number(table: Mapping[str, int], name: str) -> int:
    return table.get(name, -1)


def _are_forms(a: str, b: str) -> bool:
    """Whether one is a form of the other, or both are forms of one name of the same sex."""
    groups = name_tables().groups
    shared = groups.get(a, frozenset()) & groups.get(b, frozenset())
    if not shared:
        return False
    if a in shared or b in shared:
        return True
    return not (sex_of(a) and sex_of(b) and sex_of(a) != sex_of(b))


def is_ambiguous_form(a: str, b: str) -> bool:
    """Whether a nickname stands under names of both sexes, so that it decides nothing alone."""
    ambiguous = name_tables().ambiguous
    return a in ambiguous or b in ambiguous


def compare_middle(a: CleanName, b: CleanName) -> str:
    """How middle names relate: `exact`, `initial`, `conflict`, or no data on a side."""
    if not a.middles or not b.middles:
        return "no data"
    left, right = a.middles[0], b.middles[0]
    if left == right and len(left) > 1:
        return "exact"
    if left[0] == right[0] and (len(left) == 1 or len(right) == 1):
        return "initial"
    if given_level(left, right) in ("close", "nickname", "spelling", "near pair"):
        return "initial"
    former = {*a.middles, *a.surnames} & {*b.middles, *b.surnames}
    return "former surname" if any(len(word) > 2 for word in former & {left, right}) else "conflict"


def compare_generation(a: CleanName, b: CleanName) -> str:
    """Whether generational suffixes agree; JR and II are one, and SR and I, with one namesake."""
    if not a.generation or not b.generation:
        return "one side only" if a.generation or b.generation else "no data"
    left, right = (_AS_NUMBER.get(g, g) for g in (a.generation, b.generation))
    return "agree" if left == right else "conflict"
