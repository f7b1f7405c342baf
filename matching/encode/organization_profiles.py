"""Organisations from profiles: a subject and its records as the on-demand trace has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.encode.batch import Bag, Words
from matching.encode.organization_texts import (
    Named,
    named_in,
    read_domains,
    read_formation,
)
from matching.encode.organizations import (
    FORMER,
    PRESENT,
    TRADE,
    Called,
    OrganizationBatch,
    OrganizationNames,
    register_mark,
)
from matching.encode.profiles import batch_of_profiles
from matching.parse.address.last_line import read_state
from matching.parse.identifier.company import read_register_number
from matching.parse.organization.read import NormalOrganization
from matching.profile import Profile

_NO_NAME = NormalOrganization()


def organizations_of_profiles(
    profiles: Sequence[Profile], words: Words, names: OrganizationNames
) -> OrganizationBatch:
    """The organisations of profiles; one that has no organisation's name has an empty one."""
    people = batch_of_profiles(profiles, words)
    rows = [
        [(names.number(one), kind) for one, kind in _called(profile)]
        or [(names.number(_NO_NAME), PRESENT)]
        for profile in profiles
    ]
    flat = np.array([row for of in rows for row in of], dtype=np.int64).reshape(-1, 2)
    called = Called(_bag(rows).start, flat[:, 0].astype(np.int32), flat[:, 1].astype(np.uint8))
    return OrganizationBatch(
        called=called,
        people=people,
        agents=np.zeros(len(people.places.house), dtype=np.bool_),
        eins=_bag([[int(profile.ein)] if profile.ein else [] for profile in profiles]),
        registers=_bag([_registers(profile) for profile in profiles]),
        formations=_bag([[n for (n,) in read_formation(p.formed_in)] for p in profiles]),
        domains=_bag([[d for e in p.emails for (d,) in read_domains(e)] for p in profiles]),
    )


def _called(profile: Profile) -> list[Named]:
    """The names of an organisation and what each is to it; none where it has no present one."""
    if profile.organization is None:
        return []
    present = named_in(PRESENT, profile.organization)
    others = (
        (PRESENT, profile.registered_as),
        (FORMER, profile.former),
        (TRADE, profile.trade),
    )
    return present and present + [
        named for kind, several in others for one in several for named in named_in(kind, one)
    ]


def _registers(profile: Profile) -> list[int]:
    """The numbers in registers, each with the state of its register."""
    read = ((one.place, read_register_number(one.number)) for one in profile.registered)
    return [register_mark(number, _state(place)) for place, number in read if number]


def _state(place: str) -> str:
    """The state of a card's jurisdiction, `US-FL`; empty where it is of no state."""
    return read_state(place.removeprefix("US-")[:2]) if place.startswith("US-") else ""


def _bag(groups: Sequence[Sequence[object]]) -> Bag:
    start = np.concatenate(([0], np.cumsum([len(group) for group in groups]))).astype(np.int64)
    values = [value for group in groups for value in group if isinstance(value, int)]
    return Bag(start, np.array(values, dtype=np.int64))
