"""The source records of a decoded reply: its envelope and every row checked, then read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.engine.decode import Table
from connectors.engine.outcome import NOTHING
from connectors.engine.paths import ABSENT, rows_at, text_at, value_at
from connectors.engine.record_map.grouping import grouped
from connectors.engine.record_map.known import KnownColumns
from connectors.engine.record_map.records import RecordReader
from connectors.engine.record_map.row_records import RowRecords, reference_of
from connectors.engine.record_map.rows import TreeRow, shown
from connectors.engine.section import BY_CONTENT, EngineSection
from connectors.strict import check_columns
from skiptrace.model.errors import SourceChanged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Provenance, SourceRecord

Rows = Sequence[tuple[str, object]]
_FLAG = {"true": "", "false": ""}


class RowsReader:
    """Reads the rows of one source's replies; `place` is its jurisdiction."""

    def __init__(self, section: EngineSection, place: str) -> None:
        self._section = section
        self._records = RowRecords(RecordReader(section.map, place))
        self._known = KnownColumns(
            section.read_columns,
            section.required,
            section.ignored,
            section.codes,
            section.format == "xml",
        )
        told = {path for rule in section.errors for path in (rule.when, rule.within)}
        flags = {rule.when: _FLAG for rule in section.errors if rule.is_flag}
        read = {section.rows, *section.paging.read(), *told} - {""}
        self._envelope = KnownColumns(read, (), section.envelope, flags, section.format == "xml")
        self._nests = section.format == "xml"

    def rows(self, body: object, has_rows: bool = True) -> Rows:
        """The rows of a decoded reply, checked, each with where it stands; NOTHING has none.

        Raises SourceChanged for an envelope or a row with columns that the card does not know.
        """
        if body is NOTHING:
            return ()
        if isinstance(body, dict) and self._section.rows:
            self._envelope.check(body, "$")
        if isinstance(body, Table):
            known = self._section.top_columns
            check_columns(frozenset(body.headings), known, known | frozenset(body.headings), "$")
            self._known.check(dict.fromkeys(body.headings), "$")
        found = self._found(body) if has_rows else ()
        for place, row in found:
            self._known.check(row, place)
        return found

    def check_joined(self, rows: Rows) -> None:
        """Raises SourceChanged for joined rows with columns that the card does not know."""
        for place, row in rows:
            self._known.check(row, place)

    def _found(self, body: object) -> Rows:
        section = self._section
        if section.one_row:
            value = value_at(body, section.rows)
            if value is ABSENT:
                raise SourceChanged(f"$: column {shown(section.rows)} is missing")
            return [("$" + (f".{section.rows}" if section.rows else ""), value)]
        if self._nests:
            return self._nested(body)
        return list(rows_at(body, section.rows))

    def _nested(self, body: object) -> Rows:
        """Rows of XML, where a list of one is its element, and of none is not there."""
        path, total = self._section.rows, self._section.paging.total
        value = value_at(body, path)
        if value is ABSENT:
            above = value_at(body, path.rpartition(".")[0])
            if above == "" or (total and text_at(body, total) == "0"):
                return ()
            raise SourceChanged(f"$: column {shown(path)} is missing")
        items = value if isinstance(value, list) else [value] if value != "" else []
        return [(f"$.{path}[{number}]", item) for number, item in enumerate(items)]

    def records(
        self, inquiry: Inquiry, rows: Rows, provenance: Provenance
    ) -> Iterator[SourceRecord]:
        """The records of the rows for that kind of subject; `provenance` is without the reference.

        Raises SourceChanged for a row without a reference, and for a date of another layout.
        """
        for place, value in rows:
            row = TreeRow(value, place, one_is_list=self._nests)
            reference = self._reference(row)
            yield from self._records.records(inquiry, row, reference, provenance)

    def once(self, records: Iterator[SourceRecord]) -> Iterator[SourceRecord]:
        """The records of all rows, each once; of grouped rows one for each subject."""
        return distinct(grouped(records) if self._section.grouped else records)

    def _reference(self, row: TreeRow) -> str:
        columns = self._section.reference
        if tuple(columns) == (BY_CONTENT,):
            return _digest(row.value)
        return reference_of(row, columns)


def _digest(value: object) -> str:
    """The name of a row that has none: by its content, of which it tells nothing."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def distinct(records: Iterator[SourceRecord]) -> Iterator[SourceRecord]:
    """The records, each once; another record under a reference that was there is numbered."""
    seen: dict[str, list[SourceRecord]] = {}
    for record in records:
        former = seen.setdefault(record.ref, [])
        if any(_same(record, other) for other in former):
            continue
        former.append(record)
        if len(former) == 1:
            yield record
        else:
            ref = f"{record.ref}#{len(former)}"
            yield replace(record, ref=ref, provenance=replace(record.provenance, record_ref=ref))


def _same(one: SourceRecord, other: SourceRecord) -> bool:
    return replace(one, provenance=other.provenance) == other
