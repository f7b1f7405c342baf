"""What stands in several columns of a row and is one value: street lines, ZIP+4, area codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from skiptrace.intake.claims import AREA_CODES, PHONES

_LOCAL_NUMBER = re.compile(r"[2-9][0-9]{2}[ .-]?[0-9]{4}")
_ZIP5 = re.compile(r"[0-9]{5}")
_ZIP4 = re.compile(r"[0-9]{1,4}")
_BARE_BOX = re.compile(r"#? ?[0-9A-Za-z-]{1,10}")

_BARE_UNIT = re.compile(r"#? ?(?:[0-9]{1,5}[A-Za-z]?|[A-Za-z][0-9]{0,4})")
_URB = re.compile(r"URB\b|URBANI[SZ]ACI[OÓ]N\b", re.IGNORECASE)
_STREET = (
    "street_number", "street_direction", "street_name", "street_type", "street_post_direction",
)  # fmt: skip


def joined(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of targets that take more from columns beside them, by target."""
    found = {}
    line = "" if texts.get("address") else _street_line(texts)
    if line:
        found["address"] = line
    if urbanization := texts.get("urbanization", ""):
        whole = urbanization if _URB.match(urbanization) else f"URB {urbanization}"
        street = found.get("address", texts.get("address", ""))
        found["address"] = ", ".join(filter(None, (whole, street)))
    unit = texts.get("address_2", "")
    if _BARE_UNIT.fullmatch(unit):
        found["address_2"] = f"{texts.get('unit_type') or '#'} {unit.lstrip('# ')}"
    zip4 = texts.get("zip4", "")
    if _ZIP5.fullmatch(texts.get("zip", "")) and _ZIP4.fullmatch(zip4):
        found["zip"] = f"{texts['zip']}-{zip4.zfill(4)}"
    for code, phone in zip(AREA_CODES, PHONES, strict=True):
        local = texts.get(phone, "")
        if texts.get(code) and _LOCAL_NUMBER.fullmatch(local):
            found[phone] = f"{texts[code]} {local}"
    return found


def _street_line(texts: Mapping[str, str]) -> str:
    """The house number and the street, or the box where there is no street."""
    street, box = texts.get("street_name", ""), texts.get("po_box", "")
    if street:
        parts = (texts.get(part, "") for part in _STREET)
        return " ".join(filter(None, parts))
    return f"PO BOX {box.lstrip('# ')}" if _BARE_BOX.fullmatch(box) else box
