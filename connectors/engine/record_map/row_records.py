"""The source records of one row: of those parties that are of the kind of subject asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.engine.record_map.reader import Party
from connectors.engine.record_map.records import RecordReader
from connectors.engine.record_map.rows import Row, place_of, shown
from connectors.names import letters
from skiptrace.model.errors import SourceChanged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Provenance, SourceRecord


class RowRecords:
    """Makes records of rows, each with its place in the answer and its reference."""

    def __init__(self, records: RecordReader) -> None:
        self._records = records

    def records(
        self, inquiry: Inquiry, row: Row, reference: str, provenance: Provenance
    ) -> Iterator[SourceRecord]:
        """The records of a row called `reference`; `provenance` is without reference and place.

        Raises SourceChanged for a date of another layout, and for a party without its reference.
        """
        asked = frozenset(letters(name.surname) for name in inquiry.fields.names)
        parties = tuple(self._records.parties.parties(row, asked))
        for party in parties:
            if party.kind is not inquiry.entity or not _is_record(party):
                continue
            ref = self._ref(reference, party, parties)
            found = replace(provenance, locator=place_of(row), record_ref=ref)
            yield self._records.record(party, parties, found)

    def _ref(self, reference: str, party: Party, parties: Sequence[Party]) -> str:
        """The row's reference, the party's part, and its number among several of its table."""
        columns = party.columns
        own = reference_of(party.row, columns.ref) if columns.ref else reference
        same = [p.slot for p in parties if p.columns is columns and p.kind is party.kind]
        number = f"{same.index(party.slot) + 1}" if len(same) > 1 else ""
        return "/".join(filter(None, (own, columns.part, number)))


def reference_of(row: Row, columns: Sequence[str]) -> str:
    """What these columns of a row call it; SourceChanged where the first is empty."""
    texts = [row[column] for column in columns]
    if not texts[0]:
        raise SourceChanged(f"{place_of(row)}: column {shown(columns[0])} is empty")
    return "/".join(filter(None, texts))


def _is_record(party: Party) -> bool:
    return party.columns.only in ("", party.kind.value)
