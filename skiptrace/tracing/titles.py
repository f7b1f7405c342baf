"""Makes of a parcel's events its title: owners of record, deeds in and out, the roll's facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from matching.compare.organization.relate import compare_organizations
from matching.parse.text import folded
from skiptrace.model.asset import BusinessInterest, Deed, Parcel, ParcelRef, PartyRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import Subject
from skiptrace.model.title import Conveyance, Holding, Title
from skiptrace.tracing.holding import Event, Held, Move


@dataclass(frozen=True, slots=True)
class TitleMaker:
    """Makes titles for one subject; a consideration up to `nominal` dollars is nominal."""

    subject: Subject
    businesses: Sequence[BusinessInterest]
    nominal: Decimal

    def title(self, refs: Sequence[ParcelRef], events: Sequence[Event], held: Held) -> Title:
        """The title to the parcel that the events are about."""
        gained = [event for event in events if event.move is not Move.LOST]
        rolls = [e.asset for e in sorted(gained, key=_day) if isinstance(e.asset, Parcel)]
        valued = next((roll for roll in reversed(rolls) if roll.assessed), None)
        valued = valued or (rolls[-1] if rolls else None)
        owners, owners_by = _owners(events, held)
        return Title(
            ref=_joined(refs),
            holding=held.holding,
            as_of=max((d for e in gained if (d := e.as_of or e.on)), key=_latest, default=None),
            owners=owners,
            owners_by=owners_by,
            assessed=valued.assessed if valued else None,
            tax_year=valued.tax_year if valued else None,
            homestead=_newest(rolls, lambda roll: roll.homestead),
            land_use=_newest(rolls, lambda roll: roll.land_use),
            deeds_in=self._deeds(events, Move.GAINED),
            deeds_out=self._deeds(events, Move.LOST),
        )

    def _deeds(self, events: Sequence[Event], move: Move) -> tuple[Conveyance, ...]:
        """The deeds of one direction, each document once; undated ones last."""
        deeds = (e.asset for e in events if e.move is move and isinstance(e.asset, Deed))
        once = {(d.number or d): d for d in sorted(deeds, key=_recorded)}
        return tuple(self._conveyance(deed) for deed in once.values())

    def _conveyance(self, deed: Deed) -> Conveyance:
        money = deed.amount
        is_nominal = None if money is None else money.amount <= self.nominal
        return Conveyance(deed, is_nominal, self._connection(deed))

    def _connection(self, deed: Deed) -> str:
        """What connects the grantee of a deed by the subject with the subject, as records say."""
        if deed.side is not PartyRole.GRANTOR:
            return ""
        for grantee in deed.named(PartyRole.GRANTEE):
            for one in self.businesses:
                if one.name and compare_organizations(grantee, one.name).is_same:
                    return f"a register names the subject as {one.role or 'a party'} of the grantee"
            words = set(folded(grantee).split())
            if any(s and s <= words for s in map(_surname, self.subject.names)):
                return "the grantee bears the subject's surname"
        return ""


Told = TypeVar("Told")


def _newest(rolls: Sequence[Parcel], read: Callable[[Parcel], Told | None]) -> Told | None:
    """What the rolls of the newest year that say it say; unknown where they say several things.

    A roll that is silent on it, such as a map of the same county, says nothing against it.
    """
    read_of = ((roll.tax_year or 0, read(roll)) for roll in rolls)
    telling = [(year, said) for year, said in read_of if said is not None]
    newest = max((year for year, _ in telling), default=0)
    words = list(dict.fromkeys(said for year, said in telling if year == newest))
    return words[0] if len(words) == 1 else None


def _surname(name: object) -> set[str]:
    return set(folded(getattr(name, "surname", "")).split())


def _owners(events: Sequence[Event], held: Held) -> tuple[tuple[str, ...], str]:
    """The owners as the newest record writes them, and which record that is; unknown if unclear."""
    if held.holding is Holding.UNCLEAR:
        return (), ""
    wanted = held.holding is Holding.CONVEYED
    mine = [event for event in events if (event.move is Move.LOST) is wanted]
    for event in sorted(mine, key=_day, reverse=True):
        role = PartyRole.OWNER if event.move is Move.LISTED else PartyRole.GRANTEE
        names = event.asset.named(role) if event.asset is not None else ()
        if names:
            return names, _by(event)
    return (), ""


def _by(event: Event) -> str:
    if event.move is Move.LISTED:
        return f"tax roll of {event.as_of}" if event.as_of else "tax roll, year not given"
    on = f"recorded {event.on}" if event.on else "without a date"
    return f"deed {on}, document {event.document or 'not given'}"


def _joined(refs: Iterable[ParcelRef]) -> ParcelRef:
    """What the records say together of which parcel it is; each part as one of them writes it."""
    parts = sorted(
        refs, key=lambda r: (not r.county, not r.address, r.number or "", r.address or "")
    )
    return ParcelRef(
        next((r.number for r in parts if r.number), None),
        next((r.county for r in parts if r.county), None),
        next((r.state for r in parts if r.state), None),
        next((r.address for r in parts if r.address), None),
    )


def _day(event: Event) -> tuple[date, date, str]:
    day = event.as_of or event.on
    return (_latest(day), day.earliest() if day else date.min, event.document)


def _latest(day: PartialDate | None) -> date:
    return day.latest() if day else date.min


def _recorded(deed: Deed) -> tuple[date, str]:
    return deed.recorded.latest() if deed.recorded else date.max, deed.number or ""
