"""Places in the limits of sources, taken in the case file that all processes share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import CaseFileError, SourceUnavailable
from skiptrace.model.places import Over, Place, Terms
from skiptrace.model.ports import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CasePlaces:
    """Takes places in a transaction of its own. Implements model.ports.Places.

    On PostgreSQL the server tells the time, so that the clocks of several machines need not agree.
    """

    case: CaseFile
    clock: Clock

    def take(self, terms: Terms, longest: float, over: Sequence[Over]) -> Place:
        """The next place; as the port says."""
        places = self.case.places
        return self._alone(terms, lambda tx, now: places.take(tx, terms, now, longest, over))

    def end(self, terms: Terms, over: Sequence[Over]) -> None:
        """Note what is over; as the port says."""
        self._alone(terms, lambda tx, now: self.case.places.end(tx, terms, now, over))

    def _alone(self, terms: Terms, work: Callable[[Tx, datetime], T]) -> T:
        """What the work gives, while nobody else takes places of the source."""
        try:
            with self.case.write() as tx:
                self.case.places.queue(tx, terms.source)
                return work(tx, self._now(tx))
        except CaseFileError:
            lost = SourceUnavailable("its limits cannot be read in the case file: nothing leaves")
        raise lost

    def _now(self, tx: Tx) -> datetime:
        if tx.dialect.name != "postgresql":
            return self.clock()
        now: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
        return now
