"""Names as registers write them: read by the one reader, judged by the one judge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

from matching.compare.person.name_relation import may_be_meant
from matching.compare.person.relate import relate_persons
from matching.parse.organization.read import read_organization
from matching.parse.party.read import Party, PartyKind, PartyRole, read_parties
from matching.parse.person.clean_name import clean_name
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from matching.parse.text import folded
from skiptrace.model.subject import PersonName

_NO_LETTER = re.compile(r"[^A-Z]")


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The text as upper-case letters A to Z only, accents dropped: the key of one name part."""
    return _NO_LETTER.sub("", text.upper() if text.isascii() else folded(text))


@lru_cache(maxsize=65536)
def without_form(name: str) -> str:
    """An organisation's name as it stands, but for its legal form and what is written behind it.

    Registers and courts write a form in many ways: a search by the start of the name misses none.
    """
    core = read_organization(name).words
    words = name.split()
    starts = (" ".join(words[:end]).rstrip(" ,") for end in range(1, len(words) + 1))
    return next(
        (start for start in starts if core and read_organization(start).words == core), name
    )


@dataclass(frozen=True, slots=True)
class Owner:
    """One whom a name column names: a person, or an organisation by its name as it stands."""

    name: PersonName = field(default_factory=PersonName)
    organization: str = ""


def owners_of(
    text: str, order: NameOrder, surnames: Collection[str] = frozenset()
) -> tuple[Owner, ...]:
    """Everybody that one column of a register names, which writes names in that order.

    The one reader of names reads it (`matching.parse.party.read`). Of an estate or a trust it is
    the person behind it, whose name stands in either order; whom a letter is only sent in care of,
    and words that name nobody, are left out. The wording of an estate, trust or trustee goes with
    the name, so that it stays known as one. Where a surname of several words ends is settled by
    `surnames` (in letters): words that together are one of them, or of which the second is one, are
    read as the surname.
    """
    parties = read_parties(text, order)
    if any(party.kind in _BEHIND for party in parties):
        parties = read_parties(text, NameOrder.UNKNOWN)
    settling = surnames if order is NameOrder.SURNAME_FIRST and "," not in text else frozenset()
    return tuple(_owner(party, text, settling) for party in parties if _is_owner(party))


def as_person(text: str, order: NameOrder) -> Owner:
    """A name as a person's, whatever it looks like, for a source that says that it is one."""
    return Owner(replace(read_person(text, order), original=text))


def split_names(
    text: str, order: NameOrder, surnames: Collection[str] = frozenset()
) -> tuple[PersonName, ...]:
    """The people that one column of a register names, as `owners_of` gives them."""
    return tuple(one.name for one in owners_of(text, order, surnames) if not one.organization)


_BEHIND = (PartyKind.ESTATE, PartyKind.TRUST)
_ASIDE = (PartyRole.CARE_OF, PartyRole.TRADE_NAME, PartyRole.ALIAS, PartyRole.FORMER)


def _is_owner(party: Party) -> bool:
    if party.role in _ASIDE:
        return False
    named = bool(party.name.surname or party.name.given)
    return party.kind is PartyKind.ORGANIZATION or (
        named and party.kind in (PartyKind.PERSON, *_BEHIND)
    )


def _owner(party: Party, text: str, surnames: Collection[str]) -> Owner:
    if party.kind is PartyKind.ORGANIZATION:
        return Owner(organization=party.written or text)
    name = _settled(party.name, surnames) if surnames else party.name
    is_plainly_owner = party.kind is PartyKind.PERSON and party.role is PartyRole.OWNER
    wording = name.original if is_plainly_owner else ""
    return Owner(replace(name, original=wording or text))


def _settled(name: PersonName, surnames: Collection[str]) -> PersonName:
    """The name with its surname ending where one of the surnames does."""
    words = [*name.surname.split(), *name.given.split(), *name.middle.split()]
    lengths = [n for n in (3, 2) if len(words) > n and letters("".join(words[:n])) in surnames]
    if not lengths and len(words) > 2 and len(words[2]) > 1 and letters(words[1]) in surnames:
        lengths = [2]
    if not lengths:
        return name
    end = lengths[0]
    surname, given, middle = words[:end], words[end], words[end + 1 :]
    return replace(name, surname=" ".join(surname), given=given, middle=" ".join(middle))


def readings(name: PersonName) -> tuple[PersonName, ...]:
    """The name as it was read, and the other reading of SURNAME GIVEN MIDDLE.

    It may be a surname of two words and a given name, or a person who goes by the middle name; and
    what was read as a surname of two words may be a surname and a given name.
    """
    if "," in name.original:
        return (name,)
    clean = clean_name(name)
    if not clean.middles:
        if len(clean.surnames) != 2 or not clean.givens:
            return (name,)
        surname, given = clean.surnames
        other = replace(name, given=given, middle=" ".join(clean.givens), surname=surname)
    elif len(clean.middles[0]) < 2:
        return (name,)
    else:
        given, *further = clean.middles
        surname = " ".join((*clean.surnames, *clean.givens))
        other = replace(name, given=given, middle=" ".join(further), surname=surname)
    return name, other


def is_name_asked_for(asked: Iterable[PersonName], found: Iterable[PersonName]) -> bool:
    """Whether a name of a source may be one of those asked for (`name_relation.may_be_meant`)."""
    pairs = product(map(clean_name, asked), map(clean_name, found))
    return any(may_be_meant(relate_persons(a, f)) for a, f in pairs)


def organization_key(text: str) -> str:
    """What all writings of an organisation's name have in common, its legal form left out.

    A name of which nothing can be read is its own key; only no name has none.
    """
    return read_organization(text).key or text.strip().upper()
