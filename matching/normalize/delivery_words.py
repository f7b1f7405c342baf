"""The delivery part of a whole address as house, street, core and unit, for columns."""

from __future__ import annotations

from matching.normalize.address_form import AddressKind, NormalAddress
from matching.normalize.street_words import BOX, house_word, street_words, unit_word

_ROUTES = {AddressKind.RURAL_ROUTE: "RR ", AddressKind.HIGHWAY_CONTRACT: "HC "}
"""What tells the routes of one number apart; a military unit carries its designator."""


def delivery_words(address: NormalAddress) -> tuple[str, str, str, str]:
    """House number, street, core and unit; a box stands as the number of its street or route.

    All are empty for an address that could not be read.
    """
    if address.kind is AddressKind.UNPARSED:
        return "", "", "", ""
    if address.box:
        route = f"{_ROUTES.get(address.kind, '')}{address.route}" if address.route else BOX
        return house_word(address.box), route, route, _unit(address)
    parts = (address.predir, address.street, address.suffix, address.postdir)
    street, core = street_words(" ".join(part for part in parts if part))
    house = house_word(f"{address.number} {address.fraction}")
    return house, street, core, _unit(address)


def _unit(address: NormalAddress) -> str:
    """The unit with every designator, so that a building and a floor are told apart."""
    return unit_word(" ".join(f"{kind} {name}" for kind, name in address.units))
