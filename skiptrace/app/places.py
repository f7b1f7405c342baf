"""Places in the limits of sources, taken in the case file that all processes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.card import Limit
from skiptrace.model.errors import CaseFileError, SourceUnavailable
from skiptrace.model.ports import Clock, Place


@dataclass(frozen=True, slots=True)
class CasePlaces:
    """Takes places in a transaction of its own. Implements model.ports.Places.

    On PostgreSQL the server tells the time, so that the clocks of several machines need not agree.
    """

    case: CaseFile
    clock: Clock

    def take(self, source: str, limits: Sequence[Limit], longest: float) -> Place:
        """The next place; as the port says."""
        try:
            with self.case.write() as tx:
                return self.case.places.take(tx, source, limits, self._now(tx), longest)
        except CaseFileError:
            lost = SourceUnavailable("its limits cannot be read in the case file: nothing leaves")
        raise lost

    def _now(self, tx: Tx) -> datetime:
        if tx.dialect.name != "postgresql":
            return self.clock()
        now: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
        return now
