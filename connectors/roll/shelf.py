"""Keeps one roll at hand: finds its file, loads a version once, opens it, drops the one before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from connectors.roll.acquire import RollFile, RollOrigin
from connectors.roll.folder import drop_leftovers, held, put_in_place
from connectors.roll.layout import RollSection
from connectors.roll.load import load_roll
from connectors.roll.store import BrokenRoll, Loaded, RollStore
from matching.block_keys import RULES
from matching.normalize.reading import READING
from skiptrace.model.errors import SourceChanged, SourceUnavailable

_FORMAT = "8"  # of the database; a new one rebuilds every roll


@dataclass(frozen=True, slots=True)
class OpenRoll:
    """The open store of a roll, and which version of which file it holds."""

    store: RollStore
    loaded: Loaded


@dataclass(slots=True)
class _Held:
    store: RollStore | None = None
    file: RollFile | None = None
    refused: dict[Path, SourceChanged] = field(default_factory=dict)


class RollShelf:
    """The store of a roll's current version; safe to ask from many threads."""

    def __init__(self, section: RollSection, origin: RollOrigin) -> None:
        self._section = section
        self._origin = origin
        self._folder = origin.settings.data_dir
        self._lock = Lock()
        self._held = _Held()

    def open(self) -> OpenRoll:
        """The store, loaded when the file is new; an unchanged file is never loaded twice.

        Raises what finding the file raises, SourceChanged for a file unlike its card, and
        SourceUnavailable for one that another process has been loading for too long, or that could
        not be written whole; duckdb.Error and OSError for a folder in which no database can be
        made.
        """
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            noted = self._origin.noted()
            store = self._held.store
            if noted and store and store.path == self._folder / self._database_name(noted):
                return OpenRoll(store, replace(store.loaded, retrieved=noted.retrieved))
            with held(self._folder):
                drop_leftovers(self._folder)
                return self._anew()

    def discard(self, store: RollStore) -> None:
        """Removes a database that proved to be broken, so that the next search builds it anew."""
        with self._lock:
            if self._held.store is store:
                self._held.store = None
                store.close()
                _remove(store.path)

    def _anew(self) -> OpenRoll:
        file = self._origin.current()
        try:
            file, store = self._stored(file)
        except SourceChanged:
            self._origin.forget(file)
            raise
        if file != self._held.file:
            self._held.file = self._origin.remember(file)
        self._held.store = store
        return OpenRoll(store, replace(store.loaded, retrieved=file.retrieved))

    def _stored(self, file: RollFile) -> tuple[RollFile, RollStore]:
        """The store of the file; of the file as it is now, when its bytes are no longer those."""
        if store := self._opened(file):
            return file, store
        file = self._origin.verified(file)
        return file, self._opened(file) or self._load(file)

    def _opened(self, file: RollFile) -> RollStore | None:
        """The store of an earlier loading; None when there is none, or it was broken."""
        import duckdb

        path = self._folder / self._database_name(file)
        if self._held.store is not None and self._held.store.path == path:
            return self._held.store
        if path in self._held.refused:
            raise self._held.refused[path]
        try:
            return RollStore(path) if path.is_file() else None
        except (duckdb.Error, BrokenRoll):
            _remove(path)
            return None

    def _load(self, file: RollFile) -> RollStore:
        """Builds the database aside, checks that it is whole, and only then puts it in place."""
        path = self._folder / self._database_name(file)
        with TemporaryDirectory(prefix="roll-", dir=self._folder) as aside:
            part = Path(aside) / path.name
            try:
                load_roll(self._section, file, part)
                RollStore(part).close()
            except SourceChanged as error:
                self._held.refused[path] = error
                raise
            except BrokenRoll:
                words = "its database could not be written whole: is the disk full?"
                raise SourceUnavailable(f"file {self._section.file}: {words}") from None
            put_in_place(part, path)
        for old in self._folder.glob("roll-*.duckdb"):
            if old != path:
                _remove(old)
        return RollStore(path)

    def _database_name(self, file: RollFile) -> str:
        """Named by the file's bytes, the card's layout, blocking rules, our format and reading."""
        key = "|".join((_FORMAT, READING, file.sha256, self._layout, repr(sorted(RULES.items()))))
        return f"roll-{sha256(key.encode()).hexdigest()[:32]}.duckdb"

    @cached_property
    def _layout(self) -> str:
        return self._section.model_dump_json()


def _remove(path: Path) -> None:
    """Removes a database, and what was not merged into it."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
