"""Whether two name fields are one party's: care-of names, estates, trusts, joint owners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from matching.compare.name_verdict import (
    NameRelation,
    NameVerdict,
    different,
    same,
    uncertain,
)
from matching.compare.organization.relate import compare_organizations
from matching.parse.name_tables import name_tables
from matching.parse.party.read import NameOrder, Party, PartyKind, PartyRole, read_parties
from matching.parse.person.clean_name import clean_name
from matching.parse.person.parts import read_person
from matching.parse.person.words import plain_word
from matching.parse.text import folded
from skiptrace.model.subject import PersonName

Comparison = Callable[[PersonName, PersonName], NameRelation]
"""The verdict on two people's names in parts."""

_ACTING = frozenset(
    (PartyRole.REPRESENTATIVE, PartyRole.GUARDIAN, PartyRole.CUSTODIAN, PartyRole.ATTORNEY)
)
_OTHER_NAMES = frozenset((PartyRole.ALIAS, PartyRole.FORMER, PartyRole.TRADE_NAME))
_MOST = 24
"""Names of one field that are compared; since all are compared with all, time stays bounded."""

_COMPANIES = frozenset((PartyKind.ORGANIZATION, PartyKind.TRUST))


def relate_fields(a: str, b: str, compare: Comparison) -> NameRelation:
    """The verdict on two fields as written; `compare` answers for two people."""
    left, right = (_parties(text) for text in (a, b))
    if any(p.kind is PartyKind.UNREADABLE for p in (*left, *right)):
        return uncertain("a field cannot be read as a name")
    if not left or not right:
        return uncertain("a field names nobody")
    if len(left) == len(right) == 1:
        return _alone(left[0], right[0], compare)
    return _several(left, right, compare)


def _parties(text: str) -> tuple[Party, ...]:
    found = read_parties(text, NameOrder.UNKNOWN)
    if len(found) == 1 and found[0].role is PartyRole.OWNER:
        return found
    return tuple(p for p in found if p.role is not PartyRole.CARE_OF)[:_MOST]


def _alone(a: Party, b: Party, compare: Comparison) -> NameRelation:
    """One name on each side; where the order is open, the other reading leaves a doubt."""
    found = _related(a, b, compare)
    people = a.kind is PartyKind.PERSON is b.kind
    if not people or not found.is_different:
        return found
    for one, other in ((a, b), (b, a)):
        turned, otherwise = _turned(one), _in_the_other_order(one, other)
        alike = turned is not None and compare(turned, other.name).is_same
        if alike or (otherwise and not compare(otherwise, other.name).is_different):
            return uncertain("the same name if one side is written surname first")
    return found


def _turned(party: Party) -> PersonName | None:
    """The other reading of a name of two or three words that shows no order, else None."""
    text = party.name.original
    if "," in text or party.name.generation:
        return None
    words = text.split()
    if len(words) not in (2, 3):
        return None
    if not any(map(_may_lead_or_end, words)):
        return None
    if party.name.given and text.startswith(party.name.given):
        turned = read_person(text, NameOrder.SURNAME_FIRST)
    else:
        turned = read_person(text, NameOrder.GIVEN_FIRST)
    doubtful = (_leads_or_ends(clean_name(name).surname) for name in (turned, party.name))
    return turned if any(doubtful) else None


def _in_the_other_order(party: Party, other: Party) -> PersonName | None:
    """The other reading of HARMON THOMAS JAMES or Aldrich Lee, where an end is a surname."""
    text = party.name.original
    words = text.split()
    if len(words) < 2 or "," in text:
        return None
    surname, first = clean_name(other.name).surname, plain_word(words[0])
    if surname not in (first, plain_word(words[-1])) or clean_name(party.name).surname == surname:
        return None
    order = NameOrder.SURNAME_FIRST if first == surname else NameOrder.GIVEN_FIRST
    return read_person(text, order)


@lru_cache(maxsize=65536)
def _may_lead_or_end(word: str) -> bool:
    """The same of a word as it is written."""
    return _leads_or_ends(plain_word(word))


def _leads_or_ends(surname: str) -> bool:
    """Whether a surname is of a people that writes it in front at home, and behind here."""
    tables = name_tables()
    return surname in tables.east_asian or surname in tables.vietnamese


