"""Whether two records mean one parcel: by its number in a county, failing that by where it lies."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matching.compare.address.relate import compare_addresses
from matching.compare.address.relation import AddressVerdict
from matching.parse.address.read import normalize_address
from skiptrace.model.asset import ParcelRef
from skiptrace.model.subject import PostalAddress

_NO_SIGN = re.compile(r"[^a-z0-9]+")
_ELSEWHERE = frozenset({AddressVerdict.DIFFERENT, AddressVerdict.SAME_BUILDING_OTHER_UNIT})
_COUNTY_WORDS = re.compile(r"\b(county|co|parish|borough)\b\.?")


class ParcelVerdict(StrEnum):
    """Whether two are one parcel; `uncertain` is a state of its own."""

    SAME = "same"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class ParcelRelation:
    """The verdict on two parcels and the rule that decided, in words."""

    verdict: ParcelVerdict
    reason: str


def compare_parcels(a: ParcelRef, b: ParcelRef) -> ParcelRelation:
    """The relation of two parcels; order does not matter.

    A number means something in its county alone: where both counties are known, the numbers decide.
    Else the delivery points do. Where one is not known, two sources of one state that name no
    county number alike by their cards' word; nothing else decides.
    """
    if _differ(a.state, b.state):
        return _different("they lie in two states")
    if _differ(_county(a.county), _county(b.county)):
        return _different("they lie in two counties")
    if not (a.number and b.number):
        return _by_place(a, b, "a parcel number is missing")
    is_equal = same_number(a.number, b.number)
    if a.county and b.county:
        words = "the same" if is_equal else "another"
        return ParcelRelation(
            ParcelVerdict.SAME if is_equal else ParcelVerdict.DIFFERENT,
            f"{words} parcel number in one county",
        )
    if is_equal and not (a.county or b.county) and a.state and b.state:
        found = _by_place(a, b, "")
        is_other = found.verdict is ParcelVerdict.DIFFERENT
        return found if is_other else ParcelRelation(ParcelVerdict.SAME, "one number in one state")
    if is_equal:
        return _by_place(a, b, "one parcel number, and a county is not known")
    found = _by_place(a, b, "")
    if found.verdict is ParcelVerdict.SAME:
        return _uncertain("one delivery point under two parcel numbers")
    return _different("another parcel number")


def same_number(a: str, b: str) -> bool:
    """Whether two parcel numbers are one: signs and leading zeros between them do not count.

    Zeros count where the parts are not told apart, for then 1-23 would be 12-3.
    """
    parts = [_parts(number) for number in (a, b)]
    if len(parts[0]) == len(parts[1]):
        return parts[0] == parts[1]
    return number_key(a) == number_key(b)


def number_key(number: str) -> str:
    """A parcel number without its signs, as stored keys have it."""
    return "".join(c for c in number.casefold() if c.isalnum())


def parcel_groups(refs: Sequence[ParcelRef]) -> list[int]:
    """The number of each parcel: equal numbers are one, whatever the order they came in.

    What has its number in a known county is grouped by that; what has not joins the one group that
    it is the same as, if it is one. Within each step two are one when each is the same as exactly
    the same others.
    """
    firm = [at for at, ref in enumerate(refs) if ref.number and ref.county]
    loose = sorted(set(range(len(refs))) - set(firm))
    found: dict[int, Hashable] = dict(zip(firm, _alike([refs[at] for at in firm]), strict=True))
    apart = _alike([refs[at] for at in loose])
    for at, alone in zip(loose, apart, strict=True):
        joined = {found[other] for other in firm if _is_same(refs[at], refs[other])}
        found[at] = next(iter(joined)) if len(joined) == 1 else (alone, frozenset(joined))
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(found[at], len(numbers)) for at in range(len(refs))]


def _alike(refs: Sequence[ParcelRef]) -> list[frozenset[int]]:
    """The places of what each is the same as, its own among them."""
    places = range(len(refs))
    return [frozenset(o for o in places if o == at or _is_same(refs[at], refs[o])) for at in places]


def _is_same(a: ParcelRef, b: ParcelRef) -> bool:
    return compare_parcels(a, b).verdict is ParcelVerdict.SAME


def _parts(number: str) -> tuple[str, ...]:
    pieces = _NO_SIGN.sub(" ", number.casefold()).split()
    return tuple(piece.lstrip("0") or "0" if piece.isdecimal() else piece for piece in pieces)


def _county(name: str | None) -> str | None:
    if not name:
        return None
    plain = _COUNTY_WORDS.sub(" ", name.casefold())
    return " ".join(_NO_SIGN.sub(" ", plain).split()) or None


def _differ(a: str | None, b: str | None) -> bool:
    return bool(a and b) and str(a).casefold() != str(b).casefold()


def _by_place(a: ParcelRef, b: ParcelRef, why: str) -> ParcelRelation:
    if not (a.address and b.address):
        return _uncertain(why)
    one, other = (normalize_address(PostalAddress(original=x)) for x in (a.address, b.address))
    verdict = compare_addresses(one, other).relation
    if verdict is AddressVerdict.SAME_DELIVERY_POINT:
        return ParcelRelation(ParcelVerdict.SAME, f"{why}; one delivery point".lstrip("; "))
    if verdict in _ELSEWHERE:
        return _different(f"{why}; another delivery point".lstrip("; "))
    return _uncertain(why)


def _different(reason: str) -> ParcelRelation:
    return ParcelRelation(ParcelVerdict.DIFFERENT, reason)


def _uncertain(reason: str) -> ParcelRelation:
    return ParcelRelation(ParcelVerdict.UNCERTAIN, reason)
