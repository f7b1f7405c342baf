"""House numbers and box numbers compared: halves, letters, ranges, hyphens that may count."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from matching.compare.address.relation import (
    Part,
    PartRelation,
    same,
    uncertain,
    unsaid,
)
from matching.parse.address.form import bare_number

LETTERED = re.compile(r"(\d+)-?([A-Z])")
RANGE = re.compile(r"(\d+)-(\d+)")
_BOX = re.compile(r"(PO|BOX)(?: (.*))?")
_PLAIN = re.compile(r"(?:PO |BOX )?[1-9]\d*")


def is_plain(number: str) -> bool:
    """Whether a number is digits alone, so that another such number is another one."""
    return _PLAIN.fullmatch(number) is not None


def compare_numbers(a: str, b: str, hyphened: bool) -> PartRelation:
    """The relation of the numbers of two addresses, as `AddressParts.number`.

    `hyphened` says that houses have hyphened numbers there: 84-15 is 8415 and no range.
    """
    if a == b:
        return same() if a != "BOX" else unsaid("box missing on both sides")
    left, right = _BOX.fullmatch(a), _BOX.fullmatch(b)
    if left and right:
        return _boxes(left.group(2) or "", right.group(2) or "", left.group(1) == "PO")
    return _houses(a, b, hyphened)


def is_box_of_number(a: str, b: str) -> bool:
    """Whether one side's box has the number of the other's house."""
    return a.partition(" ")[2].lstrip("0") == b or b.partition(" ")[2].lstrip("0") == a


def _boxes(left: str, right: str, at_post_office: bool) -> PartRelation:
    if not left or not right:
        return unsaid("box missing on one side")
    x, y = bare_number(left), bare_number(right)
    if x == y:
        return uncertain("zeros in front of a box number may count") if at_post_office else same()
    if x.replace("-", "") == y.replace("-", ""):
        return uncertain("a hyphen in the box number may count")
    return _apart(x, y, "box numbers differ")


def _houses(a: str, b: str, hyphened: bool) -> PartRelation:
    x, _, half = a.partition(" ")
    y, _, other_half = b.partition(" ")
    if hyphened:
        x, y = x.replace("-", ""), y.replace("-", "")
    number = same() if x == y else _other_house(x, y, hyphened)
    if half == other_half or number.part in (Part.OTHER, Part.NEAR):
        return number
    if half and other_half:
        return _apart(x + half, y + other_half, "half numbers differ")
    return uncertain("half number missing on one side")


def _other_house(x: str, y: str, hyphened: bool) -> PartRelation:
    for one, other in ((x, y), (y, x)):
        if (lettered := LETTERED.fullmatch(one)) and lettered.group(1) == other:
            return uncertain("letter of the house number missing on one side")
        if (ranged := RANGE.fullmatch(one)) and not hyphened:
            if other in ranged.groups():
                return PartRelation(Part.CROSSED, "a range of house numbers and one of its ends")
            if other == "".join(ranged.groups()):
                return uncertain("a range of house numbers and a number without a hyphen")
    if len(x) == len(y) and sorted(x) == sorted(y) and OSA.distance(x, y) == 1:
        reason = "two digits of the house number transposed: another house, or a slip"
        return PartRelation(Part.NEAR, reason)
    return _apart(x.replace("-", ""), y.replace("-", ""), "house numbers of one street differ")


def _apart(x: str, y: str, reason: str) -> PartRelation:
    near = OSA.distance(x, y, score_cutoff=1) <= 1
    return PartRelation(Part.NEAR if near else Part.OTHER, reason)
