"""Addresses in ACS records: the parts of the fixed fields as one delivery line."""

from __future__ import annotations

from collections.abc import Mapping

from skiptrace.intake.acs_layout import ADDRESS_TYPES, STREET_PARTS, UNIT_PARTS, Field
from skiptrace.model.subject import PostalAddress

# Rural and highway contract routes: the number is the box's, the street is the route.
_ROUTES = frozenset("RHVX")


def bad_address_type(kind: str) -> bool:
    """Whether an address type is none of the published ones (blank: no address)."""
    return bool(kind) and kind not in ADDRESS_TYPES


def address_in(record: str, layout: Mapping[str, Field], side: str) -> PostalAddress | None:
    """The `old` or the `new` address of a record, None when its fields are blank.

    The urbanisation of a Puerto Rican address comes first in the line; a private mailbox last.
    """
    values = {name.removeprefix(f"{side}_"): place.of(record) for name, place in layout.items()}
    line = _line(values)
    if not (line or values["zip"] or values["city"]):
        return None
    return PostalAddress(
        line, values["city"], values["state"], values["zip"], values.get("plus4", "")
    )


def _line(values: Mapping[str, str]) -> str:
    parts = [_delivery(values), *(values[name] for name in UNIT_PARTS)]
    if values["urbanization"]:
        parts.insert(0, f"URB {values['urbanization']}")
    box = values.get("pmb", "")
    if box:
        parts.append(box if box.upper().startswith(("PMB", "#")) else f"PMB {box}")
    return " ".join(filter(None, parts))


def _delivery(values: Mapping[str, str]) -> str:
    """The number and street, in the order that the address type asks for."""
    number, street = values["number"].lstrip("0"), values["street"]
    match values["type"]:
        case "P":
            return f"{street or 'PO BOX'} {number}".strip()
        case "G":
            return street or "GENERAL DELIVERY"
        case kind if kind in _ROUTES and number:
            return f"{street} BOX {number}"
    written = (number, *(values[name] for name in STREET_PARTS))
    return " ".join(filter(None, written))
