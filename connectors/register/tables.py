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
from matching.encode.vocabulary import Codes

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
_VOCABULARIES = tuple(sorted(set(_VOCABULARY.values())))

Columns = Mapping[str, NDArray[Any]]
Found = dict[str, dict[str, Codes]]


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
    held = {name: getattr(words, name).words for name in _VOCABULARIES}
    sizes = [len(texts) for texts in held.values()]
    added = {
        "vocabulary": np.repeat(np.array(_VOCABULARIES, dtype=object), sizes),
        "code": np.concatenate([np.arange(size, dtype=np.int32) for size in sizes]),
        "text": np.array([text for texts in held.values() for text in texts], dtype=object),
    }
    insert(database, "word", added)


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
    used = {name: _codes(found, name) for name in _VOCABULARIES}
    texts = _texts(database, used)
    for name, codes in used.items():
        numbered = getattr(words, name).numbers(texts[name])
        for table, column in _columns(found, name):
            at = np.searchsorted(codes, found[table][column])
            found[table][column] = numbered[at]
    lines = found["person"]["line_no"].astype(np.int64)
    return StoredPeople(_people(found, numbers), lines)


def _columns(found: Found, vocabulary: str) -> list[tuple[str, str]]:
    """The tables and columns that hold words of a vocabulary."""
    columns = ((table, column) for table in ("name", "place") for column in found[table])
    return [(table, column) for table, column in columns if _VOCABULARY.get(column) == vocabulary]


def _codes(found: Found, vocabulary: str) -> Codes:
    held = [found[table][column] for table, column in _columns(found, vocabulary)]
    return np.unique(np.concatenate(held))


def _texts(database: DuckDBPyConnection, used: Mapping[str, Codes]) -> dict[str, list[str]]:
    """The words of each vocabulary that have these numbers, in the order of the numbers."""
    sizes = [len(codes) for codes in used.values()]
    kind = np.repeat(np.arange(1, len(used) + 1, dtype=np.int32), sizes)
    database.register("used", {"kind": kind, "code": np.concatenate(list(used.values()))})
    rows = database.execute(_WORDS, [list(used)]).fetchall()
    database.unregister("used")
    found: dict[str, list[str]] = {name: [] for name in used}
    for vocabulary, text in rows:
        found[vocabulary].append(text)
    return found


_WORDS = (
    "SELECT vocabulary, text FROM word SEMI JOIN "
    "(SELECT $1[kind] AS vocabulary, code FROM used) USING (vocabulary, code) "
    "ORDER BY vocabulary, code"
)


def _read(database: DuckDBPyConnection, numbers: Ints) -> Found:
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
        organization=np.zeros(len(numbers), dtype=np.bool_),
        **{column: person[column] for column in _PERSON},
    )


def _starts(owner: Codes, numbers: Ints) -> Ints:
    return np.append(np.searchsorted(owner, numbers), len(owner)).astype(np.int64)
