"""What became of businesses: new names, other offices, an end, a merger, a name to trade under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from connectors.sandbox.town.business import (
    Business,
    Kind,
    NameSpell,
    Premises,
    Standing,
    core_name,
)
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.gazetteer import Housing
from connectors.sandbox.town.tables import read_toml

_RENAMED = 0.16
_TWICE = 0.25
_MOVED = 0.6
_TRADES = 0.14
_DELINQUENT = 0.06
_MERGED = 0.15
_DISSOLVED = 0.3
_STAYS_PUT = frozenset({Kind.SHELF, Kind.NAMESAKE})


def play_fortunes(
    rng: Random, businesses: Sequence[Business], housing: Housing, today: int
) -> list[Business]:
    """The same businesses in the same order, each with what became of it."""
    player = _Player(rng, housing, today, (core_name(b.name) for b in businesses))
    played = [player.played(business) for business in businesses]
    living = [b for b in played if b.active and b.formed_in == "FL"]
    return [player.ended(business, living) for business in played]


class _Player:
    def __init__(self, rng: Random, housing: Housing, today: int, names: Iterable[str]) -> None:
        self._rng = rng
        self._housing = housing
        self._today = today
        self._table: dict[str, Any] = read_toml("business.toml")
        self._taken = set(names)

    def played(self, business: Business) -> Business:
        """Its former names and offices, the name it trades under, and how it stands."""
        last = (business.ended or self._today) - 40
        names = self._former_names(business, last)
        moved = self._former_premises(business, last)
        trade = ""
        if business.kind is Kind.OWNED and self._rng.random() < _TRADES:
            trade = (
                f"{pick(self._rng, self._table['first'])} {pick(self._rng, self._table['trade'])}"
            )
        late = business.active and self._rng.random() < _DELINQUENT
        standing = Standing.DELINQUENT if late else business.standing
        return replace(
            business,
            former_names=names,
            former_premises=moved,
            trade_name=trade,
            standing=standing,
        )

    def _former_names(self, business: Business, last: int) -> tuple[NameSpell, ...]:
        rng = self._rng
        if business.kind is not Kind.OWNED or rng.random() >= _RENAMED:
            return ()
        days = sorted(between(rng, business.formed + 90, last) for _ in range(2))
        if days[0] <= business.formed or days[1] - days[0] < 60 or days[1] > last:
            return ()
        spells, since = [], business.formed
        for until in days if rng.random() < _TWICE else days[1:]:
            spells.append(NameSpell(self._unlike(business), since, until))
            since = until
        return tuple(spells)

    def _unlike(self, business: Business) -> str:
        """Another name that nobody has."""
        rng, form = self._rng, business.name.rsplit(" ", 1)[1]
        while True:
            name = f"{pick(rng, self._table['first'])} {pick(rng, self._table['trade'])} {form}"
            if core_name(name) not in self._taken:
                self._taken.add(core_name(name))
                return name
            form = f"Group {form}" if rng.random() < 0.3 else form

    def _former_premises(self, business: Business, last: int) -> tuple[Premises, ...]:
        rng = self._rng
        moves = business.kind not in _STAYS_PUT and rng.random() < _MOVED
        day = between(rng, max(business.formed + 90, last - 1100), last)
        if not moves or not business.formed + 60 < day <= last:
            return ()
        return (Premises(self._housing.office(), business.formed, day),)

    def ended(self, business: Business, living: Sequence[Business]) -> Business:
        """How one that lasts no more came to its end."""
        if business.active:
            return business
        roll = self._rng.random()
        heirs = [b for b in living if b.formed < business.ended] if roll < _MERGED else []
        if heirs and business.formed_in == "FL":
            heir = pick(self._rng, heirs)
            return replace(business, standing=Standing.MERGED, successor=heir.entity_id)
        dissolved = roll < _MERGED + _DISSOLVED
        return replace(business, standing=Standing.DISSOLVED if dissolved else Standing.REVOKED)
