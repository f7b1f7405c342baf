"""Which question went into which file, in the memory of one process: for proofs and for tests.

An installation keeps it in its case file, which every process shares (`skiptrace.app.sent_files`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence


class SentInMemory:
    """Implements model.ports.SentFiles for as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[tuple[str, str], tuple[str, ...]] = {}

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        """Remember a file that is about to be submitted."""
        with self._lock:
            self._files.pop((source, file), None)
            self._files[source, file] = tuple(keys)

    def files_of(self, source: str, keys: Sequence[str]) -> Mapping[str, str]:
        """The newest file of that source that holds each key; those in none are left out."""
        wanted, found = frozenset(keys), dict[str, str]()
        with self._lock:
            for (of, file), some in self._files.items():
                if of == source:
                    found |= {key: file for key in some if key in wanted}
        return found

    def keys_of(self, source: str, file: str) -> frozenset[str]:
        """The keys in a file; none where it is not known."""
        with self._lock:
            return frozenset(self._files.get((source, file), ()))
