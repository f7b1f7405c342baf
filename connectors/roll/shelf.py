"""Keeps one roll at hand: finds its file, loads a version once, opens it, drops the one before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock

from connectors.roll.acquire import RollFile, RollOrigin
from connectors.roll.layout import RollSection
from connectors.roll.load import load_roll
from connectors.roll.store import Loaded, RollStore
from matching.block_keys import RULES
from skiptrace.model.errors import SourceChanged

_FORMAT = "5"  # of the database; a new one rebuilds every roll


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

        Raises what finding the file raises, SourceChanged for a file unlike its card, duckdb.Error
        and OSError for a folder in which no database can be made.
        """
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._origin.current()
            try:
                store = self._store(file)
            except SourceChanged:
                self._origin.forget(file)
                raise
            if file != self._held.file:
                self._held.file = self._origin.remember(file)
            return OpenRoll(store, replace(store.loaded, retrieved=file.retrieved))

    def _store(self, file: RollFile) -> RollStore:
        path = self._folder / self._database_name(file)
        if self._held.store is None or self._held.store.path != path:
            if path in self._held.refused:
                raise self._held.refused[path]
            self._held.store = self._opened(path) or self._load(file, path)
        return self._held.store

    def _opened(self, path: Path) -> RollStore | None:
        """The store of an earlier loading; None when there is none, or it is damaged."""
        import duckdb

        try:
            return RollStore(path) if path.is_file() else None
        except duckdb.Error:
            return None

    def _load(self, file: RollFile, path: Path) -> RollStore:
        try:
            load_roll(self._section, file, path)
        except SourceChanged as error:
            self._held.refused[path] = error
            raise
        for old in self._folder.glob("roll-*.duckdb"):
            if old != path:
                old.unlink(missing_ok=True)
        return RollStore(path)

    def _database_name(self, file: RollFile) -> str:
        """Named by the file's bytes, the card's layout, the blocking rules and our own format."""
        key = "|".join((_FORMAT, file.sha256, self._layout, repr(sorted(RULES.items()))))
        return f"roll-{sha256(key.encode()).hexdigest()[:32]}.duckdb"

    @cached_property
    def _layout(self) -> str:
        return self._section.model_dump_json()
