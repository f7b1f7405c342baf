"""Levels of numbers: date of birth, social security number, phone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints, Packed, People, packed
from matching.columns.ragged import value_pairs
from matching.columns.vocabulary import Codes
from matching.levels.names import Levels

BIRTH = (
    "no data", "exact", "swapped", "one digit", "neighbours", "stand-in day", "year and month",
    "year and day", "two digits", "other year", "year only", "same year", "a year apart",
    "few years", "some years", "a generation", "two generations", "one digit of the year",
)  # fmt: skip
SSN = ("no data", "full", "last four", "one digit", "neighbours", "contradiction")
PHONE = ("no data", "agree", "fictional", "one digit", "neighbours", "same exchange",
         "same area", "different")  # fmt: skip


def birth_levels(a: People, i: Ints, b: People, j: Ints) -> Levels:
    """Levels of BIRTH; 1 January counts as a stand-in for an unknown day."""
    ya, yb = a.year[i], b.year[j]
    gap = np.abs(ya - yb)
    levels = _GAPS[np.minimum(gap, len(_GAPS) - 1)]
    fulla, fullb = a.packed_birth[i], b.packed_birth[j]
    full = np.flatnonzero((fulla != 0) & (fullb != 0))
    levels[full] = _full_dates(levels[full], fulla[full], fullb[full])
    some = (ya != 0) & (yb != 0)
    partial = np.flatnonzero(some & ((fulla == 0) | (fullb == 0)))
    left, right = i[partial], j[partial]
    levels[partial] = _partial_dates(
        levels[partial], gap[partial], a.month[left], b.month[right],
        digits_apart(packed(ya[partial], 4), packed(yb[partial], 4)),
    )  # fmt: skip
    levels[~some] = 0
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


_YEAR, _MONTH, _DAY = np.uint64(0xFFFF0000), np.uint64(0xFF00), np.uint64(0xFF)
_FIRST_DAY = np.uint64(0x0101)


def _full_dates(levels: Levels, a: Packed, b: Packed) -> Levels:
    """The levels of pairs of which both days are known."""
    unlike = a ^ b
    apart = digits_apart(a, b)
    same_year, same_month, same_day = (unlike & part == 0 for part in (_YEAR, _MONTH, _DAY))
    year_digits = np.bitwise_count(_nibbles(unlike & _YEAR))
    levels[(year_digits == 1) & (levels >= _FAR)] = BIRTH.index("one digit of the year")
    levels[apart == 2] = BIRTH.index("two digits")
    levels[same_year & same_day] = BIRTH.index("year and day")
    levels[same_year & same_month] = BIRTH.index("year and month")
    month_day = _MONTH | _DAY
    standing = (a & month_day == _FIRST_DAY) | (b & month_day == _FIRST_DAY)
    levels[same_year & standing] = BIRTH.index("stand-in day")
    levels[~same_year & same_month & same_day] = BIRTH.index("other year")
    levels[apart == 1] = BIRTH.index("one digit")
    levels[neighbours_exchanged(a, b)] = BIRTH.index("neighbours")
    turned = ((b & _MONTH) >> np.uint64(8)) | ((b & _DAY) << np.uint64(8))
    levels[same_year & (a & month_day == turned)] = BIRTH.index("swapped")
    levels[unlike == 0] = BIRTH.index("exact")
    return levels


_FAR = BIRTH.index("some years")
_ONES = np.uint64(0x1111111111111111)


def _nibbles(unlike: Packed) -> Packed:
    """A bit for each nibble that is not 0."""
    half = unlike | (unlike >> np.uint64(1))
    return np.asarray((half | (half >> np.uint64(2))) & _ONES)


def digits_apart(a: Packed, b: Packed) -> NDArray[np.uint8]:
    """How many decimal places differ."""
    return np.bitwise_count(_nibbles(a ^ b))


def neighbours_exchanged(a: Packed, b: Packed) -> NDArray[np.bool_]:
    """Whether the only difference is that two neighbouring digits stand in the other order."""
    unlike = _nibbles(a ^ b)
    two = unlike & (unlike >> np.uint64(4))
    found = (np.bitwise_count(unlike) == 2) & (two != 0)
    at = np.flatnonzero(found)
    low = two[at] * np.uint64(0xF)
    x, y = a[at], b[at]
    four = np.uint64(4)
    found[at] = ((x & low) << four == y & (low << four)) & ((x >> four) & low == y & low)
    return np.asarray(found)


def ssn_levels(a: People, i: Ints, b: People, j: Ints) -> Levels:
    """Levels of SSN: nine digits when both sides have them, else the last four."""
    levels = _number_levels(a.packed_last4[i], b.packed_last4[j], (2, 3, 4, 5))
    if a.packed_ssn.any() and b.packed_ssn.any():
        left, right = a.packed_ssn[i], b.packed_ssn[j]
        both = np.flatnonzero((left != 0) & (right != 0))
        levels[both] = _number_levels(left[both], right[both], (1, 3, 4, 5))
    return levels


def _number_levels(a: Packed, b: Packed, levels: tuple[int, int, int, int]) -> Levels:
    """Equal, one digit, neighbours exchanged or other; 0 where one is not known."""
    found = np.zeros(len(a), dtype=np.uint8)
    known = np.flatnonzero((a != 0) & (b != 0))
    x, y = a[known], b[known]
    apart = digits_apart(x, y)
    equal, one, neighbours, other = levels
    of = np.full(len(known), other, dtype=np.uint8)
    of[neighbours_exchanged(x, y)] = neighbours
    of[apart == 1] = one
    of[apart == 0] = equal
    found[known] = of
    return found


def phone_levels(a: People, i: Ints, b: People, j: Ints) -> Levels:
    """Levels of PHONE, the best of any number of one side with any of the other's."""
    levels = np.zeros(len(i), dtype=np.uint8)
    if not (len(a.phones.values) and len(b.phones.values)):
        return levels
    some = (a.phones.start[i] < a.phones.start[i + 1]) & (b.phones.start[j] < b.phones.start[j + 1])
    at = np.flatnonzero(some)
    if not len(at):
        return levels
    pairs = value_pairs(a.phones.start, i[at], b.phones.start, j[at])
    found = _phones(a.phones.packed[pairs.left], b.phones.packed[pairs.right])
    levels[at] = found[pairs.best(found.astype(np.int64))]
    return levels


_AREA, _EXCHANGE = np.uint64(28), np.uint64(16)


def _phones(a: Packed, b: Packed) -> Levels:
    found = _number_levels(a, b, (1, 3, 4, 7))
    rest = found == PHONE.index("different")
    found[rest & (a >> _AREA == b >> _AREA)] = PHONE.index("same area")
    found[rest & (a >> _EXCHANGE == b >> _EXCHANGE)] = PHONE.index("same exchange")
    fiction = a >> np.uint64(8) & np.uint64(0xFFFFF) == np.uint64(0x55501)
    found[(found == PHONE.index("agree")) & fiction] = PHONE.index("fictional")
    return found
