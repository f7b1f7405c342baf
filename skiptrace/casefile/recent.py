"""What was worked out lately, so that it need not be worked out again: a memo of bounded size."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key: those of the `most` keys that were kept or asked for last, and a few more.

    Twice `most` at the most. Safe to use from many threads: what one loses another works out again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value of a key; None where it is not known, or not any more."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: K, value: V) -> None:
        """Remember a value; where there are too many, those that nobody asked for go first."""
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[key] = value
