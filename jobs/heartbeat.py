"""Keeps the leases of claimed orders alive while they are being traced."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileError
from skiptrace.model.ports import Clock

LEASE = timedelta(minutes=30)
_BEAT_SECONDS = 300.0


@contextmanager
def leases_kept(
    case: CaseFile, ids: Sequence[str], worker: str, clock: Clock, beat: float = _BEAT_SECONDS
) -> Iterator[None]:
    """While the block runs, lengthen the worker's leases every `beat` seconds.

    A beat that the database refuses is left out; the next one tries again, and the lease outlasts
    several of them.
    """
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(beat):
            try:
                with case.write() as tx:
                    case.orders.renew(tx, ids, worker, clock() + LEASE)
            except CaseFileError:
                continue

    keeper = threading.Thread(target=renew, name="leases", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
