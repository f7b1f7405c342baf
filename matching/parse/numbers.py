"""Which telephone and Social Security numbers are people's."""

from __future__ import annotations

from dataclasses import dataclass, field

from matching.parse.identifier.read import SsnStatus
from matching.parse.phone.read import PhonePolicy


@dataclass(frozen=True, slots=True)
class Numbers:
    """The kinds of numbers that are people's: those that are given out, unless a world is invented.

    An invented world has numbers that nobody real can have: telephones 555-0100 to 555-0199, Social
    Security numbers of areas that are never issued.
    """

    phones: PhonePolicy = field(default_factory=PhonePolicy)
    ssns: frozenset[SsnStatus] = frozenset({SsnStatus.ISSUABLE})
