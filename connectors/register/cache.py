"""Keeps one register at hand: finds its file, loads a version once, drops the one before.

A version that shrank is not taken in, and the one before is searched until a person names it.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from connectors.register.acquire import RegisterOrigin
from connectors.register.columns import BrokenRegister
from connectors.register.folder import drop_leftovers, held, put_in_place
from connectors.register.layout import RegisterSection
from connectors.register.load import columns_beside, load_register
from connectors.register.store import Loaded, RegisterStore
from connectors.register.version import RegisterFile, ShrunkVersion
from matching.block.keys import RULES
from matching.parse.reading import READING
from skiptrace.model.errors import SourceChanged, SourceUnavailable

_FORMAT = "11"  # of the database; a new one rebuilds every register


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """The open store of a register, and which version of which file it holds.

    `shrunk` is the version that is there now, where the store is of the one before it.
    """

    store: RegisterStore
    loaded: Loaded
    shrunk: ShrunkVersion | None = None


class _KeptOut(Exception):
    """The file that was to be loaded shrank from so many rows."""

    def __init__(self, file: RegisterFile, before: int) -> None:
        super().__init__(f"{file.rows} rows of {before}")
        self.file, self.before = file, before


@dataclass(slots=True)
class _Held:
    store: RegisterStore | None = None
    file: RegisterFile | None = None
    refused: dict[Path, SourceChanged] = field(default_factory=dict)


class RegisterCache:
    """The store of a register's current version; safe to ask from many threads."""

    def __init__(self, section: RegisterSection, origin: RegisterOrigin) -> None:
        self._section = section
        self._origin = origin
        self._folder = origin.settings.data_dir
        self._lock = Lock()
        self._held = _Held()

    def open(self) -> OpenRegister:
        """The store, loaded when the file is new; an unchanged file is never loaded twice.

        Raises what finding the file raises, SourceChanged for a file unlike its card, or one that
        shrank where nothing is left of the version before, and SourceUnavailable for one that
        another process has been loading for too long, or that could not be written whole;
        duckdb.Error and OSError for a folder in which no database can be made.
        """
        with self._lock:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            noted = self._origin.noted()
            store = self._held.store
            if noted and store and store.path == self._folder / self._database_name(noted):
                return OpenRegister(store, replace(store.loaded, retrieved=noted.retrieved))
            with held(self._folder):
                drop_leftovers(self._folder)
                shrunk = None if noted else self._origin.kept_out()
                return self._former(shrunk) if shrunk else self._anew()

    def discard(self, store: RegisterStore) -> None:
        """Removes a database that proved to be broken, so that the next search builds it anew."""
        with self._lock:
            if self._held.store is store:
                self._held.store = None
                store.close()
                _remove(store.path)

    def _anew(self) -> OpenRegister:
        """The version that there is now; the one before where it shrank, or cannot be fetched
        while one that shrank is kept out."""
        try:
            file = self._origin.current()
        except SourceUnavailable:
            if (shrunk := self._origin.unnamed()) is None:
                raise
            return self._former(shrunk)
        try:
            file, store = self._stored(file)
        except _KeptOut as kept:
            return self._former(self._origin.keep_out(kept.file, kept.before))
        except SourceChanged:
            self._origin.forget(file)
            raise
        file = replace(file, rows=store.loaded.rows)
        if file != self._held.file:
            self._held.file = self._origin.remember(file)
        self._held.store = store
        return OpenRegister(store, replace(store.loaded, retrieved=file.retrieved))

    def _former(self, shrunk: ShrunkVersion) -> OpenRegister:
        """The store of the version before the one that shrank; SourceChanged where it is gone."""
        before = self._origin.notes.taken_in
        store = self._opened(before) if before else None
        if before and store is None and self._origin.lies(before):
            store = self._load(before)
        if before is None or store is None:
            raise shrunk.error(self._section.file)
        self._held.store, self._held.file = store, None
        return OpenRegister(store, replace(store.loaded, retrieved=before.retrieved), shrunk)

    def _stored(self, file: RegisterFile) -> tuple[RegisterFile, RegisterStore]:
        """The store of the file; of the file as it is now, when its bytes are no longer those."""
        if store := self._opened(file):
            return file, store
        file = self._origin.verified(file)
        return file, self._opened(file) or self._load(file)

    def _opened(self, file: RegisterFile) -> RegisterStore | None:
        """The store of an earlier loading; None when there is none, or it was broken."""
        import duckdb

        path = self._folder / self._database_name(file)
        if self._held.store is not None and self._held.store.path == path:
            return self._held.store
        if path in self._held.refused:
            raise self._held.refused[path]
        try:
            return RegisterStore(path) if path.is_file() else None
        except (duckdb.Error, BrokenRegister):
            _remove(path)
            return None

    def _load(self, file: RegisterFile) -> RegisterStore:
        """Builds the database aside, checks that it is whole, and only then puts it in place.

        The database of the version before stays until then.
        """
        path = self._folder / self._database_name(file)
        with TemporaryDirectory(prefix="register-", dir=self._folder) as aside:
            part = Path(aside) / path.name
            try:
                load_register(self._section, file, part)
                with closing(RegisterStore(part)) as store:
                    rows = store.loaded.rows
                share = self._section.max_shrink_share
                if before := self._origin.shrinks_from(file, rows, share):
                    raise _KeptOut(replace(file, rows=rows), before)
            except SourceChanged as error:
                self._held.refused[path] = error
                raise
            except BrokenRegister:
                words = "its database could not be written whole: is the disk full?"
                raise SourceUnavailable(f"file {self._section.file}: {words}") from None
            put_in_place(columns_beside(part), columns_beside(path))
            put_in_place(part, path)
        for old in self._folder.glob("register-*.duckdb"):
            if old != path:
                _remove(old)
        return RegisterStore(path)

    def _database_name(self, file: RegisterFile) -> str:
        """Named by the file's bytes, the card's layout, blocking rules, our format and reading."""
        key = "|".join((_FORMAT, READING, file.sha256, self._layout, repr(sorted(RULES.items()))))
        return f"register-{sha256(key.encode()).hexdigest()[:32]}.duckdb"

    @cached_property
    def _layout(self) -> str:
        return self._section.model_dump_json()


def _remove(path: Path) -> None:
    """Removes a database, its columns, and what was not merged into it."""
    path.unlink(missing_ok=True)
    columns_beside(path).unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
