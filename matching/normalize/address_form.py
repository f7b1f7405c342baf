"""What a normalised address is: its kind, its components, its display lines and its match keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from matching.normalize.address_tables import address_tables

_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_GENERIC_UNITS = frozenset({"APT", "UNIT", "#", "STE", "RM", "OFC", ""})
_PADS = frozenset({"LOT", "TRLR", "SPC"})
_SAINT = {"SAINT": "ST", "SAINTS": "STS", "MOUNT": "MT", "FORT": "FT"}


class AddressKind(StrEnum):
    """How mail reaches an address."""

    STREET = "street"
    PO_BOX = "po_box"
    RURAL_ROUTE = "rural_route"
    HIGHWAY_CONTRACT = "highway_contract"
    MILITARY = "military"
    GENERAL_DELIVERY = "general_delivery"
    PUERTO_RICO = "puerto_rico"
    UNPARSED = "unparsed"


@dataclass(frozen=True)
class NormalAddress:
    """An address in components and in Publication 28 lines.

    `units` holds every secondary designator in order, (type, identifier); `unit_type` and `unit`
    repeat the innermost. `route` is the number of a rural route, highway contract or military
    unit (with its designator), `box` the box. `flags` name what was repaired, dropped or cannot
    be decided without ZIP+4 data.
    """

    kind: AddressKind = AddressKind.UNPARSED
    number: str = ""
    fraction: str = ""
    predir: str = ""
    street: str = ""
    suffix: str = ""
    postdir: str = ""
    units: tuple[tuple[str, str], ...] = ()
    pmb: str = ""
    route: str = ""
    box: str = ""
    urbanization: str = ""
    city: str = ""
    state: str = ""
    zip5: str = ""
    zip4: str = ""
    flags: frozenset[str] = frozenset()

    @property
    def unit_type(self) -> str:
        """The innermost secondary designator: APT, STE, FL, ..., or empty."""
        return self.units[-1][0] if self.units else ""

    @property
    def unit(self) -> str:
        """The innermost secondary identifier, or empty."""
        return self.units[-1][1] if self.units else ""

    @cached_property
    def delivery_line(self) -> str:
        """The Publication 28 delivery line; empty when there is none to derive."""
        return _delivery_line(self)

    @cached_property
    def last_line(self) -> str:
        """City, state and ZIP code in Publication 28 form."""
        postcode = f"{self.zip5}-{self.zip4}" if self.zip5 and self.zip4 else self.zip5
        return " ".join(p for p in (self.city, self.state, postcode) if p)

    @cached_property
    def street_key(self) -> str:
        """The street name for matching: ordinals as numbers, no spaces or hyphens, ST for SAINT.

        In Puerto Rico the word CALLE does not count.
        """
        return street_key(self.street.removeprefix("CALLE ") if self.state == "PR" else self.street)

    @cached_property
    def unit_key(self) -> str:
        """The units for matching: APT, UNIT, STE and # alike, no zeros in front, no hyphens."""
        keys = [_unit_key(kind, identifier) for kind, identifier in self.units]
        return ";".join(keys + ([f"PMB{bare_number(self.pmb)}"] if self.pmb else []))

    @cached_property
    def key(self) -> str:
        """Equal for two writings of one delivery point; empty for an unparsed address."""
        return f"{self.building_key}|{self.unit_key}" if self.building_key else ""

    @cached_property
    def building_key(self) -> str:
        """The match key without unit and private mailbox; empty for an unparsed address."""
        return _building_key(self)


def bare_number(text: str) -> str:
    """An identifier without hyphens, spaces and zeros in front."""
    return re.sub(r"[^A-Z0-9/]", "", text).lstrip("0") or text


def street_key(street: str) -> str:
    """A street name for matching: NINTH, 9TH and 9 are one; spaces and hyphens do not count."""
    words = address_tables().number_words
    keyed = (words.get(word, _SAINT.get(word, word)) for word in street.split())
    return "".join(_ORDINAL.sub(r"\1", word) for word in keyed).replace("-", "")


def _unit_key(kind: str, identifier: str) -> str:
    shown = "" if kind in _GENERIC_UNITS else "LOT" if kind in _PADS else kind
    return f"{shown}{bare_number(identifier)}"


def _delivery_line(a: NormalAddress) -> str:
    parts: tuple[str, ...] = ()
    match a.kind:
        case AddressKind.PO_BOX:
            parts = ("PO BOX", a.box)
        case AddressKind.RURAL_ROUTE | AddressKind.HIGHWAY_CONTRACT:
            name = "RR" if a.kind is AddressKind.RURAL_ROUTE else "HC"
            parts = (name, a.route, "BOX" if a.box else "", a.box)
        case AddressKind.MILITARY:
            parts = (a.route, "BOX" if a.box else "", a.box)
        case AddressKind.GENERAL_DELIVERY:
            parts = ("GENERAL DELIVERY",)
        case AddressKind.STREET | AddressKind.PUERTO_RICO:
            number = f"{a.number} {a.fraction}" if a.fraction else a.number
            parts = (number, a.predir, a.street, a.suffix, a.postdir)
        case AddressKind.UNPARSED:
            return ""
    units = tuple(word for unit in a.units for word in unit)
    return " ".join(p for p in (*parts, *units, f"PMB {a.pmb}" if a.pmb else "") if p)


def _building_key(a: NormalAddress) -> str:
    if a.kind is AddressKind.UNPARSED:
        return ""
    place = a.zip5 or f"{a.city} {a.state}"
    if a.kind in (AddressKind.STREET, AddressKind.PUERTO_RICO):
        number = bare_number(a.number) + a.fraction
        suffix = "" if a.state == "PR" and a.suffix == "ST" else a.suffix
        parts = (number, a.predir, a.street_key, suffix, a.postdir, a.urbanization)
        return "|".join(("S", place, *parts))
    return "|".join((a.kind.value, place, bare_number(a.route), bare_number(a.box)))
