"""The addresses of a table's people, in parts or in lines, one or several a person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.encode.address_rows import FIELDS, WIDTH
from matching.encode.batch import Bag, Places, Words
from matching.encode.distinct import Columns, Ragged, gathered, numbered_by, quoted, starts_of
from matching.encode.layout import PlaceColumns
from matching.encode.split_address import SEPARATOR, SplitAddressReader
from matching.encode.texts import read_zip, says_box, says_house, says_place, says_street
from matching.encode.vocabulary import Codes

_HOUSE, _CORE, _STREET, _CITY, _ZIP = map(FIELDS.index, ("house", "core", "street", "city", "zip5"))


def places_of(columns: Columns, places: Sequence[PlaceColumns], words: Words) -> Places:
    """The addresses of every person, the first first; an empty one where none is known.

    A further address counts where a column that the first has not is filled in.
    """
    found = gathered([part for _, part in _parts(columns, places, words)])
    fields = [np.ascontiguousarray(found.rows[:, at], dtype=np.int32) for at in range(WIDTH)]
    return Places(starts_of(found.owner, columns.count), *fields)


def place_origins(columns: Columns, places: Sequence[PlaceColumns], words: Words) -> Bag:
    """Of every address of `places_of` the number of its set of columns."""
    rows = gathered(numbered_by(_parts(columns, places, words)))
    return Bag(starts_of(rows.owner, columns.count), rows.rows[:, 0])


def _parts(
    columns: Columns, places: Sequence[PlaceColumns], words: Words
) -> list[tuple[int, Ragged]]:
    """The addresses by sets of columns; together they give every person one at least."""
    sets, reader = places or (PlaceColumns(),), SplitAddressReader(words)
    rows = [_address(columns, place, reader) for place in sets]
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


def _address(columns: Columns, place: PlaceColumns, reader: SplitAddressReader) -> list[Codes]:
    name = _name(place)
    row = columns.numbers(name, WIDTH, reader.read)
    columns.unread.pop(name, None)
    for column, says in (
        (place.number, says_house),
        (place.street, says_street),
        (place.box, says_box),
        (place.city, says_place),
        (place.state, says_place),
        (place.zip, read_zip),
    ):
        columns.note_silent(column, says)
    if place.line and (unread := int((columns.has(place.line) & (row[_STREET] == 0)).sum())):
        columns.unread[place.line] += unread
    return row


def place_texts(places: Sequence[PlaceColumns]) -> dict[str, str]:
    """SQL of the columns that are read together as an address, by a name for each."""
    return {_name(place): _sql(place) for place in places}


def _name(place: PlaceColumns) -> str:
    return SEPARATOR.join(_columns(place))


def _columns(place: PlaceColumns) -> tuple[str, ...]:
    return (
        place.number, place.street, place.unit, place.box, place.line, place.line_2,
        place.city, place.state, place.zip,
    )  # fmt: skip


def _sql(place: PlaceColumns) -> str:
    """The parts with SEPARATOR between them; NULL where all are empty."""
    texts = [_clean(column) for column in _columns(place)]
    joined = f" || chr({ord(SEPARATOR)}) || ".join(texts)
    return f"CASE WHEN {' || '.join(texts)} <> '' THEN {joined} END"


def _clean(column: str) -> str:
    """A column's text without white space around it, and without the separator."""
    if not column:
        return "''"
    return f"replace(coalesce(trim({quoted(column)}), ''), chr({ord(SEPARATOR)}), ' ')"
