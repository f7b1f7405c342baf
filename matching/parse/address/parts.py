"""What an address says part by part, each part a text: equal parts are one code of a column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.parse.address.form import AddressKind, NormalAddress, bare_number, street_key

_FIELD, _ITEM = "\x1f", "\x1e"
_ROUTE, _BEHIND_BOX, _UNCHECKED = "=", "B", "?"
_STREETS = (AddressKind.STREET, AddressKind.PUERTO_RICO)
_DOUBTS = frozenset({"city_from_zip", "zip_unknown", "city_not_in_zip", "ocr_zip"})


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The texts of an address: its number or box, street or route, units, and last line.

    All but the last line are empty for an address that could not be read.
    """

    number: str
    street: str
    unit: str
    last: str


@dataclass(frozen=True)
class StreetPart:
    """A street with directionals, suffix and urbanization; `island` is in Puerto Rico."""

    predir: str
    street: str
    suffix: str
    postdir: str
    urbanization: str
    island: bool

    @cached_property
    def street_key(self) -> str:
        """The name for matching, as `NormalAddress.street_key`."""
        return street_key(self.street.removeprefix("CALLE ") if self.island else self.street)


@dataclass(frozen=True, slots=True)
class RoutePart:
    """A post office box, a route, a military unit or general delivery, with its number."""

    kind: AddressKind
    route: str


@dataclass(frozen=True, slots=True)
class UnitPart:
    """Units with their designators, private mailbox, and words behind the street."""

    units: tuple[tuple[str, str], ...]
    pmb: str
    details: tuple[str, ...]
    behind_box: bool


@dataclass(frozen=True, slots=True)
class LastPart:
    """City, state and ZIP code; `unchecked` when the ZIP code may be a slip."""

    city: str
    state: str
    zip5: str
    unchecked: bool


def address_parts(a: NormalAddress) -> AddressParts:
    """The parts of an address."""
    if a.kind is AddressKind.UNPARSED:
        return AddressParts("", "", "", _last(a))
    return AddressParts(_number(a), _street(a), _unit(a), _last(a))


def is_route(text: str) -> bool:
    """Whether the street of an address is a box, a route or general delivery."""
    return text.startswith(_ROUTE)


@lru_cache(maxsize=1 << 17)
def street_part(text: str) -> StreetPart:
    """The street that `AddressParts.street` says; it is no route."""
    predir, street, suffix, postdir, urbanization, island = text.split(_FIELD)
    return StreetPart(predir, street, suffix, postdir, urbanization, bool(island))


@lru_cache(maxsize=1 << 14)
def route_part(text: str) -> RoutePart:
    """The route that `AddressParts.street` says."""
    kind, route = text.removeprefix(_ROUTE).split(_FIELD)
    return RoutePart(AddressKind(kind), route)


@lru_cache(maxsize=1 << 16)
def unit_part(text: str) -> UnitPart:
    """The units that `AddressParts.unit` says."""
    if not text:
        return UnitPart((), "", (), behind_box=False)
    units, pmb, details, box = text.split(_FIELD)
    flat = units.split(_ITEM) if units else []
    pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
    return UnitPart(pairs, pmb, tuple(details.split(_ITEM)) if details else (), bool(box))


@lru_cache(maxsize=1 << 16)
def last_part(text: str) -> LastPart:
    """The city, state and ZIP code that `AddressParts.last` says."""
    if not text:
        return LastPart("", "", "", unchecked=False)
    city, state, zip5, unchecked = text.split(_FIELD)
    return LastPart(city, state, zip5, bool(unchecked))


def _number(a: NormalAddress) -> str:
    if a.kind in _STREETS:
        return f"{bare_number(a.number)} {a.fraction}".strip()
    if a.kind is AddressKind.PO_BOX:
        return f"PO {a.box}".strip()
    return f"BOX {bare_number(a.box)}".strip()


def _street(a: NormalAddress) -> str:
    if a.kind not in _STREETS:
        return f"{_ROUTE}{a.kind.value}{_FIELD}{bare_number(a.route)}"
    urbanization = a.urbanization.replace(" ", "")
    island = "PR" if a.state == "PR" else ""
    return _FIELD.join((a.predir, a.street, a.suffix, a.postdir, urbanization, island))


def _unit(a: NormalAddress) -> str:
    if not (a.units or a.pmb or a.details):
        return ""
    units = _ITEM.join(word for unit in a.units for word in unit)
    box = "" if a.kind in _STREETS else _BEHIND_BOX
    return _FIELD.join((units, a.pmb, _ITEM.join(a.details), box))


def lone_unit(designator: str, number: str) -> str:
    """`AddressParts.unit` of one unit behind a street."""
    return _FIELD.join((f"{designator}{_ITEM}{number}", "", "", ""))


def lone_box(box: str) -> AddressParts:
    """The parts of a post office box but for its last line."""
    return AddressParts(f"PO {box}", f"{_ROUTE}{AddressKind.PO_BOX.value}{_FIELD}", "", "")


def _last(a: NormalAddress) -> str:
    if not (a.city or a.state or a.zip5):
        return ""
    return _FIELD.join((a.city, a.state, a.zip5, _UNCHECKED if a.flags & _DOUBTS else ""))
