"""The register connector: a whole chunk of inquiries joined with one bulk register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.base import SourceSettings, failed
from connectors.batch import let_go
from connectors.card import LoadedCard
from connectors.reading import Taken, Unreadable, reading, taken
from connectors.register.asks import asked_fields, search_keys
from connectors.register.cache import OpenRegister, RegisterCache
from connectors.register.installed import InstalledRegister
from connectors.register.layout import RegisterSection, SearchKey
from connectors.register.manifest import (
    FormerVersion,
    Manifest,
    RowsFound,
    read_manifest,
    row_snapshots,
    write_manifest,
)
from connectors.register.records import FoundReader, FoundRows
from connectors.register.store import FoundRow, Loaded
from skiptrace.model.errors import ConfigError, ConnectorError, SourceUnavailable
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome


@dataclass(frozen=True, slots=True)
class _Found:
    """What one statement found: the version that was searched, the rows by place in the chunk."""

    loaded: Loaded
    former: FormerVersion | None
    rows: Mapping[int, Sequence[FoundRow]]


class RegisterConnector(InstalledRegister):
    """Answers inquiries from a bulk register, loaded into DuckDB when it is first asked.

    Options: those of InstalledRegister, and the certification option that the card's
    `limited_access` names (a date). Safe to call from many threads. Raises ConfigError for a card
    or an option that cannot be read.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        super().__init__(loaded, settings)
        self._records = FoundReader(self._card, self._section)
        self._certified_until = _certified_until(self._section, settings.options)
        self._cache = RegisterCache(self._section, self._origin)

    def make_ready(self) -> None:
        """Load the register if it is not loaded yet; raises what a search would answer with, and
        SourceChanged where the version that is there now shrank, though the former is searched."""
        if shrunk := self._open().shrunk:
            raise shrunk.error(self._section.file)

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry, from one statement over the whole chunk.

        Where an inquiry breaks that statement each is asked by itself.
        """
        inquiries, kept = let_go(inquiries, self._settings.permitted(self._card, leave))
        yield from kept
        try:
            with reading():
                stored = self._stored(inquiries)
        except Unreadable as error:
            alone = len(inquiries) == 1
            for inquiry in inquiries:
                yield from [failed(inquiry, error)] if alone else self.search([inquiry])
            return
        except ConnectorError as error:
            yield from (failed(inquiry, error) for inquiry in inquiries)
            return
        answers = iter(self._answers([(inquiries[place], stored[place]) for place in stored]))
        for place, inquiry in enumerate(inquiries):
            if place in stored:
                yield next(answers)
            else:
                yield Answer(inquiry.id, Outcome.SKIPPED, reason="not asked: no field to search by")

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these snapshots gave: a manifest first, then each raw row."""
        (answer,) = self._answers([(inquiry, snapshots)])
        return answer

    def _stored(self, inquiries: Sequence[Inquiry]) -> dict[int, list[Snapshot]]:
        """The manifest and the rows that each inquiry found, by its place; none for one unasked."""
        keyed = [(inquiry, search_keys(inquiry, self._section.search_by)) for inquiry in inquiries]
        found = self._search(keyed)
        return {
            place: self._snapshots(found, found.rows.get(place, ()), keys)
            for place, (_, keys) in enumerate(keyed)
            if keys
        }

    def _answers(self, stored: Sequence[tuple[Inquiry, Sequence[Snapshot]]]) -> list[Answer]:
        """The answers of a chunk, or of one stored answer."""
        offered = self._section.search_by
        questions = [
            FoundRows(inquiry, search_keys(inquiry, offered), snapshots[1:])
            for inquiry, snapshots in stored
        ]
        try:
            with reading():
                manifests = [read_manifest(snapshots) for _, snapshots in stored]
                found = [taken(records) for records in self._records.records(questions)]
        except ConnectorError as error:
            if len(stored) > 1:
                return [self.read(inquiry, snapshots) for inquiry, snapshots in stored]
            return [failed(inquiry, error, snapshots) for inquiry, snapshots in stored]
        return [
            self._answer(inquiry, snapshots, manifest, records)
            for (inquiry, snapshots), manifest, records in zip(
                stored, manifests, found, strict=True
            )
        ]

    def _answer(
        self,
        inquiry: Inquiry,
        snapshots: Sequence[Snapshot],
        manifest: Manifest,
        found: Taken,
    ) -> Answer:
        outcome, rule = Outcome.HIT if found.records else Outcome.NO_HIT, ""
        limited = self._section.limited_access
        if manifest.rows.withheld and limited and not found.records:
            outcome, rule = Outcome.BLOCKED, limited.rule
        open_words = self._card.of_no_match if outcome is Outcome.NO_HIT else ""
        reason = found.reason(*self._reasons(manifest.rows), manifest.reason(), open_words)
        given = found.records
        return Answer(inquiry.id, outcome, given, tuple(snapshots), reason=reason, rule=rule)

    def _reasons(self, rows_found: RowsFound) -> Iterator[str]:
        limited = self._section.limited_access
        if rows_found.withheld and limited:
            words = f"limited access withheld, {rows_found.withheld} of {rows_found.kept} rows"
            yield f"SourceRefused: {words} ({limited.rule}, {limited.law})"
        if rows_found.found > rows_found.kept:
            yield f"{rows_found.found} rows agree, the {rows_found.kept} that agree most are given"

    def _search(self, keyed: Sequence[tuple[Inquiry, Sequence[SearchKey]]]) -> _Found:
        """What the whole chunk found; a database that proves broken is built anew, once."""
        import duckdb

        for is_last in (False, True):
            register, rows = self._open(), dict[int, list[FoundRow]]()
            try:
                for row in register.store.search(keyed, self._section, self._limited_year()):
                    rows.setdefault(row.inquiry, []).append(row)
            except duckdb.OutOfMemoryException as error:
                raise self._unusable(error, "the memory does not suffice") from None
            except duckdb.Error as error:
                self._cache.discard(register.store)
                if is_last:
                    raise self._unusable(error, "it is built anew next time") from None
            else:
                break
        loaded, shrunk, today = register.loaded, register.shrunk, self._settings.clock().date()
        former = FormerVersion.of(loaded, shrunk, today) if shrunk else None
        return _Found(loaded, former, rows)

    def _open(self) -> OpenRegister:
        import duckdb

        try:
            return self._cache.open()
        except ConfigError as error:
            raise SourceUnavailable(str(error)) from None
        except (duckdb.Error, OSError) as error:
            advice = "look at the space and the rights of its folder"
            raise self._unusable(error, advice) from None

    def _unusable(self, error: Exception, advice: str) -> SourceUnavailable:
        words = f"its database cannot be used ({type(error).__name__})"
        return SourceUnavailable(f"file {self._section.file}: {words}: {advice}")

    def _snapshots(
        self, found: _Found, rows: Sequence[FoundRow], keys: Sequence[SearchKey]
    ) -> list[Snapshot]:
        loaded, fields, counted = found.loaded, asked_fields(keys), RowsFound.of(rows)
        manifest = write_manifest(self._card.id, loaded, fields, counted, found.former)
        kind = "text/csv" if self._section.format == "csv" else "text/plain"
        media_type = f"{kind}; charset={self._section.encoding}"
        return [manifest, *row_snapshots(loaded, rows, media_type)]

    def _limited_year(self) -> int | None:
        """The first year whose rows are withheld today; None when every row may be seen.

        A date counts as limited to the end of its last calendar year, the later of two readings.
        """
        limited, today = self._section.limited_access, self._settings.clock().date()
        if limited is None or (self._certified_until and today <= self._certified_until):
            return None
        return today.year - limited.years


def _certified_until(section: RegisterSection, options: Mapping[str, str]) -> date | None:
    if section.limited_access is None:
        return None
    name = section.limited_access.option
    text = options.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError(f"register {section.file}: option {name}: expected YYYY-MM-DD") from None
