"""Socrata open-data sets: a declarative connector, driven by the `[rest]` table of a card.

Protocol: dev.socrata.com, SODA 2.1. A column that is null in a row is left out of that row, so an
absent column is a null; whether a column still exists is asked once a run of /api/views/{id}.json.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from connectors.base import SourceSettings, failed
from connectors.batch import Asked, ask_all
from connectors.card import LoadedCard, StrictTable, Text, read_section
from connectors.http import HttpClient, Site
from connectors.mapping import RecordColumns, RowContext, read_records
from connectors.pace import Pace
from connectors.reading import reading, taken
from connectors.reply import Reply, read_json, reply_of
from connectors.soql import fill, unknown_values, values_of
from connectors.strict import StrictRow, check_columns
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError, ConnectorError, SourceChanged, SourceUnavailable
from skiptrace.model.inquiry import Inquiry, SearchFields
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome

APP_TOKEN = "app_token"  # noqa: S105


class Clause(StrictTable):
    """One part of the $where: `where` is filled for each name, organisation or address."""

    each: Literal["names", "organization", "addresses"]
    where: Text

    @model_validator(mode="after")
    def _values_are_known(self) -> Clause:
        unknown = unknown_values(self.where, self.each)
        if unknown:
            raise ValueError(f"where: {', '.join(unknown)} is no value of {self.each}")
        return self


class SocrataSection(StrictTable):
    """The `[rest]` table of a Socrata card.

    `required` are columns that no row lacks; `ignored` are known columns that nothing reads.
    """

    protocol: Literal["socrata"]
    dataset: Annotated[str, Field(pattern=r"^[a-z0-9]{4}-[a-z0-9]{4}$")]
    page_size: Annotated[int, Field(ge=1, le=50_000)] = 1000
    max_pages: Annotated[int, Field(ge=1)] = 5
    required: frozenset[Text]
    ignored: frozenset[Text] = frozenset()
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    records: Annotated[tuple[RecordColumns, ...], Field(min_length=1)]

    def mapped(self) -> frozenset[str]:
        """Every column that some record reads."""
        return frozenset[str]().union(*(record.columns() for record in self.records))


class SocrataConnector:
    """Answers inquiries from one Socrata dataset: one filtered query each, page by page."""

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = loaded.card
        self._section = read_section(loaded, SocrataSection)
        self._clock = settings.clock
        self._check = _DriftCheck(self._section)
        token = settings.secrets.get(APP_TOKEN)
        site = Site(
            base_url=(settings.base_url or loaded.base_url).rstrip("/"),
            headers={"X-App-Token": token} if token else {},
            timeout_seconds=loaded.card.timeout_seconds,
            concurrency=loaded.card.concurrency,
        )
        if not site.base_url:
            raise ConfigError(f"{loaded.file}: base_url: neither the card nor the settings give it")
        self._client = HttpClient(site, Pace(loaded.card.limits))

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry; the dataset's columns are checked before the first."""
        return ask_all(inquiries, lambda inquiry: self._ask(inquiry, leave), self._card)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these stored pages are."""
        return self._read(inquiry, snapshots).answer

    def _ask(self, inquiry: Inquiry, leave: Leave) -> Asked:
        where = self._where(inquiry.fields)
        if not where:
            reason = "the inquiry holds no field that this source is searched by"
            return Asked(Answer(inquiry.id, Outcome.SKIPPED, reason=reason))
        self._check.run(self._client)
        leave(inquiry)
        pages: list[Snapshot] = []
        try:
            with reading():
                for reply in self._pages(where):
                    pages.append(reply.snapshot(self._clock()))
        except ConnectorError as error:
            return Asked(failed(inquiry, error, pages), error)
        return self._read(inquiry, pages)

    def _where(self, fields: SearchFields) -> str:
        parts = [
            f"({part})"
            for clause in self._section.clauses
            for values in values_of(fields, clause.each)
            if (part := fill(clause.where, values))
        ]
        return " OR ".join(dict.fromkeys(parts))

    def _pages(self, where: str) -> Iterator[Reply]:
        """The pages in a stable order; a page that cannot be read is the last."""
        size, path = self._section.page_size, f"/resource/{self._section.dataset}.json"
        for number in range(1, self._section.max_pages + 1):
            page = {"$limit": str(size), "$offset": str((number - 1) * size)}
            query = {"$where": where, "$order": ":id", **page}
            reply = self._client.get(path, query, f"GET {path} page {number}")
            yield reply
            if len(_rows(reply)) < size:
                return

    def _read(self, inquiry: Inquiry, pages: Sequence[Snapshot]) -> Asked:
        try:
            with reading():
                rows = [(page, _rows(reply_of(page))) for page in pages]
                found = taken(r for page, some in rows for r in self._records(inquiry, page, some))
                cut = self._words_if_cut([len(some) for _, some in rows])
                if cut and not found.records:
                    raise ConnectorError(cut)
        except ConnectorError as error:
            return Asked(failed(inquiry, error, pages), error)
        outcome = Outcome.HIT if found.records else Outcome.NO_HIT
        reason = found.reason(cut)
        return Asked(Answer(inquiry.id, outcome, found.records, tuple(pages), reason=reason))

    def _words_if_cut(self, sizes: Sequence[int]) -> str:
        """What to say when the rows went on after the last page that the card allows."""
        if not sizes:
            raise SourceUnavailable("no page was stored")
        if sizes[-1] < self._section.page_size:
            return ""
        if len(sizes) < self._section.max_pages:
            raise SourceUnavailable("the pages end before the rows do")
        return f"more than {sum(sizes)} rows; only these were read"

    def _records(
        self, inquiry: Inquiry, page: Snapshot, rows: Sequence[object]
    ) -> Iterator[SourceRecord]:
        for number, row in enumerate(rows):
            values = self._values(row, f"$[{number}]")
            context = RowContext(
                self._provenance(inquiry, page, f"$[{number}]"), inquiry, self.card.jurisdiction
            )
            for mapping in self._section.records:
                if mapping.entity is inquiry.entity:
                    yield from read_records(mapping, values, context)

    def _values(self, row: object, place: str) -> Mapping[str, str]:
        if not isinstance(row, dict):
            raise SourceChanged(f"{place}: expected an object")
        known = {column: value for column, value in row.items() if not column.startswith(":")}
        with StrictRow(known, self._section.ignored, place) as left:
            required = {column: left.pop(column) for column in self._section.required}
            mapped = self._section.mapped() - self._section.required
            return required | {column: left.pop_optional(column) for column in mapped}

    def _provenance(self, inquiry: Inquiry, page: Snapshot, locator: str) -> Provenance:
        return Provenance(
            connector_id=self._card.id,
            connector_version=self._card.version,
            record_ref="",
            retrieved=page.retrieved,
            snapshot_sha256=page.sha256,
            locator=locator,
            permit_id=inquiry.permit.id,
        )


class _DriftCheck:
    """Asks the dataset's view once whether its columns are those of the card."""

    def __init__(self, section: SocrataSection) -> None:
        self._section = section
        self._lock = threading.Lock()
        self._done = False

    def run(self, client: HttpClient) -> None:
        """Raises SourceChanged naming the columns that are gone or new."""
        with self._lock:
            if self._done:
                return
            path = f"/api/views/{self._section.dataset}.json"
            view = read_json(client.get(path, {}, f"GET {path}"))
            found = frozenset(_field_names(view, path))
            mapped = self._section.mapped() | self._section.required
            check_columns(found, mapped, mapped | self._section.ignored, f"GET {path}")
            self._done = True


def _field_names(view: object, path: str) -> Iterator[str]:
    columns = view.get("columns") if isinstance(view, dict) else None
    if not isinstance(columns, list):
        raise SourceChanged(f"GET {path}: columns is missing")
    for column in columns:
        name = column.get("fieldName") if isinstance(column, dict) else None
        if not isinstance(name, str):
            raise SourceChanged(f"GET {path}: a column without fieldName")
        if not name.startswith(":"):
            yield name


def _rows(reply: Reply) -> list[object]:
    rows = read_json(reply)
    if not isinstance(rows, list):
        raise SourceChanged(f"{reply.call}: expected a list of rows")
    return rows
