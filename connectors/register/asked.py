"""A chunk of inquiries as columns: what their search keys read, and nothing else of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from connectors.names import organization_key
from connectors.register.agreement import Demands
from connectors.register.asks import asked_fields
from connectors.register.layout import SearchKey
from matching.encode.batch import PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.parse.address.read import normalize_address
from matching.parse.person.clean_name import clean_name
from matching.profile import Profile, ProfileAddress
from skiptrace.model.inquiry import Inquiry

Keyed = Sequence[tuple[Inquiry, Sequence[SearchKey]]]
"""Inquiries with the search keys of the register that each of them fills."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The inquiries by their place in the chunk; one without a key is a person wholly unknown.

    `organizations` are the keys of the names, and `numbers` the full social security numbers, of
    those that are looked for by them.
    """

    people: PersonBatch
    demands: Demands
    organizations: Mapping[int, str]
    numbers: Mapping[int, int]

    @classmethod
    def of(cls, keyed: Keyed, words: Words) -> Asked:
        """The chunk in those words."""
        people = batch_of_profiles([_profile(inquiry, keys) for inquiry, keys in keyed], words)
        asked_by: tuple[frozenset[SearchKey], ...] = (
            frozenset({"ssn", "organization"}),
            frozenset({"name"}),
            frozenset({"name_and_birth"}),
            frozenset({"name_and_ssn4"}),
        )
        masks = (
            np.array([not wanted.isdisjoint(keys) for _, keys in keyed], dtype=bool)
            for wanted in asked_by
        )
        organizations = {
            place: organization_key(inquiry.fields.organization)
            for place, (inquiry, keys) in enumerate(keyed)
            if "organization" in keys
        }
        numbers = {
            place: int(inquiry.fields.ssn)
            for place, (inquiry, keys) in enumerate(keyed)
            if "ssn" in keys and inquiry.fields.ssn.isdigit()
        }
        return cls(people, Demands(*masks), organizations, numbers)


def _profile(inquiry: Inquiry, keys: Sequence[SearchKey]) -> Profile:
    read, asked = set(asked_fields(keys)), inquiry.fields
    places = asked.addresses if "addresses" in read else ()
    return Profile(
        kind=inquiry.entity,
        names=tuple(map(clean_name, asked.names)) if "names" in read else (),
        dob=asked.dob if "dob" in read else None,
        ssn=asked.ssn if "ssn" in read else "",
        ssn4=asked.ssn4 if "ssn4" in read else "",
        addresses=tuple(ProfileAddress(normalize_address(place)) for place in places),
    )
