"""Names of a register's people in the numbered words of matching; every part is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.names import readings
from matching.encode.batch import Words
from matching.encode.name_codes import name_row
from matching.parse.name_tables import name_tables
from matching.parse.party.plain_name import is_plain_word
from matching.parse.person.clean_name import clean_name
from matching.parse.person.words import is_suffix
from matching.parse.text import LONGEST
from skiptrace.model.subject import PersonName

Form = tuple[int, ...]
"""A row of matching.encode.batch.Names."""


def is_plain(words: Sequence[str]) -> bool:
    """Whether these are words of capitals A to Z only."""
    joined = "".join(words)
    return joined.isascii() and joined.isalpha() and joined.isupper() and "" not in words


class _Numbered(dict[str, int]):
    """Numbers of the words that are nothing but one part of a name; 0 for any other."""

    def __init__(self, words: Words, is_part: Callable[[str], bool]) -> None:
        super().__init__()
        self._number, self._is_part = words.names.number, is_part

    def __missing__(self, word: str) -> int:
        self[word] = self._number(word) if self._is_part(word) else 0
        return self[word]


def _is_name(word: str) -> bool:
    return is_plain((word,)) and is_plain_word(word) and not word.startswith("SAINT")


def _is_initial(letter: str) -> bool:
    """Whether it is a capital that is no generation behind a name."""
    return is_plain((letter,)) and not is_suffix(letter)


class NameForms:
    """Numbers the words of names."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._plain = _Numbered(words, _is_name)
        self._initials = _Numbered(words, _is_initial)
        self._spanish = name_tables().spanish

    def of(self, name: PersonName) -> Form:
        """The name as it stands."""
        return name_row(self._words, clean_name(name))

    def of_surname_first(self, name: PersonName) -> Sequence[Form]:
        """The name as it was read, and the other readings of SURNAME GIVEN MIDDLE."""
        return tuple(name_row(self._words, clean_name(one)) for one in readings(name))

    def plain(self, text: str) -> Sequence[Form]:
        """The forms of a SURNAME GIVEN MIDDLE of two or three plain words, without its grammars.

        They are those of `of_surname_first`. Empty when a word might be more than a part of a name
        (JR, DE, TRUSTEE, AND), or two words a Spanish surname before an initial.
        """
        first, _, rest = text.partition(" ")
        second, space, third = rest.partition(" ")
        surname, given = self._plain[first], self._plain[second]
        if not surname or not given or len(text) > LONGEST:
            return ()
        if not space:
            return ((given, given, 0, surname, surname, surname, 0, 0, 0),)
        if len(third) == 1:
            middle = self._initials[third]
            if not middle or self._spanish.issuperset((first, second)):
                return ()
            return ((given, given, middle, surname, surname, surname, 0, 0, 0),)
        middle = self._plain[third]
        if not middle:
            return ()
        number = self._words.names.number
        joined, both = number(first + second), number(f"{first} {second}")
        return (
            (given, given, middle, surname, surname, surname, 0, 0, 0),
            (middle, middle, 0, joined, surname, given, 0, 0, both),
        )
