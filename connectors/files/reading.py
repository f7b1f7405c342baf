"""What the rows of a reply say of one question: somebody, nobody, or a fault of that question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from connectors.base import failed
from connectors.card import LoadedCard
from connectors.engine.record_map.records import RecordReader
from connectors.engine.record_map.row_records import RowRecords, reference_of
from connectors.engine.record_map.rows import TreeRow
from connectors.engine.rows import distinct
from connectors.files.layout import FilesSection
from connectors.files.reply import ReplyReader, ReplyRow
from connectors.reading import reading, taken
from skiptrace.model.errors import ConnectorError, SourceChanged, SourceUnavailable
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome

_ROW = re.compile(r"file \S+ sha256 [0-9a-f]{64} row (\d+)")
_MEDIA = "text/plain"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A reply as it was fetched: the name of its file, the hash of all of it, and the moment."""

    name: str
    sha256: str
    at: datetime

    def snapshot(self, row: ReplyRow) -> Snapshot:
        """One row, byte for byte; the rows of other people are no part of what is kept."""
        request = f"file {self.name} sha256 {self.sha256} row {row.number}"
        return Snapshot(row.raw, _MEDIA, request, self.at)


class AnswerReader:
    """Reads the answer of one question from its rows; what is stored is read the same way."""

    def __init__(self, loaded: LoadedCard, section: FilesSection, rows: ReplyReader) -> None:
        self._card = loaded.card
        self._section = section
        self._rows = rows
        self._records = RowRecords(RecordReader(section.map, loaded.card.jurisdiction))

    def answer(self, inquiry: Inquiry, snapshots: Sequence[Snapshot], note: str = "") -> Answer:
        """The answer that these stored rows are; `note` is what else is to be said of the reply.

        A row that was rejected is a failure that costs nothing; one that cannot be read is one that
        costs what it may have cost.
        """
        try:
            with reading():
                rows = [self._stored(snapshot) for snapshot in snapshots]
                if not rows:
                    raise SourceUnavailable("no row of the reply is stored")
                says = [self._says(row) for row in rows]
                if "rejected" in says:
                    raise _Rejected(f"{_numbers(rows)}: the source did not search for it")
                found = taken(distinct(self._found(inquiry, snapshots, rows)))
        except _Rejected as error:
            return failed(inquiry, error, snapshots)
        except ConnectorError as error:
            return failed(inquiry, error, snapshots, self._card.cost.ceiling)
        outcome = Outcome.HIT if found.records else Outcome.NO_HIT
        cost = self._card.cost.per_call + (self._card.cost.per_hit if found.records else Decimal(0))
        reason = found.reason(note, "" if found.records else self._card.of_no_match)
        return Answer(inquiry.id, outcome, found.records, tuple(snapshots), cost, reason)

    def _stored(self, snapshot: Snapshot) -> ReplyRow:
        number = _ROW.fullmatch(snapshot.request)
        if number is None:
            raise SourceChanged("a stored answer that is no row of a reply")
        row = self._rows.row(snapshot.body, int(number[1]))
        self._rows.check(row)
        return row

    def _says(self, row: ReplyRow) -> str:
        """What a row says: found, nothing or rejected; '' for a card whose rows say none of it."""
        says = self._section.reply.says
        if says is None:
            return ""
        text = row.columns[says.column]
        for word, texts in (
            ("found", says.found),
            ("nothing", says.nothing),
            ("rejected", says.rejected),
        ):
            if text in texts:
                return word
        raise SourceChanged(f"row {row.number}: column {says.column!r} holds an unknown code")

    def _found(
        self, inquiry: Inquiry, snapshots: Sequence[Snapshot], rows: Sequence[ReplyRow]
    ) -> Iterator[SourceRecord]:
        for snapshot, row in zip(snapshots, rows, strict=True):
            if (says := self._says(row)) == "nothing":
                continue
            tree = TreeRow(dict(row.columns), f"row {row.number}")
            records = list(
                self._records.records(
                    inquiry, tree, self._reference(row), self._provenance(inquiry, snapshot)
                )
            )
            if says == "found" and not records:
                raise SourceChanged(f"row {row.number}: it says that somebody was found: nobody is")
            yield from records

    def _reference(self, row: ReplyRow) -> str:
        own = row.columns[self._section.reply.key]
        if not self._section.reference:
            return f"{own}/{row.number}"
        return reference_of(
            TreeRow(dict(row.columns), f"row {row.number}"), self._section.reference
        )

    def _provenance(self, inquiry: Inquiry, snapshot: Snapshot) -> Provenance:
        return Provenance(
            connector_id=self._card.id,
            connector_version=self._card.version,
            record_ref="",
            retrieved=snapshot.retrieved,
            snapshot_sha256=snapshot.sha256,
            locator="$",
            permit_id=inquiry.permit.id,
        )


class _Rejected(SourceUnavailable):
    """The source took a row for none that it can search."""


def _numbers(rows: Sequence[ReplyRow]) -> str:
    return "row " + ", ".join(str(row.number) for row in rows)
