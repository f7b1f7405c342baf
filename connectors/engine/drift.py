"""Asks a source once a run whether its columns are those of the card."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from connectors.engine.paths import value_at
from connectors.engine.section import EngineSection, PublishedColumns
from connectors.engine.transport.http import Call
from connectors.engine.transport.reply import Reply, read_json
from connectors.strict import check_columns
from skiptrace.model.errors import SourceChanged

_SYSTEM = "*"


class DriftCheck:
    """Compares the columns that a source publishes with those of its card, once."""

    def __init__(self, section: EngineSection) -> None:
        self._section = section
        self._lock = threading.Lock()
        self._done = False

    def run(self, ask: Callable[[Call], Reply]) -> None:
        """Raises SourceChanged naming the columns that are gone or new."""
        published = self._section.published
        with self._lock:
            if self._done or published is None:
                return
            words = f"GET {published.path}"
            call = Call("GET", published.path, words, published.params)
            self._check(frozenset(_names(read_json(ask(call)), published, words)), published, words)
            self._done = True

    def _check(self, found: frozenset[str], published: PublishedColumns, place: str) -> None:
        ignored = self._section.ignored
        prefixes = tuple(name[:-1] for name in ignored if name.endswith(_SYSTEM))
        own = frozenset(name for name in found if not name.startswith(prefixes))
        read = self._section.top_columns
        known = own | read if published.others == "ignored" else read | ignored
        check_columns(own, read, known, place)


def _names(body: object, published: PublishedColumns, place: str) -> Iterator[str]:
    path, _, name = published.names.rpartition("[].")
    columns = value_at(body, path)
    if not isinstance(columns, list):
        raise SourceChanged(f"{place}: {path} is missing")
    for column in columns:
        found = column.get(name) if isinstance(column, dict) else None
        if not isinstance(found, str):
            raise SourceChanged(f"{place}: a column without {name}")
        yield found
