"""A person's name for matching: capitals, ASCII, no punctuation, joined particles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile

from matching.parse.name_tables import given_share, name_part_tables, surname_share
from matching.parse.text import LONGEST, folded
from skiptrace.model.subject import PersonName

_GENERATIONS = {
    "JR": "JR", "JUNIOR": "JR", "JNR": "JR", "SR": "SR", "SENIOR": "SR", "SNR": "SR",
    "II": "II", "2ND": "II", "2": "II", "III": "III", "3RD": "III", "3": "III",
    "IV": "IV", "4TH": "IV", "4": "IV", "V": "V", "5TH": "V", "1ST": "I",
}  # fmt: skip
_BEHIND = frozenset({"JR", "SR", "II", "III", "IV"})
_SAINTS = 8
"""Letters of a surname from which on SAINT in it is a saint's."""
_DIGITS = str.maketrans("0135", "OIES")
_KEPT = 2 * LONGEST
"""Characters of a name up to which its reading is kept."""

_WORDS = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class CleanName:
    """A name's parts in capitals.

    `given` and `surname` are without spaces and hyphens; `givens` and `surnames` keep their words,
    so that a part of a compound can be compared; `middles` are middle names or initials.
    """

    given: str = ""
    givens: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    surname: str = ""
    surnames: tuple[str, ...] = ()
    generation: str = ""

    @property
    def middle_initial(self) -> str:
        """The first letter of the first middle name, or empty."""
        return self.middles[0][0] if self.middles else ""


def generation_form(text: str) -> str:
    """JR, SR, I to V for any spelling of a generational suffix, otherwise empty.

    The letter I alone is no suffix here, since it is an initial far more often.
    """
    return _generation(text[:LONGEST]) if text else ""


@lru_cache(maxsize=65536)
def _generation(text: str) -> str:
    return _GENERATIONS.get(_WORDS.sub("", folded(text)), "")


def clean_name(name: PersonName) -> CleanName:
    """The name for matching; digits read for letters (0livia) are put right.

    Only the first 600 characters of a part are read; a longer name is not kept in memory.
    """
    size = len(name.given) + len(name.middle) + len(name.surname) + len(name.original)
    return _clean(name) if size + len(name.generation) > _KEPT else _kept(name)


@lru_cache(maxsize=65536)
def _kept(name: PersonName) -> CleanName:
    return _clean(name)


def _clean(name: PersonName) -> CleanName:
    return _plain(name) or _in_words(name)


def _plain(name: PersonName) -> CleanName | None:
    """The name where every part is one word of letters that nothing is done to."""
    if not (name.given + name.middle + name.surname).isascii():
        return None
    given, middle, surname = name.given.upper(), name.middle.upper(), name.surname.upper()
    if not (given.isalpha() and surname.isalpha()) or surname.startswith("SAINT"):
        return None
    if is_title(given):
        return None
    if (middle and (not middle.isalpha() or middle in _BEHIND)) or len(given + surname) > LONGEST:
        return None
    return CleanName(
        given, (given,), (middle,) if middle else (), surname, (surname,), _generation_of(name)
    )


def _generation_of(name: PersonName) -> str:
    return "I" if name.generation == "I" else generation_form(name.generation)


def _in_words(name: PersonName) -> CleanName:
    givens, young = _without_generation(_untitled(_words(name.given)))
    middles, younger = _without_generation(_words(name.middle), least=1)
    surnames, junior = _without_generation(_without_and(_words(name.surname)))
    surnames = _with_saint(surnames)
    generation = _generation_of(name)
    if len(givens) > 1 and len(givens[-1]) == 1:
        givens, middles = givens[:-1], middles or givens[-1:]
    return CleanName(
        given="".join(givens),
        givens=givens,
        middles=middles,
        surname="".join(surnames),
        surnames=surnames,
        generation=generation or junior or younger or young,
    )


@cache
def _titles() -> frozenset[str]:
    tables = name_part_tables()
    return tables.front - tables.maybe - {"THE"}


def is_title(word: str) -> bool:
    """Whether a word in capitals is a title and no given name: MR, REVEREND, CAPT."""
    return word in _titles()


def _untitled(words: tuple[str, ...]) -> tuple[str, ...]:
    """The given names without the titles in front of them; none where there are only titles."""
    return tuple(dropwhile(is_title, words))


def written_alike(a: CleanName, b: CleanName) -> bool:
    """Whether the words are the same in the same order, however they were divided into parts."""
    if len(a.given) < 2 or not a.surname or not b.surname or a.given != b.given:
        return False
    return (*a.middles, *a.surnames) == (*b.middles, *b.surnames)


def _without_generation(words: tuple[str, ...], least: int = 2) -> tuple[tuple[str, ...], str]:
    """The words without a generation that stands behind them, and the generation."""
    if len(words) >= least and words[-1] in _BEHIND:
        return words[:-1], words[-1]
    return words, ""


def _with_saint(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a surname with SAINT as ST, and SAINTE as STE."""
    if not any(word.startswith("SAINT") for word in words) or len("".join(words)) < _SAINTS:
        return words
    return tuple("ST" + word[5:] if word.startswith("SAINT") else word for word in words)


def _without_and(words: tuple[str, ...]) -> tuple[str, ...]:
    """ORTEGA Y SALAS is ORTEGA SALAS."""
    return tuple(word for word in words if word != "Y") if "Y" in words[1:-1] else words


def _words(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isalpha():
        return (text[:LONGEST].upper(),)
    plain = folded(text).replace("'", "")
    return tuple(_letters(word) for word in _WORDS.split(plain) if word)


def _letters(word: str) -> str:
    if word.isdigit() or word.isalpha():
        return word
    likely = word.translate(_DIGITS)
    if "1" in word and not _is_name(likely):
        other = word.replace("1", "L").translate(_DIGITS)
        return other if _is_name(other) else likely
    return likely


def _is_name(word: str) -> bool:
    return given_share(word) > 0.0 or surname_share(word) > 0.0
