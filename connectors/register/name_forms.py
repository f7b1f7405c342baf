"""Names of a register's people in the numbered words of matching; every part is read once."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.names import readings
from matching.encode.batch import Words
from matching.encode.name_codes import name_row
from matching.parse.party.plain_name import is_plain_word
from matching.parse.person.clean_name import clean_name
from skiptrace.model.subject import PersonName

Form = tuple[int, ...]
"""A row of matching.encode.batch.Names."""


def is_plain(words: Sequence[str]) -> bool:
    """Whether these are words of capitals A to Z only."""
    joined = "".join(words)
    return joined.isascii() and joined.isalpha() and joined.isupper() and "" not in words


class NameForms:
    """Numbers the words of names."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def of(self, name: PersonName) -> Form:
        """The name as it stands."""
        return name_row(self._words, clean_name(name))

    def of_surname_first(self, name: PersonName) -> Sequence[Form]:
        """The name as it was read, and the other readings of SURNAME GIVEN MIDDLE."""
        return tuple(name_row(self._words, clean_name(one)) for one in readings(name))

    def plain(self, text: str) -> Sequence[Form]:
        """The forms of a SURNAME GIVEN MIDDLE of two or three plain words, without its grammars.

        Empty when a word might be more than a part of a name (JR, DE, TRUSTEE, AND).
        """
        words = text.split(" ")
        if not (2 <= len(words) <= 3 and is_plain(words) and all(map(is_plain_word, words))):
            return ()
        surname, given, *middle = words
        return self.of_surname_first(PersonName(given, " ".join(middle), surname, "", text))
