"""One name as a row of numbers, and the name again from its row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import GENERATIONS, Names, Words
from matching.parse.person.clean_name import CleanName

Row = tuple[int, ...]
WIDTH = 9
"""Numbers of a row of `Names`."""

_BAR = "|"


def name_row(words: Words, name: CleanName) -> Row:
    """The numbers of a name in the order of the columns of `Names`."""
    number = words.names.number
    return (
        number(name.given),
        number(name.givens[0] if name.givens else ""),
        number(name.middles[0] if name.middles else ""),
        number(name.surname),
        number(name.surnames[0] if name.surnames else ""),
        number(name.surnames[-1] if name.surnames else ""),
        GENERATIONS.get(name.generation, 0),
        number(forenames_text(name.givens, name.middles)),
        number(surnames_text(name.surnames)),
    )


def forenames_text(givens: Sequence[str], middles: Sequence[str]) -> str:
    """Given and middle names in full where either has several words, else empty."""
    if len(givens) < 2 and len(middles) < 2:
        return ""
    return joined_names(givens, middles)


def joined_names(givens: Sequence[str], middles: Sequence[str]) -> str:
    """Given names in full and, behind a bar, middle names; `split_names` has them again."""
    return f"{' '.join(givens)}{_BAR}{' '.join(middles)}" if middles else " ".join(givens)


def split_names(joined: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The given and the middle names of a text of `joined_names`."""
    givens, _, middles = joined.partition(_BAR)
    return tuple(givens.split()), tuple(middles.split())


def surnames_text(surnames: Sequence[str]) -> str:
    """A surname in full where it has several words, else empty."""
    return " ".join(surnames) if len(surnames) > 1 else ""


def name_of(words: NDArray[np.object_], names: Names, at: int) -> CleanName:
    """The name of a row again; `words` are those of the vocabulary by number."""
    codes = (names.given, names.middle, names.surname, names.forenames, names.surnames)
    given, middle, surname, forenames, surnames = (words[codes_of[at]] for codes_of in codes)
    return _name(given, middle, surname, forenames, surnames)


@lru_cache(maxsize=65536)
def _name(given: str, middle: str, surname: str, forenames: str, surnames: str) -> CleanName:
    givens, middles = split_names(forenames)
    return CleanName(
        given=given,
        givens=givens if forenames else _word(given),
        middles=middles if forenames else _word(middle),
        surname=surname,
        surnames=tuple(surnames.split()) if surnames else _word(surname),
    )


def _word(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
