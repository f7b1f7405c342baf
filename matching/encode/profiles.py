"""People from profiles: a subject and its records as the on-demand trace has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from matching.encode.address_rows import WIDTH as ADDRESS_WIDTH
from matching.encode.address_rows import address_row
from matching.encode.batch import (
    NOT_KNOWN,
    Bag,
    Names,
    PersonBatch,
    Places,
    Starts,
    Words,
)
from matching.encode.name_codes import WIDTH as NAME_WIDTH
from matching.encode.name_codes import name_row
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import email_mark
from matching.parse.address.form import NormalAddress
from matching.parse.date.read import stands_for_none
from matching.parse.person.clean_name import CleanName
from matching.parse.phone.read import is_placeholder
from matching.profile import Profile

V = TypeVar("V")
_NO_NAME = CleanName()


def batch_of_profiles(profiles: Sequence[Profile], words: Words) -> PersonBatch:
    """The people of profiles, each with all its names, addresses, phones and e-mails."""
    births = [None if p.dob and stands_for_none(p.dob) else p.dob for p in profiles]
    return PersonBatch(
        names=_names([profile.names or (_NO_NAME,) for profile in profiles], words),
        places=_places([_addresses(profile) for profile in profiles], words),
        phones=_bag([tuple(int(e164[2:]) for e164 in us_phones(p)) for p in profiles]),
        emails=_bag([tuple(map(email_mark, p.emails)) for p in profiles]),
        year=_codes(dob.year if dob else 0 for dob in births),
        month=_codes((dob.month or 0) if dob else 0 for dob in births),
        day=_codes((dob.day or 0) if dob else 0 for dob in births),
        ssn=_codes(int(p.ssn) if p.ssn else NOT_KNOWN for p in profiles),
        last4=_codes(int(p.ssn4) if p.ssn4 else NOT_KNOWN for p in profiles),
        estate=np.fromiter((p.is_estate for p in profiles), dtype=np.bool_),
        organization=np.fromiter((p.is_organization for p in profiles), dtype=np.bool_),
    )


def _addresses(profile: Profile) -> tuple[NormalAddress, ...]:
    return profile.normal_addresses or (NormalAddress(),)


def us_phones(profile: Profile) -> tuple[str, ...]:
    """The phones that are compared: US numbers that are not typed for none."""
    found = (e164 for e164 in profile.phones if e164.startswith("+1") and len(e164) == 12)
    return tuple(e164 for e164 in found if not is_placeholder(e164[2:]))


def _codes(values: Iterable[int]) -> Codes:
    return np.fromiter(values, dtype=np.int32)


def _starts(groups: Sequence[Sequence[object]]) -> Starts:
    sizes = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
    return np.concatenate(([0], np.cumsum(sizes)))


def _bag(groups: Sequence[tuple[int, ...]]) -> Bag:
    values = [value for group in groups for value in group]
    return Bag(_starts(groups), np.array(values, dtype=np.int64))


def _names(groups: Sequence[Sequence[CleanName]], words: Words) -> Names:
    rows = [name_row(words, name) for group in groups for name in group]
    table = np.array(rows, dtype=np.int32).reshape(-1, NAME_WIDTH)
    return Names(_starts(groups), *np.ascontiguousarray(table.T))


def _places(groups: Sequence[Sequence[NormalAddress]], words: Words) -> Places:
    rows = [address_row(words, address) for group in groups for address in group]
    columns = np.array(rows, dtype=np.int32).reshape(-1, ADDRESS_WIDTH).T
    return Places(_starts(groups), *map(np.ascontiguousarray, columns))
