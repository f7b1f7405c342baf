"""Organisations from profiles: a subject and its records as the on-demand trace has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.encode.batch import Bag, Words
from matching.encode.organization_texts import named_in, read_domains
from matching.encode.organizations import PRESENT, Called, OrganizationBatch, OrganizationNames
from matching.encode.profiles import batch_of_profiles
from matching.parse.organization.read import NormalOrganization
from matching.profile import Profile

_NO_NAME = NormalOrganization()


def organizations_of_profiles(
    profiles: Sequence[Profile], words: Words, names: OrganizationNames
) -> OrganizationBatch:
    """The organisations of profiles; one that has no organisation's name has an empty one."""
    people = batch_of_profiles(profiles, words)
    nothing = _bag([[] for _ in profiles])
    rows = [
        [(names.number(one), kind) for one, kind in named_in(PRESENT, profile.organization)]
        if profile.organization and named_in(PRESENT, profile.organization)
        else [(names.number(_NO_NAME), PRESENT)]
        for profile in profiles
    ]
    flat = np.array([row for of in rows for row in of], dtype=np.int64).reshape(-1, 2)
    called = Called(_bag(rows).start, flat[:, 0].astype(np.int32), flat[:, 1].astype(np.uint8))
    return OrganizationBatch(
        called=called,
        people=people,
        agents=np.zeros(len(people.places.house), dtype=np.bool_),
        eins=_bag([[int(profile.ein)] if profile.ein else [] for profile in profiles]),
        registers=nothing,
        formations=nothing,
        domains=_bag([[d for e in p.emails for (d,) in read_domains(e)] for p in profiles]),
    )


def _bag(groups: Sequence[Sequence[object]]) -> Bag:
    start = np.concatenate(([0], np.cumsum([len(group) for group in groups]))).astype(np.int64)
    values = [value for group in groups for value in group if isinstance(value, int)]
    return Bag(start, np.array(values, dtype=np.int64))
