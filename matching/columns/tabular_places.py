"""The addresses of a table's people, in parts or in lines, one or several a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from matching.columns.distinct import Columns, Ragged, gathered, quoted, starts_of
from matching.columns.layout import PlaceColumns
from matching.columns.people import Places, Words
from matching.columns.texts import (
    SEPARATOR,
    read_box,
    read_city,
    read_house,
    read_line,
    read_region,
    read_street,
    read_unit,
    read_zip,
)
from matching.columns.vocabulary import Codes
from matching.normalize.street_words import BOX

_WIDTH = 7
_HOUSE, _STREET, _CORE, _UNIT, _CITY, _STATE, _ZIP = range(_WIDTH)


def places_of(columns: Columns, places: Sequence[PlaceColumns], words: Words) -> Places:
    """The addresses of every person, the first first; an empty one where none is known.

    A further address counts where a column that the first has not is filled in.
    """
    sets = places or (PlaceColumns(),)
    rows = [_address(columns, place, words) for place in sets]
    known = [_own(row, place, sets[0]) for row, place in zip(rows, sets, strict=True)]
    known[0] = np.any([part > 0 for part in rows[0]], axis=0)
    known[0] |= ~np.any(known, axis=0)
    parts = [
        Ragged(np.flatnonzero(some), np.stack([part[some] for part in row], axis=1))
        for row, some in zip(rows, known, strict=True)
    ]
    found = gathered(parts)
    fields = [np.ascontiguousarray(found.rows[:, at], dtype=np.int32) for at in range(_WIDTH)]
    return Places(starts_of(found.owner, columns.count), *fields)


def _own(
    row: Sequence[Codes], place: PlaceColumns, first: PlaceColumns
) -> np.typing.NDArray[np.bool_]:
    """Where an address says something in columns that are not the first address's."""
    known = np.zeros(len(row[0]), dtype=bool)
    if (place.street, place.line, place.box) != (first.street, first.line, first.box):
        known |= row[_STREET] > 0
    for at, own, other in (
        (_HOUSE, place.number, first.number),
        (_CITY, place.city, first.city),
        (_ZIP, place.zip, first.zip),
    ):
        if own != other:
            known |= row[at] > 0
    return known


def _address(columns: Columns, place: PlaceColumns, words: Words) -> list[Codes]:
    split = _split(columns, place, words)
    if not place.line:
        return split
    name = _line_name(place)
    line = columns.numbers(name, _WIDTH, partial(read_line, words))
    silent = (split[_HOUSE] == 0) & (split[_STREET] == 0)
    taken = silent & columns.has(name)
    columns.unread.pop(name, None)
    if unread := int((columns.has(name) & (line[_STREET] == 0)).sum()):
        columns.unread[place.line] += unread
    return [np.where(taken, whole, part) for whole, part in zip(line, split, strict=True)]


def _split(columns: Columns, place: PlaceColumns, words: Words) -> list[Codes]:
    street, core = columns.numbers(place.street, 2, partial(read_street, words))
    (house,) = columns.numbers(place.number, 1, partial(read_house, words))
    (box,) = columns.numbers(place.box, 1, partial(read_box, words))
    boxes = words.streets.number(BOX)
    only_box = (box > 0) & (street == 0)
    return [
        np.where(only_box, box, house),
        np.where(only_box, boxes, street),
        np.where(only_box, boxes, core),
        columns.numbers(place.unit, 1, partial(read_unit, words))[0],
        columns.numbers(place.city, 1, partial(read_city, words))[0],
        columns.numbers(place.state, 1, partial(read_region, words))[0],
        columns.numbers(place.zip, 1, read_zip)[0],
    ]


def line_texts(places: Sequence[PlaceColumns]) -> dict[str, str]:
    """SQL of the columns that are read together as an address, by a name for each."""
    return {_line_name(place): _line_sql(place) for place in places if place.line}


def _line_name(place: PlaceColumns) -> str:
    return SEPARATOR.join(_line_columns(place))


def _line_columns(place: PlaceColumns) -> tuple[str, ...]:
    return place.line, place.line_2, place.city, place.state, place.zip


def _line_sql(place: PlaceColumns) -> str:
    """The parts with SEPARATOR between them; NULL where both lines are empty."""
    texts = [_clean(column) for column in _line_columns(place)]
    joined = f" || chr({ord(SEPARATOR)}) || ".join(texts)
    return f"CASE WHEN {texts[0]} || {texts[1]} <> '' THEN {joined} END"


def _clean(column: str) -> str:
    """A column's text without white space around it, and without the separator."""
    if not column:
        return "''"
    return f"replace(coalesce(trim({quoted(column)}), ''), chr({ord(SEPARATOR)}), ' ')"
