"""The names of a table's people, in parts or whole, one or several a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Bag, Ints, Names, Words
from matching.encode.distinct import Columns, Ragged, gathered, numbered_by, starts_of
from matching.encode.layout import NameColumns
from matching.encode.name_codes import WIDTH, forenames_text, split_names
from matching.encode.organizations_in_parts import organizations_in_parts
from matching.encode.texts import (
    ORGANIZATION,
    read_forenames,
    read_full_names,
    read_generation,
    read_middle,
    read_surname,
)
from matching.encode.vocabulary import Codes, Vocabulary

_GIVEN, _MIDDLE, _SURNAME, _GENERATION, _FORENAMES, _KIND = 0, 2, 3, 6, 7, WIDTH


def names_of(
    columns: Columns, names: Sequence[NameColumns], words: Words
) -> tuple[Names, NDArray[np.integer]]:
    """The names of every person, the first set of columns first; an empty one where none is known.

    A further name counts where a column that the first name has not is filled in. Beside them, who
    has the names of estates and trusts alone (ESTATE), and who that of an organisation.
    """
    rows = gathered([part for _, part in _parts(columns, names, words)])
    fields = [np.ascontiguousarray(rows.rows[:, at], dtype=np.int32) for at in range(_KIND)]
    start = starts_of(rows.owner, columns.count)
    kind = np.minimum.reduceat(rows.rows[:, _KIND], start[:-1]) if columns.count else start[:0]
    return Names(start, *fields), kind


def name_origins(columns: Columns, names: Sequence[NameColumns], words: Words) -> Bag:
    """Of every name of `names_of` twice the number of its set of columns.

    It is one more where the name stands whole in a field.
    """
    rows = gathered(numbered_by(list(_parts(columns, names, words))))
    return Bag(starts_of(rows.owner, columns.count), rows.rows[:, 0])


def _parts(
    columns: Columns, names: Sequence[NameColumns], words: Words
) -> Iterator[tuple[int, Ragged]]:
    """The names by the number of `name_origins`; together they give every person one at least."""
    names = names or (NameColumns(),)
    first = _split(columns, names[0], words)
    companies = organizations_in_parts(columns, names[0]).owner
    for codes in first:
        codes[companies] = 0
    first[_KIND][companies] = ORGANIZATION
    known = (first[_GIVEN] > 0) | (first[_SURNAME] > 0)
    more = [(1, part) for part in _whole(columns, names[0], words, ~known)]
    for number, other in enumerate(names[1:], 1):
        for is_whole, row in _further(columns, names[0], other, words):
            more.append((2 * number + is_whole, _completed(row, first)))
    has_other = np.zeros(columns.count, dtype=bool)
    for _, part in more:
        has_other[part.owner] = True
    yield 0, _chosen(first, np.flatnonzero(known | ~has_other))
    yield from more


def _further(
    columns: Columns, first: NameColumns, other: NameColumns, words: Words
) -> Iterator[tuple[bool, Ragged]]:
    """The names of a further set in parts, and those that stand whole."""
    row = _split(columns, other, words)
    known = np.zeros(columns.count, dtype=bool)
    if other.first != first.first:
        known |= row[_GIVEN] > 0
    if other.last != first.last:
        known |= row[_SURNAME] > 0
    if known.any():
        yield False, _chosen(row, np.flatnonzero(known))
    for part in _whole(columns, other, words, ~known):
        yield True, part


def _completed(other: Ragged, first: Sequence[Codes]) -> Ragged:
    """Further names with middle name and generation of the first where they have the same given."""
    rows = other.rows.copy()
    same = (rows[:, _GIVEN] > 0) & (rows[:, _GIVEN] == first[_GIVEN][other.owner])
    same_middle = rows[:, _MIDDLE] == 0
    rows[same & same_middle, _FORENAMES] = first[_FORENAMES][other.owner[same & same_middle]]
    for part in (_MIDDLE, _GENERATION):
        empty = same & (rows[:, part] == 0)
        rows[empty, part] = first[part][other.owner[empty]]
    return Ragged(other.owner, rows)


def _split(columns: Columns, name: NameColumns, words: Words) -> list[Codes]:
    """A name in parts; initial and generation behind other parts count where theirs are empty."""
    whole = Vocabulary()
    given, given_first, initial, young, estate, givens = columns.numbers(
        name.first, 6, partial(read_forenames, words, whole)
    )
    surname, first, last, surnames, junior, estates = columns.numbers(
        name.last, 6, partial(read_surname, words)
    )
    middle, younger, middles = columns.numbers(name.middle, 3, partial(read_middle, words, whole))
    (generation,) = columns.numbers(name.suffix, 1, read_generation)
    for behind in (junior, younger, young):
        generation = np.where(generation > 0, generation, behind)
    middle = np.where(middle > 0, middle, initial)
    forenames = _together(words, whole, givens, middles)
    outer = (surname, first, last, generation, forenames, surnames)
    return [given, given_first, middle, *outer, np.maximum(estate, estates)]


def _together(words: Words, whole: Vocabulary, givens: Codes, middles: Codes) -> Codes:
    """The numbers of given and middle names in full where either are several, else 0.

    `givens` and `middles` are numbers of `whole`.
    """
    texts = whole.words
    is_several = np.fromiter((" " in text for text in texts), dtype=np.bool_, count=len(texts))
    several = np.flatnonzero(is_several[givens] | is_several[middles])
    pairs, at = np.unique(
        np.stack([givens[several], middles[several]]), axis=1, return_inverse=True
    )
    parts = ((split_names(texts[x]), split_names(texts[y])[1]) for x, y in pairs.T.tolist())
    full = (forenames_text(given, middle or initial) for (given, initial), middle in parts)
    found = np.zeros_like(givens)
    found[several] = words.names.numbers(full)[at.reshape(-1)]
    return found


def _chosen(row: Sequence[Codes], at: Ints) -> Ragged:
    return Ragged(at, np.stack([part[at] for part in row], axis=1))


def _whole(
    columns: Columns, name: NameColumns, words: Words, where: np.typing.NDArray[np.bool_]
) -> Iterator[Ragged]:
    """The names of a field for whole names, of those people only."""
    if name.full:
        found = columns.many(name.full, WIDTH + 1, partial(read_full_names, words))
        kept = where[found.owner]
        yield Ragged(found.owner[kept], found.rows[kept])
