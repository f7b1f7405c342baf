"""Whether a parcel is still the subject's: what the deeds and rolls of all sources say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skiptrace.model.asset import Deed, Parcel
from skiptrace.model.dates import PartialDate
from skiptrace.model.title import Holding

_LAG = timedelta(days=31)
"""A deed may be recorded this much later than it was given: so near, the order is not told."""
_WHO = "names a grantor who may be the subject"
_ROLL_LAG = timedelta(days=366)
"""A roll that names the subject this long after a deed away does not merely lag behind it."""


class Move(StrEnum):
    """What a record says of a parcel: the subject got it or gave it away, or a roll lists it."""

    GAINED = "gained"
    LOST = "lost"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One record about a parcel: a deed to or from the subject, or an assessor's roll.

    `on` is the day of the deed (of a roll, of the deed that it rests on), `document` its number,
    both empty where the source gives none; `as_of` is the year of a roll, `asset` what the record
    says. `sure` says that it is surely the subject's and of this parcel, `doubt` what else it is.
    """

    move: Move
    on: PartialDate | None
    document: str = ""
    source: str = ""
    sure: bool = True
    as_of: PartialDate | None = None
    asset: Parcel | Deed | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A roll of all owners of the parcel's county that does not list it as the subject's.

    `as_of` is the first day of its year.
    """

    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Held:
    """The verdict on one parcel, and its reason in words."""

    holding: Holding
    words: str = ""


_STILL_HELD = Held(Holding.HELD)


def holding(events: Sequence[Event], silence: Silence | None = None) -> Held:
    """Whether the subject still holds the parcel that the events are about.

    The last deed decides. One that names the subject on both sides takes nothing away. Where the
    order cannot be told (a day is missing, or two are the same), it is unclear who holds it; so it
    is where a later roll of the county does not list the parcel as the subject's.
    """
    gained = [event for event in events if event.move is not Move.LOST and event.sure]
    kept = {event.document for event in gained if event.document}
    lost = [e for e in events if e.move is Move.LOST and not (e.sure and e.document in kept)]
    sure = [event for event in lost if event.sure]
    found = _by_order(gained, sure) if sure else _STILL_HELD
    if found.holding is not Holding.HELD:
        return found
    doubtful = [event for event in lost if not event.sure]
    return _by_doubt(gained, doubtful) or _by_silence(gained, silence) or _STILL_HELD


def _by_order(gained: Sequence[Event], lost: Sequence[Event]) -> Held:
    dated = [(event, event.on) for event in lost if event.on is not None]
    if len(dated) < len(lost):
        undated = next(event for event in lost if event.on is None)
        return Held(Holding.UNCLEAR, f"ownership unclear: {_named(undated)} bears no date")
    last, day = max(dated, key=lambda one: (one[1].latest(), one[1].earliest()))
    if _is_restored(gained, day):
        return _STILL_HELD
    if roll := _later_roll(gained, day):
        words = f"{_named(last)} of {day}, and the roll of {roll.as_of} still names the subject"
        return Held(Holding.UNCLEAR, f"ownership unclear: {words}")
    if all(_is_before(event, day) for event in gained):
        return Held(Holding.CONVEYED, f"formerly held: conveyed on {day}, {_document(last)}")
    words = f"it cannot be told whether {_named(last)} of {day} came after what names the subject"
    return Held(Holding.UNCLEAR, f"ownership unclear: {words}")


def _is_before(event: Event, day: PartialDate) -> bool:
    """Whether what gave the parcel to the subject, or showed it so, lies before that day."""
    since = event.on or event.as_of
    return since is not None and since.latest() < day.earliest()


def _later_roll(gained: Sequence[Event], lost_on: PartialDate) -> Event | None:
    """A roll that names the subject when it should have heard of a deed away on that day."""
    rolls = (event for event in gained if event.as_of is not None)
    late = (e for e in rolls if e.as_of and e.as_of.earliest() - lost_on.latest() > _ROLL_LAG)
    return next(late, None)


def _is_restored(gained: Sequence[Event], lost_on: PartialDate) -> bool:
    """Whether a deed clearly after that day gave the parcel back."""
    days = (event.on.earliest() for event in gained if event.on is not None)
    return any(day - lost_on.latest() > _LAG for day in days)


def _by_doubt(gained: Sequence[Event], doubtful: Sequence[Event]) -> Held | None:
    """What deeds say that may be somebody else's, or of another parcel."""
    for event in doubtful:
        if event.on is None or not _is_restored(gained, event.on):
            day = f" of {event.on}" if event.on is not None else ""
            words = f"{_named(event)}{day} {event.doubt or _WHO}"
            return Held(Holding.UNCLEAR, f"ownership unclear: {words}")
    return None


def _by_silence(gained: Sequence[Event], silence: Silence | None) -> Held | None:
    """What it says that a complete roll, later than all that names the subject, leaves it out."""
    if silence is None or not gained:
        return None
    days = (event.as_of or event.on for event in gained)
    if any(day is not None and day.latest() >= silence.as_of for day in days):
        return None
    words = f"the roll of {silence.as_of.year} ({silence.source}) does not list it as the subject's"
    return Held(Holding.UNCLEAR, f"ownership unclear: {words}")


def _named(event: Event) -> str:
    source = f" ({event.source})" if event.source and not event.sure else ""
    return f"a deed away, {_document(event)}{source}"


def _document(event: Event) -> str:
    return f"document {event.document}" if event.document else "document number not given"
