"""The register of number blocks: which carrier holds the block in which a number lies.

Nothing leaves the house: the file lies here, and a number is looked up by its first digits. What a
row says is so of the whole block; of a number that was ported it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from connectors.base import SourceSettings, failed
from connectors.batch import let_go
from connectors.card import LoadedCard
from connectors.engine.record_map.points import PointReader
from connectors.reading import reading
from connectors.register.framing import raw_rows
from connectors.register.installed import InstalledRegister
from connectors.register.load import LoadCount
from connectors.register.manifest import (
    FormerVersion,
    RowsFound,
    read_manifest,
    row_snapshots,
    write_manifest,
)
from connectors.register.rows import RowReader, RowRejected
from connectors.register.store import FoundRow, Loaded
from connectors.register.version import RegisterFile, ShrunkVersion
from skiptrace.model.errors import ConfigError, ConnectorError, SourceChanged, SourceUnavailable
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome

_NOT_ASKED = "not asked: no number of ten digits"
_SEARCHED_BY = ("phones",)
_LONGEST, _SHORTEST = 7, 6
"""Digits of a block: a thousands block, or a whole central office code."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """One version of the file: its rows by the digits of their block, with their line numbers.

    `shrunk` is the version that is there now, where this is the one before it.
    """

    file: RegisterFile
    loaded: Loaded
    rows: Mapping[str, Sequence[tuple[int, bytes]]]
    shrunk: ShrunkVersion | None = None

    def of(self, number: str) -> Sequence[tuple[int, bytes]]:
        """The rows of the smallest block in which a number of ten digits lies."""
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            if found := self.rows.get(number[:length]):
                return found
        return ()


class BlockRegister(InstalledRegister):
    """Answers questions about numbers from a file of blocks, read when it is first asked.

    Options: those of InstalledRegister. Safe to call from many threads. Raises ConfigError for a
    card that cannot be read, or that checks something else.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        super().__init__(loaded, settings)
        says = self._section.says
        if says is None or self._section.kinds_checked != loaded.card.checks:
            raise ConfigError(f"{loaded.file}: checks: expected the kind that `says` is about")
        self._points = PointReader(says, self._section.codes)
        self._rows = RowReader(self._section)
        self._lock = Lock()
        self._held: _Blocks | None = None

    def make_ready(self) -> None:
        """Read the file if it is not read yet; raises what a search would answer with, and
        SourceChanged where the version that is there now shrank, though the former is searched."""
        if shrunk := self._open().shrunk:
            raise shrunk.error(self._section.file)

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry; what breaks the reading of one is that one's."""
        going, kept = let_go(inquiries, self._settings.permitted(self._card, leave))
        yield from kept
        try:
            with reading():
                blocks = self._open()
        except ConnectorError as error:
            yield from (failed(inquiry, error) for inquiry in going)
            return
        for inquiry in going:
            number = _national(next(iter(inquiry.fields.phones), ""))
            if len(number) != 10:
                yield Answer(inquiry.id, Outcome.SKIPPED, reason=_NOT_ASKED)
            else:
                yield self.read(inquiry, self._snapshots(blocks, number))

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these snapshots gave: a manifest first, then each raw row."""
        try:
            with reading():
                manifest = read_manifest(snapshots)
                if manifest.rows.kept != len(snapshots) - 1:
                    raise SourceChanged("a stored row is missing")
                rows = [(f"row {n}", self._row(s.body)) for n, s in enumerate(snapshots[1:], 1)]
                said = self._points.checked(rows, next(iter(inquiry.fields.phones), ""))
        except ConnectorError as error:
            return failed(inquiry, error, snapshots)
        if said is None and not self._card.holes:
            said = self._points.absent()
        outcome = Outcome.HIT if rows else Outcome.NO_HIT
        words = manifest.reason(), "" if rows else self._card.of_no_match
        reason = "; ".join(filter(None, words))
        return Answer(inquiry.id, outcome, (), tuple(snapshots), reason=reason, checked=said)

    def _row(self, body: bytes) -> Mapping[str, str]:
        try:
            return self._rows.read(body)
        except RowRejected as rejected:
            raise SourceChanged(f"file {self._section.file}: {rejected}") from None

    def _snapshots(self, blocks: _Blocks, number: str) -> list[Snapshot]:
        found = blocks.of(number)
        rows = [FoundRow(0, len(found), line, raw) for line, raw in found]
        loaded, shrunk, today = blocks.loaded, blocks.shrunk, self._settings.clock().date()
        former = FormerVersion.of(loaded, shrunk, today) if shrunk else None
        counted = RowsFound.of(rows)
        manifest = write_manifest(self._card.id, loaded, _SEARCHED_BY, counted, former)
        media_type = f"text/csv; charset={self._section.encoding}"
        return [manifest, *row_snapshots(blocks.loaded, rows, media_type)]

    def _open(self) -> _Blocks:
        """The blocks of the current version of the file, which is read once."""
        with self._lock:
            noted = self._origin.noted()
            held = self._held
            if held is not None and noted == held.file and held.shrunk is None:
                return held
            try:
                self._settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
                shrunk = None if noted else self._origin.kept_out()
                self._held = self._former(shrunk) if shrunk else self._anew()
            except ConfigError as error:
                raise SourceUnavailable(str(error)) from None
            except OSError as error:
                words = f"file {self._section.file}: cannot be read ({error.strerror})"
                raise SourceUnavailable(words) from None
            return self._held

    def _anew(self) -> _Blocks:
        """The version that there is now, or the one before where it shrank."""
        try:
            file = self._origin.current()
        except SourceUnavailable:
            if (shrunk := self._origin.unnamed()) is None:
                raise
            return self._former(shrunk)
        try:
            found = self._read_file(file)
            share = self._section.max_shrink_share
            if before := self._origin.shrinks_from(file, found.loaded.rows, share):
                return self._former(self._origin.keep_out(found.file, before))
        except SourceChanged:
            self._origin.forget(file)
            raise
        taken_in = self._origin.remember(found.file)
        self._origin.keep_copy(taken_in)
        return replace(found, file=taken_in)

    def _former(self, shrunk: ShrunkVersion) -> _Blocks:
        """The version before the one that shrank; SourceChanged where its file is gone."""
        before, held = self._origin.notes.taken_in, self._held
        if before and held and held.file.sha256 == before.sha256:
            return replace(held, shrunk=shrunk)
        if before and (path := self._origin.copy_of(before)):
            return replace(self._read_file(before, path), shrunk=shrunk)
        raise shrunk.error(self._section.file)

    def _read_file(self, file: RegisterFile, path: Path | None = None) -> _Blocks:
        """The blocks of a version, whose bytes lie at `path` if not where it says."""
        rows: dict[str, list[tuple[int, bytes]]] = {}
        count, reasons = 0, Counter[str]()
        for line, raw in enumerate(raw_rows(path or Path(file.path), self._section), 1):
            try:
                digits = _digits(self._rows.read(raw)[self._section.prefix])
                if not _SHORTEST <= len(digits) <= _LONGEST:
                    raise RowRejected(f"{self._section.prefix}: no block of numbers")
            except RowRejected as rejected:
                reasons[str(rejected)] += 1
                continue
            rows.setdefault(digits, []).append((line, raw))
            count += 1
        LoadCount(count, 0, reasons).check(self._section)
        about = (self._section.file, file.sha256, file.retrieved, count, reasons.total(), 0)
        return _Blocks(replace(file, rows=count), Loaded(*about), rows)


def _national(number: str) -> str:
    digits = _digits(number)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
