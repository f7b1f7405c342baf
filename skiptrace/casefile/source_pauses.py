"""The breaker of each source, for every worker and across restarts: a pause after it failed.

A source that refused us, asked for a human, ran out, changed, or failed so many times in a row is
asked by nobody until its pause is over. Then one worker asks; what comes ends the pause or makes it
longer. A pause is of one installation of the source: with another address or secret it counts not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Tx, change, insert_all, let_go, read_rows
from skiptrace.casefile.tables.sources import source_pause as t
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

_LOCK = 0x5B1F_A0D7
_TRIAL = timedelta(minutes=2)
"""How long others wait for the one worker that asks after a pause."""
_LONGEST = timedelta(hours=6)
_PAUSES: Mapping[str, timedelta] = {
    "SourceRefused": timedelta(hours=1),
    "BotChallenge": timedelta(hours=6),
    "QuotaExhausted": timedelta(minutes=10),
    "SourceChanged": timedelta(hours=1),
}
_OTHERWISE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why and until when a source is not asked, and how often in a row it came to that."""

    connector_id: str
    mark: str
    since: datetime
    until: datetime
    times: int
    outcome: Outcome
    reason: str


class PauseBook:
    """The sources that are not asked now. `mark` names the installation of a source."""

    def begin(self, tx: Tx, mark: tuple[str, str], answer: Answer, now: datetime) -> None:
        """Let the source, with its mark, rest for what it said: the longer, the oftener.

        While it rests already nothing changes: one trouble that several workers meet is one.
        """
        source, own = mark
        serialise(tx, _LOCK)
        before = self.all(tx).get(source)
        if before is not None and before.mark == own and now < before.until - _TRIAL:
            return
        times = before.times + 1 if before is not None and before.mark == own else 1
        first = _PAUSES.get(answer.reason.partition(":")[0], _OTHERWISE)
        pause = min(first * 2 ** min(times - 1, 10), max(first, _LONGEST))
        let_go(tx, t, t.c.connector_id == source)
        row = {
            "connector_id": source,
            "mark": own,
            "since": now,
            "until": now + pause,
            "times": times,
            "outcome": answer.outcome.value,
            "reason": answer.reason,
        }
        insert_all(tx, t, [row])

    def try_again(self, tx: Tx, pause: Pause, now: datetime) -> bool:
        """Whether this worker is the one that asks after the pause; the others wait for it."""
        seen = (t.c.connector_id == pause.connector_id, t.c.until == pause.until)
        rows = read_rows(tx, t, select(t).where(*seen, t.c.until <= now).with_for_update())
        for row in rows:
            change(tx, t, row, {"until": now + _TRIAL})
        return bool(rows)

    def end(self, tx: Tx, source: str) -> bool:
        """Let the source be asked; whether it rested."""
        return bool(let_go(tx, t, t.c.connector_id == source))

    def all(self, tx: Tx) -> dict[str, Pause]:
        """Every pause by source, those that are over too until somebody asks."""
        return {row["connector_id"]: _pause(row) for row in read_rows(tx, t, select(t))}


def _pause(row: Mapping[str, Any]) -> Pause:
    told = {name: row[name] for name in Pause.__slots__}
    return Pause(**{**told, "outcome": Outcome(row["outcome"])})
