"""Names of a register's people in the numbered words of matching; every part is read once."""

from __future__ import annotations

from collections.abc import Sequence

from matching.columns.people import GENERATIONS, Words
from matching.normalize.clean_name import CleanName, clean_name
from matching.normalize.plain_name import is_plain_word
from skiptrace.model.subject import PersonName

Form = tuple[int, ...]
"""A row of matching.columns.people.Names."""


def is_plain(words: Sequence[str]) -> bool:
    """Whether these are words of capitals A to Z only."""
    joined = "".join(words)
    return joined.isascii() and joined.isalpha() and joined.isupper() and "" not in words


class NameForms:
    """Numbers the words of names; what a part was read as is remembered by its text."""

    def __init__(self, words: Words) -> None:
        self._number = words.names.number
        self._parts: dict[str, CleanName] = {}
        self._generations: dict[str, int] = {}

    def of(self, name: PersonName) -> Form:
        """The name as it stands."""
        given, surname = self._read(name.given), self._read(name.surname)
        return self._form(given.givens, self._middles(name), surname.surnames, name.generation)

    def of_surname_first(self, name: PersonName) -> Sequence[Form]:
        """The name as it was read, and the other reading of SURNAME GIVEN MIDDLE.

        It may be a surname of two words and a given name, or a person who goes by the middle name;
        and what was read as a surname of two words may be a surname and a given name.
        """
        middles = self._middles(name)
        if "," in name.original:
            return (self.of(name),)
        givens, surnames = self._read(name.given).givens, self._read(name.surname).surnames
        if not middles and len(surnames) == 2 and givens:
            other = self._form(surnames[1:], givens, surnames[:1], name.generation)
            return (self.of(name), other)
        if not middles or len(middles[0]) < 2:
            return (self.of(name),)
        return (
            self._form(givens, middles, surnames, name.generation),
            self._form(middles[:1], middles[1:], (*surnames, *givens), name.generation),
        )

    def plain(self, text: str) -> Sequence[Form]:
        """The forms of a SURNAME GIVEN MIDDLE of two or three plain words, without its grammars.

        Empty when a word might be more than a part of a name (JR, DE, TRUSTEE, AND).
        """
        words = text.split(" ")
        if not (2 <= len(words) <= 3 and is_plain(words) and all(map(is_plain_word, words))):
            return ()
        given, middles = words[1:2], words[2:]
        own = self._form(given, middles, words[:1], "")
        if not middles or len(middles[0]) < 2:
            return (own,)
        return own, self._form(middles, (), words[:2], "")

    def _form(
        self,
        givens: Sequence[str],
        middles: Sequence[str],
        surnames: Sequence[str],
        generation: str,
    ) -> Form:
        number = self._number
        given, surname = number("".join(givens)), number("".join(surnames))
        return (
            given,
            number(givens[0]) if len(givens) > 1 else given,
            number(middles[0]) if middles else 0,
            surname,
            number(surnames[0]) if len(surnames) > 1 else surname,
            number(surnames[-1]) if len(surnames) > 1 else surname,
            self._generation(generation) if generation else 0,
        )

    def _middles(self, name: PersonName) -> Sequence[str]:
        return self._read(name.middle).givens if name.middle else ()

    def _generation(self, text: str) -> int:
        return GENERATIONS.get(clean_name(PersonName(generation=text)).generation, 0)

    def _read(self, text: str) -> CleanName:
        found = self._parts.get(text)
        if found is None:
            found = clean_name(PersonName(given=text, surname=text))
            self._parts[text] = found
        return found
