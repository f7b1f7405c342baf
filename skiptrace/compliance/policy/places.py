"""Where somebody may be, in law: states, cities with rules of their own, and time zones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from config.law import CityPlace, PlaceTable
from skiptrace.compliance.policy.facts.contact import Place


@dataclass(frozen=True, slots=True)
class Atlas:
    """Reads places by counsel's table."""

    table: PlaceTable
    _states: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        states = {c: name for name, state in self.table.states.items() for c in state.area_codes}
        object.__setattr__(self, "_states", states)

    def state(self, place: Place) -> str:
        """The place's state, by its area code where nothing else says it; empty if unknown."""
        return place.state.upper() or self._states.get(place.area_code, "")

    def jurisdictions(self, places: Iterable[Place]) -> frozenset[str]:
        """The states and cities whose law may reach any of the places.

        A state without a ZIP code may be any of its cities, unless another of the places says
        where in that state it is.
        """
        known = [(self.state(place), place) for place in places]
        states = {state for state, _ in known if state}
        found = set(states)
        for name, city in self.table.cities.items():
            mine = [p for state, p in known if state in (city.state, "")]
            located = [p for p in mine if p.zip5 or p.area_code]
            if any(_lies_in(p, city) for p in located) or (city.state in states and not located):
                found.add(name)
        return frozenset(found)

    def zones(self, place: Place) -> frozenset[str]:
        """The time zones in which the place may lie; empty where nobody knows."""
        state = self.table.states.get(self.state(place))
        return frozenset(state.zones) if state is not None else frozenset()


def _lies_in(place: Place, city: CityPlace) -> bool:
    if place.zip5:
        return place.zip5.startswith(city.zip_prefixes)
    return place.area_code in city.area_codes
