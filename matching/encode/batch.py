"""People as columns: every attribute an array, an attribute of several values a ragged one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.encode.vocabulary import Codes, Vocabulary

Ints = NDArray[np.int64]
Starts = NDArray[np.int64]
"""Where the values of each person begin in a ragged column, and one entry more: the end."""

Packed = NDArray[np.unsignedinteger]
"""Decimal numbers with a nibble a digit, up to eight digits in 32 bits; 0 is not known."""

GENERATIONS = {"SR": 1, "JR": 2, "III": 3, "IV": 4, "V": 5, "I": 6, "II": 7}
"""The numbers of generational suffixes; 0 is none."""

NOT_KNOWN = -1
"""Stands for a missing number (SSN, phone) where 0 would be a value."""


def one_each(start: Starts) -> bool:
    """Whether every person has exactly one value."""
    return bool(start[-1] == len(start) - 1 and (np.diff(start) == 1).all())


def most_each(start: Starts) -> int:
    """How many values a person has at most."""
    return int(np.diff(start).max(initial=0))


def packed(numbers: Codes | Ints, width: int) -> Packed:
    """Decimal digits four bits each, so that two numbers are compared digit by digit at once."""
    rest = np.maximum(numbers, 0).astype(np.uint64)
    found = np.zeros(len(rest), dtype=np.uint64)
    for place in range(width):
        rest, digit = np.divmod(rest, 10)
        found |= digit << 4 * place
    return found.astype(np.uint32) if width <= 8 else found


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies that both sides of a comparison share."""

    names: Vocabulary = field(default_factory=Vocabulary)
    cores: Vocabulary = field(default_factory=Vocabulary)
    streets: Vocabulary = field(default_factory=Vocabulary)
    houses: Vocabulary = field(default_factory=Vocabulary)
    units: Vocabulary = field(default_factory=Vocabulary)
    last_lines: Vocabulary = field(default_factory=Vocabulary)
    cities: Vocabulary = field(default_factory=Vocabulary)

    def beyond(self) -> Words:
        """Vocabularies for further words, which these do not get; these grow no more."""
        return Words(*(getattr(self, field.name).beyond() for field in fields(self)))


WORDS_OF_NAMES: Mapping[str, tuple[str, ...]] = {
    "names": (
        "given", "given_first", "middle", "surname", "surname_first", "surname_last",
        "forenames", "surnames",
    ),
}  # fmt: skip
"""By vocabulary, the columns of `Names` that hold its words."""

WORDS_OF_PLACES: Mapping[str, tuple[str, ...]] = {
    "houses": ("house", "number"),
    "cores": ("core",),
    "streets": ("street",),
    "units": ("unit",),
    "last_lines": ("last",),
    "cities": ("city", "state"),
}
"""By vocabulary, the columns of `Places` that hold its words."""


@dataclass(frozen=True)
class Names:
    """Names of people, at least one row a person; codes of `Words.names`, 0 is not known.

    `given` and `surname` are whole, letters only; `given_first`, `surname_first` and
    `surname_last` are the outer words of a compound. `middle` is a word or an initial, and
    `generation` one of GENERATIONS. `forenames` are given and middle names in full where either
    has several words, and `surnames` the surname in full where it has; 0 for all others.
    """

    start: Starts
    given: Codes
    given_first: Codes
    middle: Codes
    surname: Codes
    surname_first: Codes
    surname_last: Codes
    generation: Codes
    forenames: Codes
    surnames: Codes

    @cached_property
    def is_one_each(self) -> bool:
        """Whether nobody has two names, so that a person's number is its name's."""
        return one_each(self.start)

    @cached_property
    def filled(self) -> frozenset[str]:
        """The columns that hold anything."""
        return frozenset(one.name for one in fields(self) if getattr(self, one.name).any())

    @cached_property
    def most(self) -> int:
        """The most names of a person."""
        return most_each(self.start)


@dataclass(frozen=True)
class Places:
    """Addresses, at least one row a person; codes of `Words`, 0 is not known.

    `number`, `street`, `unit` and `last` are the texts of `AddressParts`, which say whether two
    addresses are one. `house` and `core` are the words of blocking keys and crowds: a box is the
    house of the street PO BOX, and `core` a street without directionals and suffix. `city` is a
    match key; `zip5` a number, 0 when not known.
    """

    start: Starts
    house: Codes
    core: Codes
    number: Codes
    street: Codes
    unit: Codes
    last: Codes
    city: Codes
    state: Codes
    zip5: Codes

    @cached_property
    def is_one_each(self) -> bool:
        """Whether nobody has two addresses, so that a person's number is its address's."""
        return one_each(self.start)

    @cached_property
    def most(self) -> int:
        """The most addresses of a person."""
        return most_each(self.start)

    @cached_property
    def packed_zip(self) -> Packed:
        """The ZIP codes with a nibble a digit, 0 when not known."""
        return packed(self.zip5, 5)


@dataclass(frozen=True)
class Bag:
    """Any number of values a person: phones as ten digits, e-mails by the mark of the address."""

    start: Starts
    values: Ints

    @cached_property
    def most(self) -> int:
        """The most values of a person."""
        return most_each(self.start)

    @cached_property
    def packed(self) -> Packed:
        """The values with a nibble a digit, 0 when not known."""
        return packed(self.values, 10)


@dataclass(frozen=True)
class PersonBatch:
    """One side of a comparison.

    `year`, `month` and `day` of birth are 0 when not known; `ssn` and `last4` are NOT_KNOWN then.
    `estate` says that all names are those of estates or trusts, `organization` that the row is
    an organisation, whose names are those of people beside it.
    """

    names: Names
    places: Places
    phones: Bag
    emails: Bag
    year: Codes
    month: Codes
    day: Codes
    ssn: Codes
    last4: Codes
    estate: NDArray[np.bool_]
    organization: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.year)

    @cached_property
    def is_named(self) -> NDArray[np.bool_]:
        """Who has a name of a person at all."""
        known = (self.names.given > 0) | (self.names.surname > 0)
        return np.logical_or.reduceat(known, self.names.start[:-1]) if len(self) else known

    @cached_property
    def packed_birth(self) -> Packed:
        """Full dates of birth as eight digits (year, month, day), 0 when the day is not known."""
        whole = self.year * 10_000 + self.month * 100 + self.day
        return packed(np.where(self.day > 0, whole, 0), 8)

    @cached_property
    def packed_ssn(self) -> Packed:
        """Whole numbers, 0 when not known (no number is all zeros)."""
        return packed(self.ssn, 9)

    @cached_property
    def has_ssn(self) -> bool:
        """Whether anybody's whole number is known."""
        return bool(self.packed_ssn.any())

    @cached_property
    def packed_last4(self) -> Packed:
        """The last four digits, 0 when not known (0000 is never issued)."""
        return packed(self.last4, 4)
