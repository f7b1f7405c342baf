"""Which end of a name the surname stands at, when the source does not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log

from matching.parse.name_tables import (
    given_share,
    is_unheard_surname,
    name_part_tables,
    name_tables,
    surname_share,
)
from matching.parse.person.clean_name import generation_form
from matching.parse.person.name_order import NameOrder
from matching.parse.person.words import are_plain_initials

_NO_GIVEN = 0.000001
_NO_SURNAME = 0.000002
_USUAL = 3.0
"""How much likelier (natural log) a given name in front is, before the words are looked at."""
_CLEARLY_GIVEN = 0.00005


@lru_cache(maxsize=131072)
def given_bits(word: str) -> float:
    """The natural log of the share of people with that given name; unlisted names count as rare."""
    return log(max(given_share(word), _NO_GIVEN))


@lru_cache(maxsize=131072)
def surname_bits(word: str) -> float:
    """The natural log of the share of people with that surname; unlisted names count as rare."""
    return log(max(surname_share(word), _NO_SURNAME))


def is_rather_given(word: str) -> bool:
    """Whether more people bear the word as a given name than as a surname."""
    return given_share(word) > surname_share(word)


def written_order(words: Sequence[str], declared: NameOrder) -> NameOrder:
    """Given name or surname first, for one person's words in capitals without titles.

    A declared order stands; `UNKNOWN` is decided by the shape and by how common each word is in
    each place, and stays GIVEN_FIRST unless the other reading is much likelier.
    """
    if declared is not NameOrder.UNKNOWN:
        return declared
    if len(words) < 2:
        return NameOrder.GIVEN_FIRST
    words = [w[0] if 1 < len(w) < 4 and are_plain_initials(w) else w for w in words]
    turned = len(words) > 2 and bool(generation_form(words[1])) and len(words[1]) > 1
    if turned or _is_eastern(words) or _likelihood(words) < 0.0:
        return NameOrder.SURNAME_FIRST
    return NameOrder.GIVEN_FIRST


def plain_order(words: Sequence[str], declared: NameOrder) -> NameOrder:
    """The same for two words or three for which no table of names has a rule."""
    if declared is not NameOrder.UNKNOWN:
        return declared
    return NameOrder.SURNAME_FIRST if _likelihood(words) < 0.0 else NameOrder.GIVEN_FIRST


def _is_eastern(words: Sequence[str]) -> bool:
    """NGUYEN VAN AN, KIM MIN-JUN, ZHANG WEIMING: the family name in front is known as one."""
    tables = name_tables()
    first, last = words[0], words[-1]
    if first in tables.vietnamese:
        if last in tables.vietnamese or surname_share(last) > _CLEARLY_GIVEN:
            return len(words) > 2 and words[1] in name_part_tables().vietnamese_middle
        return len(words) > 2 or given_share(last) >= surname_share(last)
    if len(words) == 3 and first in tables.vietnamese_too and words[1] in ("VAN", "THI"):
        return last not in tables.vietnamese and surname_share(last) <= _CLEARLY_GIVEN
    if first in tables.hmong and first not in tables.vietnamese_too:
        return last not in tables.hmong and _is_hmong(words)
    if first not in tables.east_asian or last in tables.east_asian or len(words) > 3:
        return False
    return surname_share(last) == 0.0 and given_share(first) < _CLEARLY_GIVEN and len(last) > 3


def _is_hmong(words: Sequence[str]) -> bool:
    """VANG PA HOUA, XIONG MAI: what stands behind a family name are short syllables, no surname.

    YANG and LEE are other peoples' names too: there a given name must be clear.
    """
    sure = surname_share(words[0]) > 0.0 and words[0] not in name_tables().east_asian
    rest = [word for word in words[1:] if len(word) > 1]
    syllables = all(len(word) < 6 and surname_share(word) <= _CLEARLY_GIVEN for word in rest)
    return bool(rest) and syllables and sure and given_share(words[0]) < _CLEARLY_GIVEN


def _likelihood(words: Sequence[str]) -> float:
    """How much likelier (natural log) the given name stands in front; below 0 it stands second."""
    if len(words[0]) == 1 and words[0] != "O":
        return 1.0
    start = 1
    joined = name_part_tables().joined
    while start < len(words) - 1 and words[start - 1] in joined:
        start += 1
    if start > 1:
        return _compound(words, start)
    if len(words[0]) == 1:
        return 1.0
    if len(words) == 2:
        return _pair(words[0], words[1])
    first, second, last = words[0], words[1], words[-1]
    inner = [word for word in words[1:-1] if len(word) > 1]
    if len(last) == 1:
        inner = [word for word in inner if given_share(word) <= _CLEARLY_GIVEN]
    if not joined.isdisjoint(inner) and name_part_tables().devotional.isdisjoint(words):
        return 1.0
    if len(second) == 1 and len(last) > 1:
        turned = given_share(last) > _CLEARLY_GIVEN > 0.0 == given_share(first)
        return -1.0 if turned and surname_share(last) < given_share(last) / 10 else 1.0
    if len(last) == 1:
        return surname_gap(first) - surname_gap(second) - 1.0
    if _is_double(words):
        return -1.0
    if first in name_part_tables().title_names and _is_surname_only(last):
        return 1.0
    if _is_surname_only(first) and _is_given_only(second) and not _is_surname_only(last):
        return -1.0
    ahead = given_bits(first) + _middle_bits(second) + surname_bits(last)
    behind = surname_bits(first) + given_bits(second) + _middle_bits(last)
    return ahead - behind + _USUAL if given_share(second) > _CLEARLY_GIVEN else 1.0


def _compound(words: Sequence[str], start: int) -> float:
    """A particle in front (DE LA CRUZ MARIA, VAN DYKE JOHN), or a given name (VAN JOHNSON)."""
    after = words[start:]
    if not after or start >= len(words):
        return 1.0
    given = max(given_share(word) for word in after[:1])
    head = words[start - 1]
    first = "ST" if words[0] == "SAINT" else words[0]
    if surname_share(first + words[1]) > 0.0 == given_share(first) and len(words) > 2:
        return -1.0
    alone = start == 2 and len(after) == 1
    if len(words) == 2 or (alone and given_share(words[0]) > _CLEARLY_GIVEN):
        turned = given > 10 * surname_share(after[0])
        return -1.0 if turned and len(words) > 2 else 1.0
    return -1.0 if given > _CLEARLY_GIVEN and not is_rather_given(head) else 1.0


def _is_double(words: Sequence[str]) -> bool:
    """GARCIA LOPEZ JUAN: two Spanish family names and behind them a given name."""
    spanish = name_tables().spanish
    both = words[0] in spanish and words[1] in spanish and words[2] not in spanish
    surnames = not is_rather_given(words[0]) and not is_rather_given(words[1])
    return both and surnames and is_rather_given(words[2])


def _pair(first: str, second: str) -> float:
    if len(second) == 1:
        return surname_gap(first) + _USUAL
    if given_share(second) <= _CLEARLY_GIVEN:
        return -1.0 if _is_surname_only(first) and _is_given_only(second) else 1.0
    ahead = given_bits(first) + surname_bits(second)
    return ahead - surname_bits(first) - given_bits(second) + _USUAL


@lru_cache(maxsize=65536)
def _is_surname_only(word: str) -> bool:
    """Whether people bear the word as a surname, and none that is counted as a given name."""
    return given_share(word) == 0.0 < surname_share(word)


@lru_cache(maxsize=65536)
def _is_given_only(word: str) -> bool:
    """Whether people bear the word as a given name, and no list has it as a surname."""
    return len(word) > 3 and given_share(word) > 0.0 and is_unheard_surname(word)


def surname_gap(word: str) -> float:
    """How much likelier (natural log) the word is a given name than a surname."""
    return given_bits(word) - surname_bits(word)


@lru_cache(maxsize=131072)
def _middle_bits(word: str) -> float:
    if len(word) == 1:
        return log(0.05)
    return log(0.7 * max(given_share(word), _NO_GIVEN) + 0.3 * max(surname_share(word), _NO_GIVEN))
