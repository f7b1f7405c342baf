"""Which question went into which file, in the memory of one process: for proofs and for tests.

An installation keeps it in its case file, which every process shares (`skiptrace.app.sent_files`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from skiptrace.model.ports import Noted


class SentInMemory:
    """Implements model.ports.SentFiles for as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notes: list[tuple[str, str, tuple[str, ...]]] = []

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        """Remember a file that is about to be submitted."""
        with self._lock:
            self._notes.append((source, file, tuple(keys)))

    def files_of(self, source: str, keys: Sequence[str]) -> Mapping[str, Noted]:
        """The newest note of that source that holds each key; those in none are left out."""
        wanted, found = frozenset(keys), dict[str, Noted]()
        with self._lock:
            for number, (of, file, some) in enumerate(self._notes, 1):
                if of == source:
                    found |= {key: Noted(file, number) for key in some if key in wanted}
        return found

    def keys_of(self, source: str, file: str) -> frozenset[str]:
        """The keys in a file; none where it is not known."""
        with self._lock:
            same = [keys for of, name, keys in self._notes if (of, name) == (source, file)]
        return frozenset(key for keys in same for key in keys)
