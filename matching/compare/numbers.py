"""Levels of numbers: date of birth, social security number, phone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.compare.closest import Closest, bag_levels, closest_in_bags
from matching.compare.names import Levels
from matching.compare.ordered_levels import OrderedLevels
from matching.encode.batch import Ints, Packed, PersonBatch, packed
from matching.encode.vocabulary import Codes

BIRTH = (
    "no data", "exact", "swapped", "one digit", "neighbours", "stand-in day", "year and month",
    "year and day", "two digits", "other year", "year only", "same year", "a year apart",
    "few years", "some years", "a generation", "two generations", "one digit of the year",
)  # fmt: skip
SSN = ("no data", "full", "last four", "one digit", "neighbours", "contradiction")
PHONE = ("no data", "agree", "fictional", "one digit", "neighbours", "same exchange",
         "same area", "different")  # fmt: skip


def birth_levels(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Levels:
    """Levels of BIRTH; 1 January stands for an unknown day, also where both sides have it."""
    ya, yb = a.year[i], b.year[j]
    gap = np.abs(ya - yb)
    levels = _GAPS[np.minimum(gap, len(_GAPS) - 1)]
    fulla, fullb = a.packed_birth[i], b.packed_birth[j]
    whole = (fulla != 0) & (fullb != 0)
    full = np.flatnonzero(whole)
    levels[full] = _full_dates(levels[full], fulla[full], fullb[full])
    some = (ya != 0) & (yb != 0)
    partial = np.flatnonzero(some & ~whole)
    left, right = i[partial], j[partial]
    levels[partial] = _partial_dates(
        levels[partial], gap[partial], a.month[left], b.month[right],
        digits_apart(packed(ya[partial], 4), packed(yb[partial], 4)),
    )  # fmt: skip
    levels *= some
    return np.asarray(levels)


def _gap_levels() -> Levels:
    """The level of each number of years between two births."""
    names = ("same year", "a year apart", "few years", "some years", "a generation")
    steps = np.digitize(np.arange(64), (1, 2, 6, 16, 41))
    numbers = [BIRTH.index(name) for name in (*names, "two generations")]
    return np.array(numbers, dtype=np.uint8)[steps]


_GAPS = _gap_levels()


def _partial_dates(
    levels: Levels, gap: Codes, ma: Codes, mb: Codes, apart: NDArray[np.uint8]
) -> Levels:
    """The levels of pairs of which a day is not known."""
    levels[(apart == 1) & (gap > 5)] = BIRTH.index("one digit of the year")
    unknown = (gap == 0) & ((ma == 0) | (mb == 0))
    levels[unknown] = BIRTH.index("year only")
    levels[(gap == 0) & (ma == mb) & (ma > 0)] = BIRTH.index("year and month")
    return levels


_YEAR, _MONTH, _DAY = 0xFFFF0000, 0xFF00, 0xFF
_DECEMBER = 0x1200
_FIRST_DAY, _BEFORE_UNIX = 0x0101, 0x19691231
_FAR = BIRTH.index("some years")
_SURER_BIRTH = OrderedLevels(
    BIRTH, "one digit of the year", "two digits", "year and day", "year and month", "stand-in day",
    "other year", "one digit", "neighbours", "swapped", "exact",
)  # fmt: skip


def _full_dates(gaps: Levels, a: Packed, b: Packed) -> Levels:
    """The levels of pairs of which both days are known; that of the years' gap if none fits.

    Day and month exchanged are one day where only one of the two is a day of a calendar.
    """
    unlike = a ^ b
    apart = digits_apart(a, b)
    same_year, same_month, same_day = (unlike & part == 0 for part in (_YEAR, _MONTH, _DAY))
    days_a, days_b = a & (_MONTH | _DAY), b & (_MONTH | _DAY)
    exchanged = same_year & (unlike != 0) & (days_a == (days_b >> 8 | (b & _DAY) << 8))
    no_month = (a & _MONTH > _DECEMBER) | (b & _MONTH > _DECEMBER)
    levels = _SURER_BIRTH.levels(
        (np.bitwise_count(_nibbles(unlike) & _YEAR) == 1) & (gaps >= _FAR),
        apart == 2,
        same_year & same_day,
        same_year & same_month,
        same_year & (_is_stand_in(a) | _is_stand_in(b)),
        ~same_year & same_month & same_day,
        apart == 1,
        neighbours_exchanged(a, b),
        exchanged,
        ((unlike == 0) & ~_is_stand_in(a)) | (exchanged & no_month),
    )
    return np.where(levels == 0, gaps, levels)


def _is_stand_in(dates: Packed) -> NDArray[np.bool_]:
    """1 January, and the day before the first one of Unix, which files write for no day at all."""
    return np.asarray((dates & (_MONTH | _DAY) == _FIRST_DAY) | (dates == _BEFORE_UNIX))


def _nibbles(unlike: Packed) -> Packed:
    """A bit for each nibble that is not 0."""
    half = unlike | (unlike >> 1)
    half |= half >> 2
    return np.asarray(half & (np.iinfo(half.dtype).max // 15))


def digits_apart(a: Packed, b: Packed) -> NDArray[np.uint8]:
    """How many decimal places differ."""
    return np.bitwise_count(_nibbles(a ^ b))


def neighbours_exchanged(a: Packed, b: Packed) -> NDArray[np.bool_]:
    """Whether the only difference is that two neighbouring digits stand in the other order."""
    unlike = _nibbles(a ^ b)
    two = unlike & (unlike >> 4)
    found = (np.bitwise_count(unlike) == 2) & (two != 0)
    at = np.flatnonzero(found)
    low = two[at] * 15
    x, y = a[at], b[at]
    found[at] = ((x & low) << 4 == y & (low << 4)) & ((x >> 4) & low == y & low)
    return np.asarray(found)


_SURER_LAST4 = OrderedLevels(SSN, "contradiction", "neighbours", "one digit", "last four")
_SURER_SSN = OrderedLevels(SSN, "contradiction", "neighbours", "one digit", "full")


def ssn_levels(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Levels:
    """Levels of SSN: nine digits when both sides have them, else the last four."""
    levels = np.zeros(len(i), dtype=np.uint8)
    _note_numbers(levels, _SURER_LAST4, a.packed_last4[i], b.packed_last4[j])
    if a.has_ssn and b.has_ssn:
        _note_numbers(levels, _SURER_SSN, a.packed_ssn[i], b.packed_ssn[j])
    return levels


def _note_numbers(levels: Levels, surer: OrderedLevels, a: Packed, b: Packed) -> None:
    """The levels of the pairs of which both numbers are known."""
    known = np.flatnonzero((a != 0) & (b != 0))
    levels[known] = surer.levels(np.ones(len(known), dtype=bool), *_likeness(a[known], b[known]))


def _likeness(a: Packed, b: Packed) -> tuple[NDArray[np.bool_], ...]:
    """Whether neighbouring digits are exchanged, one digit differs, and none does."""
    apart = digits_apart(a, b)
    return neighbours_exchanged(a, b), apart == 1, apart == 0


def phone_levels(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Levels:
    """Levels of PHONE, the best of any number of one side with any of the other's."""
    return bag_levels(closest_phones(a, i, b, j), len(i))


def closest_phones(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Closest[Levels]:
    """The numbers that are most alike, and the levels of every pair of numbers."""

    def levels_of(left: Ints, right: Ints) -> Levels:
        return _phones(a.phones.packed[left], b.phones.packed[right])

    return closest_in_bags(a.phones, i, b.phones, j, levels_of)


_AREA, _EXCHANGE = 28, 16
_SURER_PHONE = OrderedLevels(
    PHONE, "different", "same area", "same exchange", "neighbours", "one digit", "agree",
    "fictional",
)  # fmt: skip


def _phones(a: Packed, b: Packed) -> Levels:
    levels = np.zeros(len(a), dtype=np.uint8)
    known = np.flatnonzero((a != 0) & (b != 0))
    x, y = a[known], b[known]
    neighbours, one_digit, agree = _likeness(x, y)
    levels[known] = _SURER_PHONE.levels(
        np.ones(len(known), dtype=bool),
        x >> _AREA == y >> _AREA,
        x >> _EXCHANGE == y >> _EXCHANGE,
        neighbours,
        one_digit,
        agree,
        agree & (x >> 8 & 0xFFFFF == 0x55501),
    )
    return levels
