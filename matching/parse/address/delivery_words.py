"""The delivery part of an address as the two words that blocking keys and crowds are made of."""

from __future__ import annotations

from matching.parse.address.form import AddressKind, NormalAddress
from matching.parse.address.street_words import BOX, house_word, street_words

_ROUTES = {AddressKind.RURAL_ROUTE: "RR ", AddressKind.HIGHWAY_CONTRACT: "HC "}
"""What tells the routes of one number apart; a military unit carries its designator."""


def delivery_words(address: NormalAddress) -> tuple[str, str]:
    """House number and core of the street; a box stands as the number of its street or route.

    Both are empty for an address that could not be read.
    """
    if address.kind is AddressKind.UNPARSED:
        return "", ""
    if address.box:
        route = f"{_ROUTES.get(address.kind, '')}{address.route}" if address.route else BOX
        return house_word(address.box), route
    parts = (address.predir, address.street, address.suffix, address.postdir)
    _, core = street_words(" ".join(part for part in parts if part))
    return house_word(f"{address.number} {address.fraction}"), core
