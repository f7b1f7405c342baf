"""The people of a loaded register by their numbers, and its keys, from its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from connectors.register.columns import Arrays, BrokenRegister
from connectors.register.key_search import StoredKeys
from connectors.register.tables import COLUMNS, Column, people_of
from matching.encode.batch import WORDS_OF_NAMES, WORDS_OF_PLACES, Ints, PersonBatch, Words
from matching.encode.taken import values_at
from matching.encode.vocabulary import Codes

_WORDS = {
    vocabulary: [(table, column) for column in columns]
    for table, held in (("name", WORDS_OF_NAMES), ("place", WORDS_OF_PLACES))
    for vocabulary, columns in held.items()
}
"""The columns, by table, that hold the words of a vocabulary."""

WHOLE_NAMES = ("given", "middle", "surname", "forenames", "surnames")
"""The columns of words of names that say whether two names may be one person's."""

_CALLABLE = {
    "person": ("year", "month", "day", "last4"),
    "name": (*WHOLE_NAMES, "generation"),
    "place": ("zip5",),
}


def word_columns(words: Words) -> Iterator[Column]:
    """Every word by its number: the bytes of each vocabulary, and where each word begins."""
    for name in sorted(_WORDS):
        texts = [text.encode() for text in getattr(words, name).words]
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))
        yield f"word.{name}.start", "int64", [np.concatenate(([0], ends))]
        yield f"word.{name}.text", "uint8", [np.frombuffer(b"".join(texts), dtype=np.uint8)]


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """People of a register, and the line of its file that names each."""

    people: PersonBatch
    line_no: Ints


@dataclass(frozen=True, slots=True)
class RegisterColumns:
    """What is searched of a register; raises BrokenRegister where a column is missing."""

    arrays: Arrays

    def __post_init__(self) -> None:
        people = {f"{table}.{column}" for table, some in COLUMNS.items() for column in some}
        words = {f"word.{name}.{part}" for name in _WORDS for part in ("start", "text")}
        lacking = people | words | {"name.start", "place.start", "key", "key.no"}
        if lacking - self.arrays.keys():
            raise BrokenRegister("columns are missing")

    @property
    def keys(self) -> StoredKeys:
        """The blocking keys of its people."""
        return StoredKeys(self.arrays["key"], self.arrays["key.no"])

    def people(self, numbers: Ints, words: Words) -> StoredPeople:
        """The people of those numbers (ascending, none twice), their words added to `words`."""
        found, starts = self._found(numbers, COLUMNS)
        for name, columns in _WORDS.items():
            self._renumber(name, [(found[table], column) for table, column in columns], words)
        return StoredPeople(people_of(found, *starts), found["person"]["line_no"])

    def callable_people(self, numbers: Ints) -> PersonBatch:
        """The people of those numbers as far as it says whom one may ask for by them: birth, the
        last four digits, ZIP codes, and whole names, in the register's own numbers of words."""
        found, starts = self._found(numbers, _CALLABLE)
        for table, columns in COLUMNS.items():
            rows = np.broadcast_to(np.int32(0), len(next(iter(found[table].values()))))
            found[table] = {column: found[table].get(column, rows) for column in columns}
        return people_of(found, *starts)

    def _found(
        self, numbers: Ints, wanted: Mapping[str, Sequence[str]]
    ) -> tuple[dict[str, dict[str, Any]], tuple[Ints, Ints]]:
        """Columns by table, and where the names and the places of each of the people begin."""
        at = self._rows_of(numbers)
        names, name_rows = values_at(self.arrays["name.start"], at)
        places, place_rows = values_at(self.arrays["place.start"], at)
        rows = {"person": at, "name": name_rows, "place": place_rows}
        found = {
            table: {name: self.arrays[f"{table}.{name}"][rows[table]] for name in columns}
            for table, columns in wanted.items()
        }
        return found, (names, places)

    def _rows_of(self, numbers: Ints) -> Ints:
        """Where people of these numbers stand; numbers ascend, and mostly none is left out."""
        every = self.arrays["person.no"]
        if len(every) and int(every[-1]) - int(every[0]) == len(every) - 1:
            return numbers - int(every[0])
        return np.searchsorted(every, numbers)

    def _renumber(
        self, name: str, columns: Sequence[tuple[dict[str, Any], str]], words: Words
    ) -> None:
        """Puts the numbers that `words` has in the place of the register's own."""
        used = self.used(name, [table[column] for table, column in columns])
        number = np.zeros(self.size(name), dtype=np.int32)
        number[used] = getattr(words, name).numbers(self.texts(name, used))
        for table, column in columns:
            table[column] = number[table[column]]

    def size(self, vocabulary: str) -> int:
        """How many words a vocabulary of the register has."""
        return len(self.arrays[f"word.{vocabulary}.start"]) - 1

    def used(self, vocabulary: str, columns: Sequence[Codes]) -> Ints:
        """The numbers of the words in these columns, ascending, each once."""
        seen = np.zeros(self.size(vocabulary), dtype=bool)
        for column in columns:
            seen[column] = True
        return np.flatnonzero(seen)

    def texts(self, vocabulary: str, codes: Ints) -> Iterator[str]:
        """The words of these numbers."""
        start = self.arrays[f"word.{vocabulary}.start"]
        text = self.arrays[f"word.{vocabulary}.text"].data
        for begin, end in zip(start[codes].tolist(), start[codes + 1].tolist(), strict=True):
            yield str(text[begin:end], "utf-8")
