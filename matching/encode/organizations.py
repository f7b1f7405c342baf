"""Organisations as columns: their names and numbers, beside the columns that people have too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Bag, Ints, Packed, PersonBatch, Starts, packed
from matching.encode.taken import people_at, people_of_all, ragged_at, ragged_of_all, values_at
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import email_mark
from matching.parse.organization.read import NormalOrganization

PRESENT, FORMER, TRADE, ALIAS = 0, 1, 2, 3
"""What a name is to its organisation: how it is called now or was before, or what it trades as."""

KIND_OF_RELATION = {"former": FORMER, "trade": TRADE, "alias": ALIAS}
"""By the relation of a related name that a field states."""


class OrganizationNames:
    """Names of organisations as they were read, each numbered once."""

    def __init__(self) -> None:
        self._numbers: dict[NormalOrganization, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, name: NormalOrganization) -> int:
        """The name's number; a new one gets the next."""
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def names(self) -> tuple[NormalOrganization, ...]:
        """The names in the order of their numbers."""
        return tuple(self._numbers)


@dataclass(frozen=True)
class Called:
    """The names of organisations: numbers of `OrganizationNames`, and what each name is to it."""

    start: Starts
    name: Codes
    kind: NDArray[np.uint8]


@dataclass(frozen=True)
class OrganizationBatch:
    """One side of a comparison of organisations.

    `people` has their addresses, phones and e-mails, and as names those of their officers; `agents`
    says of each of its addresses whether it is a registered agent's. `eins` are numbers of nine
    digits, `registers` numbers in a register (`register_mark`), `domains` marks of domains of their
    own, `formations` the numbers of states of formation (`state_number`).
    """

    called: Called
    people: PersonBatch
    agents: NDArray[np.bool_]
    eins: Bag
    registers: Bag
    formations: Bag
    domains: Bag

    def __len__(self) -> int:
        return len(self.called.start) - 1

    @cached_property
    def packed_eins(self) -> Packed:
        """The EINs with a nibble a digit."""
        return packed(self.eins.values, 9)


_RAGGED = ("called", "eins", "registers", "formations", "domains")


def organizations_at(batch: OrganizationBatch, at: Ints) -> OrganizationBatch:
    """Some of the organisations, in the order that is asked for."""
    return OrganizationBatch(
        people=people_at(batch.people, at),
        agents=batch.agents[values_at(batch.people.places.start, at)[1]],
        **{name: ragged_at(getattr(batch, name), at) for name in _RAGGED},
    )


def organizations_of_all(parts: Sequence[OrganizationBatch]) -> OrganizationBatch:
    """The organisations of all parts, in their order; one part at least."""
    return OrganizationBatch(
        people=people_of_all([part.people for part in parts]),
        agents=np.concatenate([part.agents for part in parts]),
        **{name: ragged_of_all([getattr(part, name) for part in parts]) for name in _RAGGED},
    )


_STATE_BITS = 16


def register_mark(number: str, state: str = "") -> int:
    """A number of a register as a mark that ends in its state; the state may be unknown."""
    return email_mark(number) >> _STATE_BITS << _STATE_BITS | state_number(state)


def register_states(marks: Ints) -> Ints:
    """The states in which marks of registers end, 0 for not known."""
    return marks & ((1 << _STATE_BITS) - 1)


def state_number(state: str) -> int:
    """A number of a state by its two letters; 0 is not known."""
    return ord(state[0]) << 8 | ord(state[1]) if len(state) == 2 else 0
