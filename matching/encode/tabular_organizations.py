"""The organisations of a table: which rows are one, by what names and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.crew import done_in_order
from matching.encode.batch import Bag, Ints, Names, PersonBatch, Words
from matching.encode.distinct import Columns, Ragged, gathered, numbered_by, starts_of
from matching.encode.layout import Layout, NameColumns
from matching.encode.organization_texts import (
    Named,
    read_domains,
    read_doubtful,
    read_eins,
    read_formation,
    read_named,
    read_register,
    read_whole_organizations,
)
from matching.encode.organizations import (
    FORMER,
    PRESENT,
    TRADE,
    Called,
    OrganizationBatch,
    OrganizationNames,
    organizations_at,
)
from matching.encode.organizations_in_parts import organizations_in_parts
from matching.encode.tabular_names import names_of
from matching.encode.taken import people_at


@dataclass(frozen=True, slots=True)
class PeopleOfRows:
    """All rows of a table as people, and from which set of columns each of their addresses is."""

    people: PersonBatch
    places: Ints


@dataclass(frozen=True, slots=True)
class OrganizationRows:
    """The organisations among the rows of a table: which rows they are, in order.

    Those that are not `sure` may be persons.
    """

    row: Ints
    sure: NDArray[np.bool_]
    batch: OrganizationBatch


def organizations_of(
    columns: Columns, layout: Layout, rows: PeopleOfRows, words: Words, names: OrganizationNames
) -> OrganizationRows:
    """The rows that are organisations.

    A row is one when its name is an organisation's, or a column of organisations names it. With a
    person's name beside it that person is its officer, unless the row has a date of birth or a
    social security number: then the row is the person. A trade name alone makes nobody with a name
    of his own an organisation.
    """
    people, of = rows.people, layout.organization
    if not (people.organization.any() or of.names or of.trades or of.formers or of.doubtful):
        return _nobody(people)
    named = gathered([part for _, part in _called(columns, layout, people, names)])
    sure = _are_organizations(columns, layout, people, named)
    chosen = sure.copy()
    if layout.organization.doubtful:
        doubts = gathered([part for _, part in _doubtful(columns, layout, ~sure, names)])
        chosen[doubts.owner] = True
        named = gathered([named, doubts])
    own = columns.narrowed(chosen)
    whole = OrganizationBatch(
        called=_once(named, columns.count),
        people=replace(people, names=_officers(own, layout, people, words)),
        agents=np.isin(rows.places, of.agents),
        eins=_bag([(columns, of.eins), (own, (layout.ssn,))], read_eins),
        registers=_bag([(columns, of.registers)], read_register),
        formations=_bag([(columns, of.formations)], read_formation),
        domains=_bag([(own, layout.emails)], read_domains),
    )
    row = np.flatnonzero(chosen)
    return OrganizationRows(row, sure[row], organizations_at(whole, row))


def _nobody(people: PersonBatch) -> OrganizationRows:
    """No organisation at all, which is told without a look at the texts."""
    none, start = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    nothing = Bag(start, none)
    called = Called(start, none.astype(np.int32), none.astype(np.uint8))
    agents = none.astype(np.bool_)
    batch = OrganizationBatch(called, people_at(people, none), agents, *(nothing,) * 4)
    return OrganizationRows(none, agents, batch)


def called_origins(columns: Columns, layout: Layout, people: PersonBatch) -> Bag:
    """Of every name of each row as `organizations_of` has them, the number of its columns.

    These are the names, trade names and former ones of the layout in this order, then whole names,
    then the name in parts.
    """
    names = OrganizationNames()
    parts = list(_called(columns, layout, people, names))
    if layout.organization.doubtful:
        parts += _doubtful(columns, layout, ~people.organization, names)
    named, origin = gathered([part for _, part in parts]), gathered(numbered_by(parts))
    kept = _first_of_each(named)
    return Bag(starts_of(named.owner[kept], columns.count), origin.rows[kept, 0])


def _are_organizations(
    columns: Columns, layout: Layout, people: PersonBatch, named: Ragged
) -> NDArray[np.bool_]:
    called = np.zeros(columns.count, dtype=np.bool_)
    called[named.owner] = True
    says = np.zeros(columns.count, dtype=np.bool_)
    for column in layout.organization.names:
        says |= columns.has(column)
    has_name = people.is_named
    is_person = has_name & ((people.year > 0) | (people.ssn >= 0) | (people.last4 >= 0))
    return called & (people.organization | (says & ~is_person) | ~has_name)


def _called(
    columns: Columns, layout: Layout, people: PersonBatch, names: OrganizationNames
) -> Iterator[tuple[int, Ragged]]:
    """The names by the number of their columns: present, trade and former, whole, in parts."""
    company, number = layout.organization, 0
    for of, kind in ((company.names, PRESENT), (company.trades, TRADE), (company.formers, FORMER)):
        for column in of:
            yield number, _numbered(columns, column, partial(read_named, kind), names)
            number += 1
    sets, own = layout.names or (NameColumns(),), columns.narrowed(people.organization)
    for one in sets:
        yield number, _numbered(own, one.full, read_whole_organizations, names)
        number += 1
    found = organizations_in_parts(own, sets[0])
    read = [read_named(PRESENT, text) for text in found.texts]
    owner = np.repeat(found.owner, [len(rows) for rows in read]).astype(np.int64)
    rows = [(names.number(name), kind) for rows in read for name, kind in rows]
    yield number, Ragged(owner, np.array(rows, dtype=np.int64).reshape(-1, 2))


def _numbered(
    columns: Columns, column: str, read: Callable[[str], list[Named]], names: OrganizationNames
) -> Ragged:
    """The names of a column, each distinct text read once; many by processes of their own."""
    texts = columns.column(column).texts
    pieces = [texts[first : first + _AT_ONCE] for first in range(0, len(texts), _AT_ONCE)]
    found = done_in_order(partial(_all_read, read), iter(pieces), [], several=len(pieces) > 1)
    rows = [
        [(names.number(name), kind) for name, kind in named] for some in found for named in some
    ]
    sizes = np.array([len(of) for of in rows], dtype=np.int64)
    flat = np.array([row for of in rows for row in of], dtype=np.int64)
    return columns.spread(column, sizes, flat.reshape(-1, 2))


_AT_ONCE = 4096


def _all_read(read: Callable[[str], list[Named]], texts: Sequence[str]) -> list[list[Named]]:
    return [read(text) for text in texts]


def _doubtful(
    columns: Columns, layout: Layout, rows: NDArray[np.bool_], names: OrganizationNames
) -> Iterator[tuple[int, Ragged]]:
    """The names of those rows that may be either's, by the number of their columns."""
    of, own = layout.organization, columns.narrowed(rows)
    before = len(of.names) + len(of.trades) + len(of.formers)
    for number, one in enumerate(layout.names, before):
        yield number, _numbered(own, one.full, read_doubtful, names)


