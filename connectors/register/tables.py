"""People as tables of a register's database: written as it is loaded, read back by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from connectors.names import organization_key
from connectors.register.people import Parties
from matching.encode.address_rows import FIELDS
from matching.encode.batch import (
    WORDS_OF_NAMES,
    WORDS_OF_PLACES,
    Bag,
    Ints,
    Names,
    PersonBatch,
    Places,
    Words,
)
from matching.encode.vocabulary import Codes, Vocabulary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = tuple(field.name for field in fields(Names) if field.name != "start")
_PERSON = ("year", "month", "day", "ssn", "last4")
_VOCABULARY = {
    column: vocabulary
    for vocabulary, columns in (*WORDS_OF_NAMES.items(), *WORDS_OF_PLACES.items())
    for column in columns
}
"""Which vocabulary a column's words are of."""

Columns = Mapping[str, NDArray[Any]]


def insert(database: DuckDBPyConnection, table: str, columns: Columns) -> None:
    """Appends rows to a table, given as its columns in the table's order."""
    database.register("added", dict(columns))
    database.execute(f"INSERT INTO {table} SELECT * FROM added")  # noqa: S608 - a table of ours
    database.unregister("added")


def insert_parties(
    database: DuckDBPyConnection, parties: Parties, line_no: Ints, first: int
) -> None:
    """Appends parties, numbered from `first`; `line_no` are the lines of the rows."""
    people = parties.people
    no = np.arange(first, first + len(people), dtype=np.int32)
    values = {name: getattr(people, name) for name in _PERSON}
    insert(database, "person", {"no": no, "line_no": line_no[parties.row], **values})
    names, places = people.names, people.places
    values = {name: getattr(names, name) for name in _NAME}
    insert(database, "name", {"no": np.repeat(no, np.diff(names.start)), **values})
    values = {name: getattr(places, name) for name in FIELDS}
    insert(database, "place", {"no": np.repeat(no, np.diff(places.start)), **values})
    written = parties.organizations
    if written:
        numbers = np.fromiter(written, dtype=np.int32) + np.int32(first)
        texts = np.array([organization_key(name) for name in written.values()], dtype=object)
        insert(database, "entity", {"no": numbers, "name": texts})


def insert_words(database: DuckDBPyConnection, words: Words) -> None:
    """Stores every word by its number."""
    for name in sorted(set(_VOCABULARY.values())):
        texts = np.array(getattr(words, name).words, dtype=object)
        codes = np.arange(len(texts), dtype=np.int32)
        kind = np.full(len(texts), name, dtype=object)
        insert(database, "word", {"vocabulary": kind, "code": codes, "text": texts})


def party_numbers(database: DuckDBPyConnection, first: int, end: int) -> Ints:
    """The numbers of the stored parties from `first` up to before `end`, ascending."""
    sql = "SELECT no FROM person WHERE no >= ? AND no < ? ORDER BY no"
    return np.asarray(database.execute(sql, [first, end]).fetchnumpy()["no"], dtype=np.int32)


def people_as_stored(database: DuckDBPyConnection, numbers: Ints) -> PersonBatch:
    """The people of those numbers (ascending, none twice), in the words they were stored by."""
    return _people(_read(database, numbers), numbers)


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """People of a register, and the line of its file that names each."""

    people: PersonBatch
    line_no: Ints


def people_in_words(database: DuckDBPyConnection, numbers: Ints, words: Words) -> StoredPeople:
    """The people of those numbers (ascending, none twice), their words added to `words`."""
    found = _read(database, numbers)
    for vocabulary in sorted(set(_VOCABULARY.values())):
        columns = [
            (table, name)
            for table in ("name", "place")
            for name in found[table]
            if _VOCABULARY.get(name) == vocabulary
        ]
        codes = np.unique(np.concatenate([found[table][name] for table, name in columns]))
        numbered = _renumbered(database, vocabulary, codes, getattr(words, vocabulary))
        for table, name in columns:
            at = np.searchsorted(codes, found[table][name])
            found[table][name] = numbered[at]
    lines = found["person"]["line_no"].astype(np.int64)
    return StoredPeople(_people(found, numbers), lines)


def _renumbered(
    database: DuckDBPyConnection, vocabulary: str, codes: Codes, words: Vocabulary
) -> Codes:
    database.register("used", {"code": codes})
    rows = database.execute(_WORDS, [vocabulary]).fetchall()
    database.unregister("used")
    return words.numbers(text for (text,) in rows)


_WORDS = "SELECT text FROM word SEMI JOIN used USING (code) WHERE vocabulary = ? ORDER BY code"


def _read(database: DuckDBPyConnection, numbers: Ints) -> dict[str, dict[str, Codes]]:
    database.register("wanted", {"no": numbers})
    ends = [int(numbers[0]), int(numbers[-1])] if len(numbers) else [0, -1]
    found = {
        table: dict(database.execute(_ROWS[table], ends).fetchnumpy())
        for table in ("person", "name", "place")
    }
    database.unregister("wanted")
    return found


_ROWS = {
    table: f"SELECT * FROM {table} SEMI JOIN wanted USING (no) WHERE no BETWEEN ? AND ? "  # noqa: S608
    "ORDER BY no, rowid"
    for table in ("person", "name", "place")
}


def _people(found: Mapping[str, Mapping[str, Codes]], numbers: Ints) -> PersonBatch:
    person, name, place = found["person"], found["name"], found["place"]
    nobody = Bag(np.zeros(len(numbers) + 1, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return PersonBatch(
        names=Names(_starts(name["no"], numbers), *(name[column] for column in _NAME)),
        places=Places(_starts(place["no"], numbers), *(place[column] for column in FIELDS)),
        phones=nobody,
        emails=nobody,
        estate=np.zeros(len(numbers), dtype=np.bool_),
        **{column: person[column] for column in _PERSON},
    )


def _starts(owner: Codes, numbers: Ints) -> Ints:
    return np.append(np.searchsorted(owner, numbers), len(owner)).astype(np.int64)
