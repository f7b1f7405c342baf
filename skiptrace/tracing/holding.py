"""Whether a parcel is still the subject's: what the deeds and rolls of all sources say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from skiptrace.model.dates import PartialDate

_LAG = timedelta(days=31)
"""A deed may be recorded this much later than it was given: so near, the order is not told."""


class Move(StrEnum):
    """What a record says of a parcel: the subject got or had it, or gave it away."""

    GAINED = "gained"
    LOST = "lost"


class Holding(StrEnum):
    """Whether the subject still holds a parcel; `unclear` is a state of its own, never `held`."""

    HELD = "held"
    CONVEYED = "conveyed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Event:
    """One record about a parcel: a deed to or from the subject, or an assessor's roll.

    `on` is the day of the deed, `document` its number, both empty where the source gives none.
    `sure` says that the record is the subject's.
    """

    move: Move
    on: PartialDate | None
    document: str = ""
    source: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """The verdict on one parcel, and its reason in words."""

    holding: Holding
    words: str = ""


_STILL_HELD = Held(Holding.HELD)


def holding(events: Sequence[Event]) -> Held:
    """Whether the subject still holds the parcel that the events are about.

    The last deed decides. One that names the subject on both sides takes nothing away. Where the
    order cannot be told (a day is missing, or two are the same), it is unclear who holds it.
    """
    gained = [event for event in events if event.move is Move.GAINED and event.sure]
    kept = {event.document for event in gained if event.document}
    lost = [e for e in events if e.move is Move.LOST and not (e.sure and e.document in kept)]
    if not lost:
        return _STILL_HELD
    sure = [event for event in lost if event.sure]
    found = _by_order(gained, sure) if sure else _STILL_HELD
    doubtful = [event for event in lost if not event.sure]
    if found.holding is Holding.HELD and doubtful:
        return _by_doubt(gained, doubtful)
    return found


def _by_order(gained: Sequence[Event], lost: Sequence[Event]) -> Held:
    dated = [(event, event.on) for event in lost if event.on is not None]
    if len(dated) < len(lost):
        undated = next(event for event in lost if event.on is None)
        return Held(Holding.UNCLEAR, f"ownership unclear: {_named(undated)} bears no date")
    last, day = max(dated, key=lambda one: (one[1].latest(), one[1].earliest()))
    if _is_restored(gained, day):
        return _STILL_HELD
    if all(event.on is not None and event.on.latest() < day.earliest() for event in gained):
        return Held(Holding.CONVEYED, f"formerly held: conveyed on {day}, {_document(last)}")
    words = f"it cannot be told whether {_named(last)} of {day} came after what names the subject"
    return Held(Holding.UNCLEAR, f"ownership unclear: {words}")


def _is_restored(gained: Sequence[Event], lost_on: PartialDate) -> bool:
    """Whether a deed clearly after that day gave the parcel back."""
    days = (event.on.earliest() for event in gained if event.on is not None)
    return any(day - lost_on.latest() > _LAG for day in days)


def _by_doubt(gained: Sequence[Event], doubtful: Sequence[Event]) -> Held:
    """What deeds say whose grantor has the subject's name and may be somebody else."""
    for event in doubtful:
        if event.on is None or not _is_restored(gained, event.on):
            day = f" of {event.on}" if event.on is not None else ""
            words = f"{_named(event)}{day} names a grantor who may be the subject"
            return Held(Holding.UNCLEAR, f"ownership unclear: {words}")
    return _STILL_HELD


def _named(event: Event) -> str:
    source = f" ({event.source})" if event.source and not event.sure else ""
    return f"a deed away, {_document(event)}{source}"


def _document(event: Event) -> str:
    return f"document {event.document}" if event.document else "document number not given"
