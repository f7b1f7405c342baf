"""The addresses of a table's people, in parts or in lines, one or several a person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.encode.address_reader import BEHIND
from matching.encode.address_rows import FIELDS, WIDTH
from matching.encode.batch import WORDS_OF_PLACES, Bag, Ints, Places, Words
from matching.encode.distinct import (
    Column,
    Columns,
    Ragged,
    gathered,
    numbered_by,
    starts_of,
    together,
)
from matching.encode.layout import PlaceColumns
from matching.encode.read_apart import Read, rows_of
from matching.encode.split_address import SplitAddressReader, Texts
from matching.encode.texts import read_postal_code, says_box, says_house, says_place, says_street
from matching.encode.vocabulary import Codes
from matching.parse.address.plain_line import is_plain_house

_HOUSE, _CORE, _NUMBER, _STREET = map(FIELDS.index, ("house", "core", "number", "street"))
_CITY, _ZIP = map(FIELDS.index, ("city", "zip5"))


def places_of(columns: Columns, places: Sequence[PlaceColumns], words: Words) -> tuple[Places, Bag]:
    """The addresses of every person, the first first; an empty one where none is known.

    A further address counts where a column that the first has not is filled in. Beside them, of
    every address the number of its set of columns.
    """
    parts = _parts(columns, places, words)
    found, origin = gathered([part for _, part in parts]), gathered(numbered_by(parts))
    fields = [np.ascontiguousarray(found.rows[:, at], dtype=np.int32) for at in range(WIDTH)]
    start = starts_of(found.owner, columns.count)
    return Places(start, *fields), Bag(start, origin.rows[:, 0])


def _parts(
    columns: Columns, places: Sequence[PlaceColumns], words: Words
) -> list[tuple[int, Ragged]]:
    """The addresses by sets of columns; together they give every person one at least."""
    sets = places or (PlaceColumns(),)
    rows = [_address(columns, place, words) for place in sets]
    known = [_own(row, place, sets[0]) for row, place in zip(rows, sets, strict=True)]
    known[0] = np.any([part > 0 for part in rows[0]], axis=0)
    known[0] |= ~np.any(known, axis=0)
    parts = [
        Ragged(np.flatnonzero(some), np.stack([part[some] for part in row], axis=1))
        for row, some in zip(rows, known, strict=True)
    ]
    return list(enumerate(parts))


def _own(
    row: Sequence[Codes], place: PlaceColumns, first: PlaceColumns
) -> np.typing.NDArray[np.bool_]:
    """Where an address says something in columns that are not the first address's."""
    known = np.zeros(len(row[0]), dtype=bool)
    if (place.street, place.line, place.box) != (first.street, first.line, first.box):
        known |= row[_CORE] > 0
    for at, own, other in (
        (_HOUSE, place.number, first.number),
        (_CITY, place.city, first.city),
        (_ZIP, place.zip, first.zip),
    ):
        if own != other:
            known |= row[at] > 0
    return known


def _address(columns: Columns, place: PlaceColumns, words: Words) -> list[Codes]:
    behind = together([columns.column(name) for name in _behind(place)])
    row = _rows(columns.column(place.number), *behind, words)
    row[_ZIP] = np.where(row[_ZIP] > 0, row[_ZIP], _postal_codes(columns.column(place.zip)))
    for column, says in (
        (place.number, says_house),
        (place.street, says_street),
        (place.box, says_box),
        (place.city, says_place),
        (place.state, says_place),
        (place.zip, read_postal_code),
    ):
        columns.note_silent(column, says)
    if place.line and (unread := int((columns.has(place.line) & (row[_STREET] == 0)).sum())):
        columns.unread[place.line] += unread
    return row


def _postal_codes(column: Column) -> Codes:
    """The postal code of every row, 0 where it has none."""
    codes = np.array([*map(read_postal_code, column.texts), 0], dtype=np.int32)
    return np.asarray(codes[column.at])


def _behind(place: PlaceColumns) -> tuple[str, ...]:
    """The columns behind the house number."""
    return (
        place.street, place.unit, place.box, place.line, place.line_2,
        place.city, place.state, place.zip,
    )  # fmt: skip


def _rows(numbers: Column, behind: Sequence[Texts], behind_at: Codes, words: Words) -> list[Codes]:
    """The numbers of every person's address, by FIELDS.

    What stands behind plain house numbers is read once for all of them; every other pair of a
    number and what stands behind it is read whole.
    """
    found = np.zeros((WIDTH, len(numbers.at)), dtype=np.int32)
    plain = np.array([*map(is_plain_house, numbers.texts), False])
    rest, known = rows_of(behind, len(BEHIND), _reader_behind, words, _held_by(BEHIND))
    is_short = plain[numbers.at] & np.append(known, False)[behind_at]
    at = np.flatnonzero(is_short)
    found[_HOUSE, at] = found[_NUMBER, at] = _houses(numbers, at, words)
    for place, field in enumerate(BEHIND):
        found[FIELDS.index(field), at] = rest[behind_at[at], place]
    at = np.flatnonzero(~is_short & ((numbers.at >= 0) | (behind_at >= 0)))
    both = (behind_at[at] + 1).astype(np.int64) << 32 | (numbers.at[at] + 1)
    both, place_of = np.unique(both, return_inverse=True)
    texts = [_joined(numbers.texts, behind, one) for one in both.tolist()]
    whole, _ = rows_of(texts, WIDTH, _reader, words, _held_by(FIELDS))
    found[:, at] = whole[place_of].T
    return list(found)


def _reader_behind(words: Words) -> Read[Texts]:
    return SplitAddressReader(words).behind


def _reader(words: Words) -> Read[Texts]:
    return SplitAddressReader(words).read


def _held_by(fields: Sequence[str]) -> dict[str, list[int]]:
    """By vocabulary, where a row of these fields has its words."""
    held = WORDS_OF_PLACES.items()
    return {name: [fields.index(one) for one in of if one in fields] for name, of in held}


def _houses(numbers: Column, at: Ints, words: Words) -> Codes:
    """The vocabulary's numbers of the plain house numbers of some rows."""
    used, place = np.unique(numbers.at[at], return_inverse=True)
    return words.houses.numbers(numbers.texts[one] for one in used.tolist())[place]


def _joined(numbers: Sequence[str], behind: Sequence[Texts], both: int) -> Texts:
    """A house number and the texts behind it; 0 is none."""
    rest, number = both >> 32, both & 0xFFFFFFFF
    said = numbers[number - 1] if number else ""
    return said, *(behind[rest - 1] if rest else ("",) * (WIDTH - 1))
