"""Which question went into which file, in the case file that all processes share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import CaseFileError, SourceUnavailable
from skiptrace.model.ports import Clock, Noted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseSentFiles:
    """Enters and looks up in transactions of its own. Implements model.ports.SentFiles."""

    case: CaseFile
    clock: Clock

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        """Enter a file; as the port says."""
        try:
            with self.case.write() as tx:
                self.case.sent_files.enter(tx, source, file, keys, self.clock())
            return
        except CaseFileError:
            lost = SourceUnavailable("the case file cannot note the file: it is not submitted")
        raise lost

    def files_of(self, source: str, keys: Sequence[str]) -> Mapping[str, Noted]:
        """The newest note of each key; as the port says."""
        return self._read(lambda tx: self.case.sent_files.files_of(tx, source, keys))

    def keys_of(self, source: str, file: str) -> frozenset[str]:
        """The keys of a file; as the port says."""
        return self._read(lambda tx: self.case.sent_files.keys_of(tx, source, file))

    def _read(self, look_up: Callable[[Tx], T]) -> T:
        try:
            with self.case.read() as tx:
                return look_up(tx)
        except CaseFileError:
            lost = SourceUnavailable("the case file does not say what was sent")
        raise lost