def _several(left: Sequence[Party], right: Sequence[Party], compare: Comparison) -> NameRelation:
    """Any name of one side may be any of the other's; all joint owners must be found again."""
    found = [(x, y, _related(x, y, compare)) for x in left for y in right]
    agreed = [(x, y, relation) for x, y, relation in found if relation.is_same]
    if agreed:
        owners = [_owners(side) for side in (left, right)]
        fewer = min(len(side) for side in owners)
        matched = min(len({id(pair[side]) for pair in agreed}) for side in (0, 1))
        if fewer > 1 and matched < fewer:
            return uncertain("only some of the joint owners agree")
        return agreed[0][2]
    return next((r for _, _, r in found if r.verdict is NameVerdict.UNCERTAIN), found[0][2])


def _owners(parties: Iterable[Party]) -> list[Party]:
    return [p for p in parties if p.role not in _OTHER_NAMES and p.kind is PartyKind.PERSON]


def _related(a: Party, b: Party, compare: Comparison) -> NameRelation:
    """The verdict on two parties of any kind."""
    if a.kind is PartyKind.PERSON is b.kind:
        return _people(a, b, compare)
    kinds = {a.kind, b.kind}
    if PartyKind.OCCUPANT in kinds:
        return _occupant(a, b, compare)
    if kinds <= _COMPANIES:
        return _companies(a, b)
    if PartyKind.ORGANIZATION in kinds:
        return _company_and_person(a, b)
    found = _people(a, b, compare)
    if found.is_different or a.kind is b.kind is not PartyKind.TRUST:
        return found if a.kind is b.kind else _guarded(a, b, found)
    return _guarded(a, b, found)


def _guarded(a: Party, b: Party, found: NameRelation) -> NameRelation:
    """Two names that agree, of which one is of an estate, of a trust or of somebody who acts."""
    if found.is_different:
        return found
    if PartyKind.ESTATE in (a.kind, b.kind):
        return uncertain("an estate: the person may be dead")
    return uncertain("a trust is not the person it is named for")


def _occupant(a: Party, b: Party, compare: Comparison) -> NameRelation:
    if a.kind is not b.kind and a.name.surname and b.name.surname:
        if not compare(a.name, b.name).is_different:
            return different("one side is somebody unnamed beside the other")
        return uncertain("an unnamed person")
    return uncertain("an unnamed occupant")


def _companies(a: Party, b: Party) -> NameRelation:
    found = compare_organizations(a.written, b.written)
    if found.is_same and PartyRole.TRADE_NAME in (a.role, b.role) and a.role is not b.role:
        return uncertain("a trade name on one side")
    return found


def _company_and_person(a: Party, b: Party) -> NameRelation:
    company, person = (a, b) if a.kind is PartyKind.ORGANIZATION else (b, a)
    if compare_organizations(company.written, person.written).is_same:
        return uncertain("a business name is involved")
    if company.role is PartyRole.TRADE_NAME:
        return different("a person and another's trade name")
    words = set(folded(company.written).replace("'", "").replace(".", "").split())
    name = clean_name(person.name)
    shared = {word for word in (name.surname, *name.surnames) if len(word) > 1} & words
    possessive = {word[:-1] for word in words if word.endswith("S")} & {name.surname, name.given}
    if shared or possessive:
        return uncertain("a business name is involved")
    return different("a person and an organisation")


def _people(a: Party, b: Party, compare: Comparison) -> NameRelation:
    found = _with_former(a, b, compare)
    if not found.is_same:
        return found
    if (a.role in _ACTING or b.role in _ACTING) and a.role is not b.role:
        return uncertain("one side acts for somebody else")
    if PartyRole.BENEFICIARY in (a.role, b.role) and a.role is not b.role:
        return uncertain("one side is the beneficiary of a trust")
    return found


def _with_former(a: Party, b: Party, compare: Comparison) -> NameRelation:
    found = compare(a.name, b.name)
    if found.is_same:
        return found
    for one, other in ((a, b), (b, a)):
        if one.former:
            former = PersonName(one.name.given, one.name.middle, one.former, one.name.generation)
            if compare(former, other.name).is_same:
                return same("a former surname is stated")
    if _has_former_in_brackets(a, b, compare) or _has_former_in_brackets(b, a, compare):
        return uncertain("a surname in brackets may be a former one")
    return found


def _has_former_in_brackets(one: Party, other: Party, compare: Comparison) -> bool:
    """Whether BARBARA LOY (COX) may be the other side as Barbara Cox."""
    if not one.bracketed:
        return False
    former = PersonName(one.name.given, one.name.middle, one.bracketed, one.name.generation)
    return not compare(former, other.name).is_different
