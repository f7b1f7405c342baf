"""The addresses of a register as numbered words; an address that comes again is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, starmap

import numpy as np
from numpy.typing import NDArray

from connectors.engine.record_map.addresses import zip_digits
from connectors.engine.record_map.facts import AddressColumns
from connectors.register.rows import RowTable
from matching.encode.address_reader import AddressReader
from matching.encode.address_rows import WIDTH, Row
from matching.encode.batch import Words
from matching.parse.address.plain_line import is_plain_house

Table = NDArray[np.int32]
_Address = tuple[str, ...]
_MOST_STREETS = 1 << 18
"""Of a town, with what stands behind them, that are remembered from batch to batch."""


class PlaceReader:
    """Reads address columns: every row's address in the columns of `Places`."""

    def __init__(self, words: Words) -> None:
        self._reader = AddressReader(words)
        self._behind: dict[_Address, Row | None] = {}
        self.forget()

    def forget(self) -> None:
        """Drops what was read of other rows; words keep their numbers, and streets their reading
        until there are too many of them."""
        if len(self._behind) > _MOST_STREETS:
            self._behind = {}
        self._known: dict[_Address, int] = {}
        self._read = np.zeros((0, WIDTH), dtype=np.int32)
        self._tables: dict[AddressColumns, Table] = {}

    def table(self, columns: AddressColumns, rows: RowTable) -> Table:
        """The address of each row in those columns, all 0 where they are empty."""
        if columns not in self._tables:
            self._tables[columns] = self._table(columns, rows)
        return self._tables[columns]

    def _table(self, columns: AddressColumns, rows: RowTable) -> Table:
        addresses = list(zip(*_texts(columns, rows), strict=True))
        known, new = self._known, dict.fromkeys(addresses)
        for address in known.keys() & new.keys():
            del new[address]
        known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        found = list(chain.from_iterable(starmap(self._row, new)))
        read = np.fromiter(found, dtype=np.int32, count=len(found)).reshape(-1, WIDTH)
        self._read = np.concatenate([self._read, read])
        return self._read[np.fromiter(map(known.__getitem__, addresses), np.int64, len(addresses))]

    def _row(self, line: str, city: str, state: str, zip5: str) -> Row:
        """An address as the reader has it; what stands behind plain house numbers is read once."""
        house, _, rest = line.partition(" ")
        if is_plain_house(house):
            key = rest, city, state, zip5
            if key not in self._behind:
                self._behind[key] = self._reader.behind(*key, below="")
            if behind := self._behind[key]:
                return self._reader.housed(house, behind)
        return self._reader.read(line, city, state, zip5)


def _texts(columns: AddressColumns, rows: RowTable) -> Iterator[Sequence[str]]:
    """Delivery line, town, state and ZIP of every row."""
    lines = [rows.columns[name] for name in columns.line]
    yield (
        lines[0]
        if len(lines) == 1
        else [" ".join(filter(None, parts)) for parts in zip(*lines, strict=True)]
    )
    yield _column(columns.city, rows)
    yield _column(columns.state, rows, columns.in_state)
    zips = _column(columns.zip, rows)
    digits = {text: zip_digits(text)[:5] for text in set(zips)}
    yield [digits[text] for text in zips]


def _column(name: str, rows: RowTable, otherwise: str = "") -> Sequence[str]:
    return rows.columns[name] if name else [otherwise] * len(rows)
