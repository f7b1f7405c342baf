"""People from a table of one row a person: every distinct text is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import duckdb
import numpy as np

from matching.encode.batch import NOT_KNOWN, Bag, Ints, PersonBatch, Words
from matching.encode.distinct import (
    Columns,
    Ragged,
    columns_of,
    gathered,
    numbered_by,
    starts_of,
)
from matching.encode.layout import COLUMNS as COLUMNS
from matching.encode.layout import PLAIN, Layout, organization_columns
from matching.encode.organizations import OrganizationNames
from matching.encode.phone_texts import read_phone_columns
from matching.encode.tabular_names import name_origins, names_of
from matching.encode.tabular_organizations import (
    OrganizationRows,
    PeopleOfRows,
    called_origins,
    organizations_of,
)
from matching.encode.tabular_places import places_of
from matching.encode.texts import (
    ESTATE,
    ORGANIZATION,
    read_birth,
    read_email_marks,
    read_last_of_social,
    read_past_birth,
    read_social,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The people of a table, and how many rows of each column held what could not be read.

    `organizations` are the rows that are organisations, where these were asked for.
    """

    people: PersonBatch
    unread: Mapping[str, int]
    organizations: OrganizationRows | None = None


def batch_of_table(
    con: duckdb.DuckDBPyConnection, table: str, words: Words, layout: Layout = PLAIN
) -> PersonBatch:
    """The people of a table with a column `no` (0, 1, 2, ... in any order) and those of the layout.

    Memory is a few dozen bytes a row and the distinct texts; raises duckdb.Error for a table
    without these columns.
    """
    (count,) = con.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)  # noqa: S608
    return read_rows(con, Rows(table, layout, range(count)), words).people


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table by their `no`, and what its columns hold."""

    table: str
    layout: Layout
    no: range


def read_rows(
    con: duckdb.DuckDBPyConnection,
    rows: Rows,
    words: Words,
    names: OrganizationNames | None = None,
) -> Reading:
    """The people of rows as `batch_of_table` gives them, and what could not be read.

    With `names`, which get those of organisations, also the organisations among the rows.
    """
    columns = _columns(con, rows)
    people, places = _people(columns, rows.layout, words)
    if names is None:
        return Reading(people, columns.unread)
    of_rows = PeopleOfRows(people, places.values)
    found = organizations_of(columns, rows.layout, of_rows, words, names)
    is_one = np.isin(np.arange(len(people)), found.row[found.sure])
    return Reading(replace(people, organization=is_one), columns.unread, found)


def read_organizations(
    con: duckdb.DuckDBPyConnection, rows: Rows, words: Words, names: OrganizationNames
) -> OrganizationRows:
    """The organisations alone among rows."""
    columns = _columns(con, rows)
    people, places = _people(columns, rows.layout, words)
    return organizations_of(columns, rows.layout, PeopleOfRows(people, places.values), words, names)


def read_called_origins(con: duckdb.DuckDBPyConnection, rows: Rows) -> Bag:
    """From which columns the names of the organisations among rows come."""
    columns = _columns(con, rows)
    people, _ = _people(columns, rows.layout, Words())
    return called_origins(columns, rows.layout, people)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the values of people stand in a table, by person and value.

    Names have the numbers of `name_origins`, addresses those of their sets of columns, phones and
    e-mails those of their columns in the layout.
    """

    names: Bag
    places: Bag
    phones: Bag
    emails: Bag


def read_origins(con: duckdb.DuckDBPyConnection, rows: Rows) -> Origins:
    """From which columns the values come that `read_rows` reads of the same rows."""
    layout, columns, words = rows.layout, _columns(con, rows), Words()
    return Origins(
        name_origins(columns, layout.names, words),
        places_of(columns, layout.places, words)[1],
        _bag_origins(columns, layout.phones, _phones),
        _bag_origins(columns, layout.emails, _emails),
    )


def _columns(con: duckdb.DuckDBPyConnection, rows: Rows) -> Columns:
    return columns_of(con, rows.table, _used(rows.layout), rows.no)


def _used(layout: Layout) -> list[str]:
    names = [c for n in layout.names for c in (n.first, n.middle, n.last, n.suffix, n.full)]
    places = [
        c for p in layout.places
        for c in (p.number, p.street, p.unit, p.box, p.line, p.line_2, p.city, p.state, p.zip)
    ]  # fmt: skip
    rest = [*layout.phones, *layout.emails, layout.dob, layout.ssn, layout.ssn4]
    rest += organization_columns(layout)
    return list(dict.fromkeys(filter(None, (*names, *places, *rest))))


def _people(columns: Columns, layout: Layout, words: Words) -> tuple[PersonBatch, Bag]:
    """The people, and of every address of theirs the number of its set of columns."""
    read = read_past_birth if layout.of_the_past else read_birth
    birth = partial(read, today=layout.today)
    year, month, day = columns.numbers(layout.dob, 3, birth)
    ssn, last_of_ssn = columns.numbers(layout.ssn, 2, read_social, NOT_KNOWN)
    (last4,) = columns.numbers(layout.ssn4, 1, read_last_of_social, NOT_KNOWN)
    names, kind = names_of(columns, layout.names, words)
    places, origins = places_of(columns, layout.places, words)
    people = PersonBatch(
        names=names,
        places=places,
        phones=_bag(columns, layout.phones, _phones),
        emails=_bag(columns, layout.emails, _emails),
        year=year,
        month=month,
        day=day,
        ssn=ssn,
        last4=np.where(last4 == NOT_KNOWN, last_of_ssn, last4),
        estate=kind == ESTATE,
        organization=kind == ORGANIZATION,
    )
    return people, origins


def _phones(columns: Columns, name: str) -> Ragged:
    sizes, numbers = read_phone_columns(columns.column(name).texts)
    return columns.spread(name, sizes, numbers.reshape(-1, 1))


def _emails(columns: Columns, name: str) -> Ragged:
    return columns.many(name, 1, read_email_marks)


def _bag(columns: Columns, names: Sequence[str], read: Callable[[Columns, str], Ragged]) -> Bag:
    """The values of several columns, each once a person."""
    found = gathered([read(columns, name) for name in names or ("",)])
    kept = _once(found)
    return Bag(starts_of(found.owner[kept], columns.count), found.rows[kept, 0])


def _once(found: Ragged) -> Ints | slice:
    """The rows of values that differ, by owner and value."""
    owner, values = found.owner, found.rows[:, 0]
    if not (owner[1:] == owner[:-1]).any():
        return slice(None)
    order = np.lexsort((values, owner))
    owner, values = owner[order], values[order]
    new = np.ones(len(owner), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (values[1:] != values[:-1])
    return np.asarray(order[new])


def _bag_origins(
    columns: Columns, names: Sequence[str], read: Callable[[Columns, str], Ragged]
) -> Bag:
    """Of every value of `_bag` the number of the first column that has it."""
    parts = [read(columns, name) for name in names or ("",)]
    kept = _once(found := gathered(parts))
    numbers = gathered(numbered_by(list(enumerate(parts))))
    return Bag(starts_of(found.owner[kept], columns.count), numbers.rows[kept, 0])
