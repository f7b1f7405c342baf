"""Telephone numbers, which go from one person to the next, e-mail addresses, and boxes."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from random import Random
from typing import NamedTuple

from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import ALWAYS, Person, PhoneSpell, Stay
from connectors.sandbox.town.tables import read_csv, read_toml

_MEAN_TENURE = 3400.0
_QUARANTINE = 60
"""Days that a number given up rests; the FCC asks for 45 to 90 (47 CFR 52.15(f)(1)(ii))."""


class _Line(NamedTuple):
    """A number wanted from one day to another by people who share it."""

    since: int
    until: int
    line: str
    owners: tuple[Person, ...]


class Exchange:
    """All numbers (AAA) 555-0100 to 555-0199 of the real area codes, the home region's first."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        local = set(read_toml("places.toml")["home_area_codes"])
        codes = [row["area_code"] for row in read_csv("area_codes.csv")]
        keyed = [
            (rng.random() * (0.15 if code in local else 1.0), f"{code}55501{end:02d}")
            for code in codes
            for end in range(100)
        ]
        self._fresh = deque(number for _, number in sorted(keyed))
        self._resting: list[tuple[int, str]] = []

    def assign(self, day: int) -> str:
        """A free number: one that rested long enough or a fresh one; '' when none is left."""
        ripe = bool(self._resting) and self._resting[0][0] <= day
        if ripe and (self._rng.random() < 0.6 or not self._fresh):
            return heappop(self._resting)[1]
        return self._fresh.popleft() if self._fresh else ""

    def give_up(self, number: str, day: int) -> None:
        """The number rests from that day on and then may go to a stranger."""
        heappush(self._resting, (day + _QUARANTINE + int(self._rng.random() * 60), number))


def connect_phones(rng: Random, census: Census, today: int) -> None:
    """Give everybody of 15 and older their numbers over the years, in order of time."""
    wanted: list[_Line] = []
    for person in census.people:
        _mobiles(rng, person, (census.start, today), wanted)
    for household in census.households:
        _landlines(rng, household.members, wanted)
    wanted.sort(key=lambda w: (w.since, w.owners[0].id))
    exchange = Exchange(rng)
    for want in wanted:
        number = exchange.assign(want.since)
        if not number:
            continue
        for owner in want.owners:
            owner.phones.append(PhoneSpell(number, want.since, want.until, want.line))
        if want.until:
            exchange.give_up(number, want.until)


def _mobiles(rng: Random, person: Person, span: tuple[int, int], wanted: list[_Line]) -> None:
    start, today = span
    day = max(person.birth + between(rng, 4400, 6200), start - int(rng.random() * 2600))
    end = person.death or today
    if day >= end or rng.random() > 0.94:
        return
    while day < end:
        until = day + 60 + int(rng.expovariate(1 / _MEAN_TENURE))
        wanted.append(_Line(day, until if until < today else person.death, "mobile", (person,)))
        if until < end and person.death:
            wanted[-1] = wanted[-1]._replace(until=until)
        elif person.death:
            wanted[-1] = wanted[-1]._replace(until=person.death)
        day = until + (0 if rng.random() < 0.8 else between(rng, 5, 300))


def _landlines(rng: Random, members: list[Person], wanted: list[_Line]) -> None:
    if not members or rng.random() > 0.22:
        return
    head = members[0]
    sharing = tuple(p for p in members if p.stays[-1].since <= head.stays[-1].since and _grown(p))
    if head in sharing:
        wanted.append(_Line(head.stays[-1].since + 20, ALWAYS, "landline", sharing))


def _grown(person: Person) -> bool:
    return person.stays[-1].since - person.birth > 6200


def give_emails(rng: Random, census: Census, today: int) -> None:
    """E-mail addresses at the domains of RFC 2606; every address is one person's only."""
    for index, person in enumerate(census.people):
        if today - person.birth < 5800 or rng.random() > 0.78:
            continue
        given = person.given.lower()
        surname = person.surname.split(" ")[0].split("-")[0].lower()
        stem = pick(rng, (f"{given}.{surname}", f"{given[0]}{surname}", f"{surname}{given}"))
        person.emails = (f"{stem}{index}@example.{pick(rng, ('com', 'com', 'net', 'org'))}",)


def rent_boxes(rng: Random, census: Census, today: int) -> None:
    """Post office boxes for a few adults; some keep them after they moved away."""
    for person in census.people:
        if person.death or not person.is_adult(today) or rng.random() > 0.05:
            continue
        at = pick(rng, person.stays)
        since = min(max(at.since, person.birth + 6600) + between(rng, 30, 900), today - 30)
        until = ALWAYS if rng.random() < 0.7 else min(since + between(rng, 200, 1500), today - 1)
        person.mail.append(Stay(census.housing.box(at.address), since, until, "mail"))
