"""In which order the terms of a match weight are told, and what their comparisons are called."""

from __future__ import annotations

from collections.abc import Mapping

from matching.term_once import JOINT

PARTS: Mapping[str, tuple[str, ...]] = {
    "prior": ("prior", "population"),
    "names": (
        "surname",
        "surname rarity",
        "given",
        "given rarity",
        "middle",
        "generation",
        "order",
        "organization",
        "name",
        "name rarity",
        "present name",
        "formation",
        "officer",
    ),
    "birth": ("birth", "dob"),
    "numbers": ("ssn", "ein", "register number"),
    "contact": ("phone", "phone crowd", "email", "email crowd"),
    "address": ("place", "address", "locality", "crowd"),
    "other": (),
    "combinations": (),
    "context": (
        "candidate",
        "rival",
        "unsure rival",
        "support",
        "other subject",
        "namesakes",
        "other namesakes",
        "records",
        "register",
        "household",
    ),
    "ceilings": ("proof", "veto"),
    "competition": ("competition",),
    "calibration": ("calibration", "spread", "file"),
    "own mail": ("own mail",),
    "constraint": ("constraint",),
    "lent": (),
    "rest": (),
}
"""The parts of an explanation in reading order, each with its single comparisons in order.

A comparison that no part names stands under `other`, a pair of comparisons under `combinations`,
or under `context` when one of the two is, `via <source>` under `lent`, and what no term accounts
for under `rest`.
"""

_PART_LABELS = (
    "where it starts",
    "name",
    "date of birth",
    "identifying numbers",
    "phone and e-mail",
    "address",
    "other comparisons",
    "what agrees together",
    "the other records",
    "want of proof",
    "other people who fit",
    "calibration",
    "own mail",
    "held down",
    "facts that other records gave",
    "not accounted for",
)
"""What each part is called, in the order of PARTS."""

_LABELS: Mapping[str, str] = {
    "population": "size of the source",
    "surname rarity": "rarity of surname",
    "given": "given name",
    "given rarity": "rarity of given name",
    "middle": "middle name",
    "generation": "generational suffix",
    "order": "order of names",
    "birth": "date of birth",
    "dob": "date of birth",
    "ssn": "social security number",
    "name rarity": "rarity of the name",
    "formation": "state of formation",
    "ein": "employer identification number",
    "phone crowd": "records of the phone",
    "email": "e-mail",
    "email crowd": "records of the e-mail",
    "place": "address",
    "crowd": "people at the address",
    "candidate": "being a candidate",
    "spread": "towns of the source",
    "file": "the file's own check",
    "unsure rival": "possible rival",
    "support": "other records of this person",
    "records": "number of records",
    "register": "kind of source",
    "proof": "want of proof",
    "constraint": "held down",
}

_DERIVED = frozenset(
    {
        "surname rarity", "given rarity", "generation", "order", "crowd", "name rarity",
        "present name", "phone crowd", "email crowd",
    }
)  # fmt: skip
"""Comparisons that follow from others, or that most people have nothing for."""

_PLACES = {
    name: (part, place)
    for part, names in enumerate(PARTS.values())
    for place, name in enumerate(names)
}
_PART = {part: number for number, part in enumerate(PARTS)}
_LAST = 1 + max(place for _, place in _PLACES.values())

Place = tuple[int, int, int]
"""Where a term is told: its part, its place there, and that of its second comparison."""


def place_of(name: str) -> Place:
    """Where the term of that name is told; terms of equal place keep the model's order."""
    if name.startswith("via "):
        return (_PART["lent"], 0, 0)
    single = [_PLACES.get(one, (_PART["other"], _LAST)) for one in name.split(JOINT)]
    if len(single) == 1:
        return (*single[0], 0)
    context = _PART["context"]
    if any(part == context for part, _ in single):
        return (context, len(PARTS["context"]), min(p for n, p in single if n == context))
    (part, place), (second, other) = single[0], single[1]
    return (_PART["combinations"], part * _LAST + place, second * _LAST + other)


def last_place() -> Place:
    """After every term."""
    return (_PART["rest"], 0, 0)


def part_label(place: Place) -> str:
    """What the part of an explanation is called in which that place is."""
    return _PART_LABELS[place[0]]


def is_field(name: str) -> bool:
    """Whether the term compares something that each side may have or lack."""
    apart = JOINT in name or name in _DERIVED
    return not apart and place_of(name)[0] < _PART["combinations"]


def label_of(name: str) -> str:
    """What the comparison, or pair of comparisons, of a term is called in a report."""
    return JOINT.join(_LABELS.get(one, one) for one in name.split(JOINT))
