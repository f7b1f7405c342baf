"""Numbers and contact points compared: SSN, sets of addresses, phones and e-mails."""

from __future__ import annotations

from collections.abc import Iterable

from matching.compare.address import AddressVerdict, compare_addresses
from matching.normalize.address_form import AddressKind, NormalAddress
from matching.normalize.address_last_line import city_key
from matching.normalize.identifier import is_one_digit_off
from matching.normalize.phone import is_kept_for_fiction
from matching.profile import Profile

_RANKS = (
    "same delivery point", "unit unknown", "probable", "same building", "same street",
    "same zip", "same city", "same state", "different",
)  # fmt: skip
_RANK = {level: at for at, level in enumerate(_RANKS)}


def compare_ssn(a: Profile, b: Profile) -> str:
    """How social security numbers relate: nine digits when both sides have them, else four."""
    if a.ssn and b.ssn:
        if a.ssn == b.ssn:
            return "full"
        return "one digit" if is_one_digit_off(a.ssn, b.ssn) else "contradiction"
    if not a.ssn4 or not b.ssn4:
        return "no data"
    if a.ssn4 == b.ssn4:
        return "last four"
    return "one digit" if is_one_digit_off(a.ssn4, b.ssn4) else "contradiction"


def compare_address_sets(a: Profile, b: Profile) -> str:
    """The closest relation of any address of one side to any of the other."""
    if not a.normal_addresses or not b.normal_addresses:
        return "no data"
    if a.address_keys & b.address_keys:
        return "same delivery point"
    levels = (_level(x, y) for x in a.normal_addresses for y in b.normal_addresses)
    return _best(levels)


def _best(levels: Iterable[str]) -> str:
    return _RANKS[min(_RANK[level] for level in levels)]


def _level(a: NormalAddress, b: NormalAddress) -> str:
    if a.state and b.state and a.state != b.state:
        return "different"
    near = a.zip5 == b.zip5 if a.zip5 and b.zip5 else bool(a.city) and a.city == b.city
    if near and a.street_key == b.street_key and a.street_key:
        return _same_street(a, b)
    if near and a.number and a.number == b.number and _may_be_one(a, b):
        return "probable"
    if near:
        return "same zip" if a.zip5 and b.zip5 else "same city"
    if _one_town(a, b):
        return _same_town(a, b)
    return "same state" if a.state and a.state == b.state else "different"


def _may_be_one(a: NormalAddress, b: NormalAddress) -> bool:
    """A typing error in the street name, or a part of it missing."""
    return compare_addresses(a, b).relation is not AddressVerdict.DIFFERENT


def _same_street(a: NormalAddress, b: NormalAddress) -> str:
    relation = compare_addresses(a, b)
    if relation.relation is AddressVerdict.SAME_DELIVERY_POINT:
        return "same delivery point"
    if relation.relation is AddressVerdict.SAME_BUILDING_OTHER_UNIT:
        return "same building"
    if relation.relation is AddressVerdict.UNCERTAIN:
        return "unit unknown" if a.building_key == b.building_key else "probable"
    return "same street"


def _one_town(a: NormalAddress, b: NormalAddress) -> bool:
    return bool(a.city) and city_key(a.city) == city_key(b.city)


def _same_town(a: NormalAddress, b: NormalAddress) -> str:
    """One town under another or no ZIP code: house number and street may still agree."""
    street = bool(a.street_key) and a.street_key == b.street_key
    if street and a.number == b.number and AddressKind.UNPARSED not in (a.kind, b.kind):
        return "probable"
    return "same city"


def compare_phones(a: Profile, b: Profile) -> str:
    """Whether any phone of one side is one of the other's, or one digit away from it.

    Numbers kept for fiction are few and many people are given one, so they say less.
    """
    if not a.phones or not b.phones:
        return "no data"
    shared = a.phone_set & b.phone_set
    if shared:
        return "agree" if any(not is_kept_for_fiction(e164) for e164 in shared) else "fictional"
    close = any(is_one_digit_off(x, y) for x in a.phones for y in b.phones)
    return "one digit" if close else "different"


def compare_emails(a: Profile, b: Profile) -> str:
    """Whether any e-mail address of one side is one of the other's."""
    if not a.emails or not b.emails:
        return "no data"
    return "agree" if a.email_set & b.email_set else "different"