def _once(named: Ragged, count: int) -> Called:
    """The names of each row, each once."""
    kept = _first_of_each(named)
    rows = named.rows[kept]
    return Called(
        starts_of(named.owner[kept], count),
        rows[:, 0].astype(np.int32),
        rows[:, 1].astype(np.uint8),
    )


def _first_of_each(named: Ragged) -> Ints:
    """Where the names of each row stand first, in their order; a present name before others."""
    order = np.lexsort((np.arange(len(named.owner)), named.rows[:, 1], named.owner))
    key = named.owner[order] * (int(named.rows[:, 0].max(initial=0)) + 1) + named.rows[order, 0]
    _, first = np.unique(key, return_index=True)
    return np.asarray(order[np.sort(first)])


def _officers(columns: Columns, layout: Layout, people: PersonBatch, words: Words) -> Names:
    """The people whom a row lists: those in the columns for people, and its officers."""
    officers = layout.organization.officers
    if not officers:
        return people.names
    sets = (*layout.names, *(NameColumns(full=column) for column in officers))
    return names_of(columns, sets, words)[0]


def _bag(
    sets: Sequence[tuple[Columns, Sequence[str]]], read: Callable[[str], list[tuple[int]]]
) -> Bag:
    """The values of several columns of a table."""
    found = gathered([c.many(name, 1, read) for c, names in sets for name in names or ("",)])
    return Bag(starts_of(found.owner, sets[0][0].count), found.rows[:, 0])
