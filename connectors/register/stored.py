"""The people of a loaded register by their numbers, and its keys, from its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
        at = np.searchsorted(self.arrays["person.no"], numbers)
        rows = {"person": at}
        starts = []
        for table in ("name", "place"):
            start, rows[table] = values_at(self.arrays[f"{table}.start"], at)
            starts.append(start)
        found = {
            table: {name: self.arrays[f"{table}.{name}"][rows[table]] for name in columns}
            for table, columns in COLUMNS.items()
        }
        self._renumber(found, words)
        return StoredPeople(people_of(found, *starts), found["person"]["line_no"])

    def _renumber(self, found: dict[str, dict[str, Codes]], words: Words) -> None:
        """Puts the numbers that `words` has in the place of the register's own."""
        for name, columns in _WORDS.items():
            used = np.unique(np.concatenate([found[table][column] for table, column in columns]))
            numbered = getattr(words, name).numbers(self._texts(name, used))
            for table, column in columns:
                found[table][column] = numbered[np.searchsorted(used, found[table][column])]

    def _texts(self, vocabulary: str, codes: Codes) -> Iterator[str]:
        start = self.arrays[f"word.{vocabulary}.start"]
        text = self.arrays[f"word.{vocabulary}.text"].data
        for begin, end in zip(start[codes].tolist(), start[codes + 1].tolist(), strict=True):
            yield str(text[begin:end], "utf-8")
