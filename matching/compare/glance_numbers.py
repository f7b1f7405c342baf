"""What a glance shows of dates of birth, numbers, phones and e-mail addresses: digits far apart."""

from __future__ import annotations

import numpy as np

from matching.compare.closest import bag_levels
from matching.compare.names import Levels
from matching.compare.numbers import BIRTH, PHONE, SSN, digits_apart, phone_levels, ssn_levels
from matching.compare.pairs import closest_emails
from matching.encode.batch import Ints, Packed, PersonBatch, packed

OTHER_YEAR = (
    "a year apart", "few years", "some years", "a generation", "two generations",
    "one digit of the year",
)  # fmt: skip
OTHER_PHONE = ("same area", "different")

_FAR = 2
"""Digits that a slip changes at most."""

_YEAR, _DAY_OF_YEAR = np.uint32(0xFFFF0000), np.uint32(0xFFFF)
_LINE = np.uint64(0xFFFF)
"""The last four digits of a phone, behind area and exchange."""

_ANY, _OTHER = range(2)
"""Where the sets of all levels and of other years or phones stand behind the levels."""


class NumbersAtAGlance:
    """The numbers of two sides: levels, or numbers of sets of levels behind these."""

    def __init__(self, a: PersonBatch, b: PersonBatch) -> None:
        self._a, self._b = a, b
        self._births = _births(a), _births(b)
        self._is_one_phone = max(a.phones.most, b.phones.most) < 2
        self._phones = (_phones(a), _phones(b)) if self._is_one_phone else None

    def levels(self, i: Ints, j: Ints) -> dict[str, Levels]:
        """What is seen of each pair."""
        a, b = self._a, self._b
        return {
            "birth": self._birth(i, j),
            "ssn": self._ssn(i, j),
            "phone": self._phone(i, j),
            "email": bag_levels(closest_emails(a, i, b, j), len(i)),
        }

    def _birth(self, i: Ints, j: Ints) -> Levels:
        """Where year, and month or day, and three digits or more differ, the years are other."""
        x, y = self._births[0].take(i), self._births[1].take(j)
        unlike = x ^ y
        other = digits_apart(x, y) > _FAR
        other &= ((unlike & _YEAR) > 0) & ((unlike & _DAY_OF_YEAR) > 0)
        return _sets(x, y, other, len(BIRTH))

    def _ssn(self, i: Ints, j: Ints) -> Levels:
        a, b = self._a, self._b
        if a.has_ssn and b.has_ssn:
            return ssn_levels(a, i, b, j)
        x, y = a.packed_last4.take(i), b.packed_last4.take(j)
        other = digits_apart(x, y) > _FAR
        found = _sets(x, y, other, len(SSN))
        found[found == len(SSN) + _OTHER] = SSN.index("contradiction")
        return found

    def _phone(self, i: Ints, j: Ints) -> Levels:
        """One phone each; of several the levels themselves."""
        if self._phones is None:
            return phone_levels(self._a, i, self._b, j)
        x, y = self._phones[0].take(i), self._phones[1].take(j)
        other = (digits_apart(x, y) > _FAR) & ((x ^ y) > _LINE)
        return _sets(x, y, other, len(PHONE))


def _sets(x: Packed, y: Packed, other: np.typing.NDArray[np.bool_], levels: int) -> Levels:
    """0 where a number is not known, else the set of all levels or that of other numbers."""
    known = ((x > 0) & (y > 0)).view(np.uint8)
    return np.asarray(known * (np.uint8(levels) + other.view(np.uint8)))


def _births(people: PersonBatch) -> Packed:
    """Dates of birth as eight digits, months and days 0 where they are not known."""
    known = (people.month * 100 + people.day) * (people.year > 0)
    return packed(people.year * 10_000 + known, 8)


def _phones(people: PersonBatch) -> Packed:
    """The one phone of each person, 0 where there is none."""
    bag = people.phones
    found = np.zeros(len(people), dtype=bag.packed.dtype)
    has_one = np.diff(bag.start) > 0
    found[has_one] = bag.packed
    return found
