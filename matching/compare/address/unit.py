"""Secondary units of one building compared: building, floor, inner unit, private mailbox."""

from __future__ import annotations

from matching.compare.address.relation import Part, PartRelation, different, same, uncertain
from matching.parse.address.buildings import is_building
from matching.parse.address.form import bare_number, units_key
from matching.parse.address.parts import UnitPart, unit_part

_DWELLINGS = frozenset({"APT", "UNIT", "STE", "LOT", "TRLR", "SPC", "CONDO", "FLAT"})
_PADS = frozenset({"LOT", "TRLR", "SPC", "PAD"})
_BUILDINGS = ("BLDG", "TOWER", "WING", "BLK")
_OUTER = (*_BUILDINGS, "FL")
_Parts = dict[str, str]


def compare_units(a: str, b: str) -> PartRelation:
    """The relation of what stands behind two streets or boxes, as `AddressParts.unit`.

    UNIT may be APT, STE or LOT, # anything; LOT, TRLR and SPC are one; APT 4 and FL 4 are two.
    """
    left, right = unit_part(a), unit_part(b)
    if left.behind_box or right.behind_box:
        units = _behind_boxes(left, right)
    else:
        units = _units(left, right)
    if units.part is Part.SAME and _details_differ(left, right):
        return uncertain("words behind the street differ")
    return units


def _behind_boxes(a: UnitPart, b: UnitPart) -> PartRelation:
    if units_key(a.units, a.pmb) == units_key(b.units, b.pmb):
        return same()
    return uncertain("units behind one box differ")


def _details_differ(a: UnitPart, b: UnitPart) -> bool:
    """Whether words behind the street may tell two places apart.

    The name of a building that one side leaves out adds nothing; nor do words behind a box.
    """
    if a.details == b.details:
        return False
    if a.details and b.details:
        return {_spaceless(text) for text in a.details} != {_spaceless(text) for text in b.details}
    is_box = a.behind_box or b.behind_box
    return not (is_box or all(is_building(text) for text in (*a.details, *b.details)))


def _spaceless(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _units(a: UnitPart, b: UnitPart) -> PartRelation:
    if a.units == b.units and a.pmb == b.pmb:
        return same()
    if _is_signed_mailbox(a, b) or _is_signed_mailbox(b, a):
        return same("the number sign stands for the private mailbox")
    if not (a.units or a.pmb) or not (b.units or b.pmb):
        return uncertain("unit missing on one side")
    left, right = _outer(a), _outer(b)
    missing = _missing_outer(a, b, left, right)
    if missing is not None and missing.part is Part.OTHER:
        return missing
    return _inner(a, b) or missing or _mailboxes(a, b)


def _outer(a: UnitPart) -> _Parts:
    return {kind: bare_number(name) for kind, name in a.units if kind in _OUTER}


def _inner_units(a: UnitPart) -> list[tuple[str, str]]:
    return [(kind, bare_number(name)) for kind, name in a.units if kind not in _OUTER]


def _missing_outer(a: UnitPart, b: UnitPart, left: _Parts, right: _Parts) -> PartRelation | None:
    for kind in _BUILDINGS:
        if left.get(kind, "") != right.get(kind, ""):
            if kind in left and kind in right:
                return different("buildings of one address differ")
            return uncertain("building missing on one side")
    if left.get("FL", "") == right.get("FL", ""):
        return None
    if "FL" in left and "FL" in right:
        return different("floors differ")
    floor = left.get("FL") or right.get("FL", "")
    if any(_says_floor(name, floor) for _, name in (_inner_units(a) and _inner_units(b))):
        return None
    return uncertain("floor missing on one side")


def _says_floor(name: str, floor: str) -> bool:
    """Whether a room number such as 310 begins with its floor, 3."""
    digits = name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return digits.isdigit() and len(digits) == len(floor) + 2 and digits.startswith(floor)


def _inner(a: UnitPart, b: UnitPart) -> PartRelation | None:
    """What the inner units decide; None when they agree."""
    left, right = _inner_units(a), _inner_units(b)
    if not left and not right:
        return None
    if not left or not right:
        return _one_inner(a, b, left or right)
    if len(left) != len(right):
        return uncertain("one side names more units than the other")
    for (kind, name), (other_kind, other_name) in zip(left, right, strict=True):
        verdict = _pair(kind, name, other_kind, other_name)
        if verdict is not None:
            return verdict
    return None


def _one_inner(a: UnitPart, b: UnitPart, inner: list[tuple[str, str]]) -> PartRelation | None:
    """A unit on one side only; APT 4 and FL 4 are two places."""
    floor = _outer(a).get("FL") or _outer(b).get("FL", "")
    if floor and any(name == floor for _, name in inner):
        return different("a floor is not an apartment of the same number")
    return uncertain("unit missing on one side")


def _pair(kind: str, name: str, other_kind: str, other_name: str) -> PartRelation | None:
    if not name or not other_name:
        if name == other_name:
            return None if kind == other_kind else different("units differ")
        return uncertain("a unit with a number and one without")
    if name != other_name:
        if name.replace("-", "") == other_name.replace("-", ""):
            return uncertain("a hyphen in the unit may count")
        return different("units differ")
    kinds = {kind, other_kind}
    is_unit = "UNIT" in kinds and kinds <= _DWELLINGS
    if len(kinds) == 1 or kinds <= _PADS or "#" in kinds or is_unit:
        return None
    return uncertain("one number, but designators of different kinds")


def _mailboxes(a: UnitPart, b: UnitPart) -> PartRelation:
    left, right = bare_number(a.pmb), bare_number(b.pmb)
    if left == right:
        return same()
    if left and right:
        return different("private mailboxes differ")
    return uncertain("private mailbox missing on one side")


def _is_signed_mailbox(a: UnitPart, b: UnitPart) -> bool:
    """Whether `# 413` on one side is PMB 413 on the other (section 285)."""
    if not a.pmb or b.pmb or not b.units or b.units[-1][0] != "#":
        return False
    return a.units == b.units[:-1] and bare_number(a.pmb) == bare_number(b.units[-1][1])
