"""Names as registers write them: read by the one reader, and reduced to blocking keys."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from matching.normalize.name_order import NameOrder
from matching.normalize.name_tables import name_tables
from matching.normalize.organization import read_organization
from matching.normalize.person import Party, PartyKind, PartyRole, read_parties
from matching.normalize.person_parts import read_person
from matching.normalize.text import folded
from skiptrace.model.subject import PersonName

_NO_LETTER = re.compile(r"[^A-Z]")
NEARNESS = 0.92
"""How alike (Jaro-Winkler) two surnames are that one typing error parts; 4 letters at least."""


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The text as upper-case letters A to Z only, accents dropped: the key of one name part."""
    return _NO_LETTER.sub("", text.upper() if text.isascii() else folded(text))


@dataclass(frozen=True, slots=True)
class NameKey:
    """What a person's name is blocked by: surname and given in letters, the middle initial.

    `whole` asks for that given name letter by letter, where otherwise the initial is enough.
    """

    surname: str
    given: str
    middle: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """One whom a name column names: a person, or an organisation by its name as it stands."""

    name: PersonName = field(default_factory=PersonName)
    organization: str = ""


def owners_of(
    text: str, order: NameOrder, surnames: Collection[str] = frozenset()
) -> tuple[Owner, ...]:
    """Everybody that one column of a register names, which writes names in that order.

    The one reader of names reads it (`matching.normalize.person`). Of an estate or a trust it is
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


def name_keys(name: PersonName) -> frozenset[NameKey]:
    """The keys of a name: whole, and for a surname of several words each word by itself.

    A file in the order LAST FIRST is read as if the second word of a double surname were the given
    name, so that reading is a key too.
    """
    surname, given, middle = letters(name.surname), letters(name.given), letters(name.middle)[:1]
    if not surname:
        return frozenset()
    keys = {NameKey(surname, given, middle)}
    parts = [letters(p) for p in re.split(r"[\s-]+", name.surname) if letters(p)]
    if len(parts) > 1:
        keys |= {NameKey(p, given, middle) for p in parts if len(p) > 2}
        keys.add(NameKey(parts[0], "".join(parts[1:]), given[:1]))
    return frozenset(keys)


def asked_keys(name: PersonName) -> frozenset[NameKey]:
    """The keys of a name that is looked for: its own, and the other forms of its given name."""
    own = name_keys(name)
    forms = other_forms(letters(name.given))
    surnames = {key.surname for key in own if key.given == letters(name.given)}
    return own | {NameKey(surname, form, whole=True) for surname in surnames for form in forms}


@lru_cache(maxsize=16384)
def other_forms(given: str) -> frozenset[str]:
    """The short and formal forms of a given name in letters (BOBBY: ROBERT, BOB, ...)."""
    groups = name_tables().groups
    own = groups.get(given, frozenset())
    return frozenset(form for form, found in groups.items() if own & found) - {given}


def same_name(asked: Collection[NameKey], found: Collection[NameKey]) -> bool:
    """Whether a register's name can be one of those asked for.

    It can when the surnames are equal and the given names begin alike (an initial stands for any
    name), or the given names are equal and the surnames at least NEARNESS alike.
    """
    return any(_same(a, f) for a in asked for f in found)


def _same(a: NameKey, f: NameKey) -> bool:
    if a.surname == f.surname:
        if a.whole:
            return a.given == f.given
        return not a.given or not f.given or a.given[0] == f.given[0]
    if a.whole or a.given != f.given or len(a.given) < 2 or a.surname[0] != f.surname[0]:
        return False
    shorter = min(len(a.surname), len(f.surname))
    return shorter >= 4 and JaroWinkler.similarity(a.surname, f.surname) >= NEARNESS


def organization_key(text: str) -> str:
    """What all writings of an organisation's name have in common, its legal form left out.

    A name of which nothing can be read is its own key; only no name has none.
    """
    return read_organization(text).key or text.strip().upper()
