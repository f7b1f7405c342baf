"""Whom a name stands for: living people, an organisation, or what a person has to settle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.parse.name_tables import given_share, name_tables
from matching.parse.party.read import NameOrder, Party, PartyKind, PartyRole, read_parties
from matching.parse.text import folded
from skiptrace.intake.fields.mixed_names import business_and_person
from skiptrace.intake.fields.name_notes import without_notes
from skiptrace.intake.fields.names import name_part, organization
from skiptrace.intake.fields.shop_names import may_be_a_shop
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PersonName


class NameKind(StrEnum):
    """What a name stands for; `unsettled` is everything that is neither plainly this nor that."""

    PERSON = "person"
    ORGANIZATION = "organization"
    ESTATE = "estate"
    TRUST = "trust"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """The name of one obligor; `left_out` says in words what of the text was not taken, and why.

    `trade_names` are what it does business as, `care_of` through whom its mail goes; `holds` are
    the codes of what is noted beside the name. Of what is unsettled, `may_be` is the name as an
    organisation's; a person's, where it may be one, is among the names with both its parts.
    """

    kind: NameKind
    names: tuple[PersonName, ...] = ()
    organization: str = ""
    trade_names: tuple[str, ...] = ()
    care_of: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    may_be: str = ""

    def as_person(self) -> Named:
        """What is unsettled, as the person whom it may name; itself where it names none."""
        if self.kind is not NameKind.UNSETTLED or not self.may_be or not self.names[0].given:
            return self
        return replace(self, kind=NameKind.PERSON, left_out=(), may_be="")

    def as_organization(self) -> Named:
        """What is unsettled, as the organisation that it may name; itself where it names none."""
        if self.kind is not NameKind.UNSETTLED or not self.may_be:
            return self
        kind = NameKind.ORGANIZATION
        return replace(self, kind=kind, names=(), organization=self.may_be, left_out=(), may_be="")


_ACTS_FOR = frozenset(
    {
        PartyRole.TRUSTEE,
        PartyRole.REPRESENTATIVE,
        PartyRole.GUARDIAN,
        PartyRole.CUSTODIAN,
        PartyRole.ATTORNEY,
        PartyRole.BENEFICIARY,
    }
)
_UNSETTLED = {
    PartyKind.TRUST: "the name is a trust's",
    PartyKind.OCCUPANT: "the name is that of an occupant whom nobody names",
    PartyKind.UNREADABLE: "the name cannot be read: it is not written in Latin letters",
}
_ASIDE = frozenset({PartyRole.CARE_OF, PartyRole.TRADE_NAME, PartyRole.ALIAS, PartyRole.FORMER})
_OTHER_NAME = frozenset({PartyRole.ALIAS, PartyRole.FORMER})
_ALONE = "the name is no whole one of a person's: a surname, or an organisation's name"
_AGENT = "the name is that of somebody who acts for another"
_SEVERAL = "the name is of several kinds at once"
_WHOSE = "another name beside several people's names: not taken"
_SHOP = "the name is of plain words: a person's, or an organisation's"
_PARTS = "the name is of several parts of which not each is a whole name"
_THROUGH = "the name is that of somebody through whom mail goes"
_NO_GIVEN = "the name is of two parts that are no given names: people's, or an organisation's"
_UNNAMED = "a husband or wife beside the debtor (MR & MRS) whom nobody names"
_MR_AND_MRS = re.compile(r"\bMR\.?\s*(?:&|\+|/|AND)\s*MRS\b", re.IGNORECASE)
_PRACTICE = re.compile(r"\w{2}\s+\w{2,},?\s+P\.\s?[AC]\.$", re.IGNORECASE)
"""GOLDEN WOLF P.A.: a professional association, or two initials."""
_INSIDE = frozenset(" '’&.-")  # noqa: RUF001 - an apostrophe as exports write it
_RARELY = 0.00002
"""The share of people up to which a word is no usual given name: FLORIDA, GULF."""
_NO_NAME = Wrong("a name of letters, spaces, hyphens and apostrophes", "name")


def read_whole_name(text: str) -> tuple[Named, ...] | Wrong:
    """Whom a whole name in one field stands for, in its order; people's names are in parts.

    An organisation beside a person stands first. Wrong when the field names nobody, or a person
    of more than one word without given name or surname.
    """
    noted = without_notes(text)
    read = _read_whole(noted.text)
    if isinstance(read, Wrong) or not noted.holds:
        return read
    return (replace(read[0], holds=noted.holds), *read[1:])


def _read_whole(text: str) -> tuple[Named, ...] | Wrong:
    both = business_and_person(text)
    if both is not None:
        company, person = both
        if not company:
            return (Named(NameKind.UNSETTLED, (PersonName(original=text),), left_out=(_SEVERAL,)),)
        return _both(_named(company, NameOrder.UNKNOWN, None), person)
    return _named(text, NameOrder.UNKNOWN, None)


def read_name_in_parts(name: PersonName) -> tuple[Named, ...] | Wrong:
    """Whom a name stands for that the creditor gave in columns; a person's parts stay as given."""
    noted = without_notes(name.original)
    given = None if noted.holds else name
    read = _named(noted.text if noted.holds else name.original, NameOrder.GIVEN_FIRST, given)
    if isinstance(read, Wrong) or not noted.holds:
        return read
    return (replace(read[0], holds=noted.holds), *read[1:])


def _both(company: tuple[Named, ...] | Wrong, person: str) -> tuple[Named, ...] | Wrong:
    beside = _named(person, NameOrder.UNKNOWN, None)
    if isinstance(company, Wrong) or isinstance(beside, Wrong):
        return company
    return (*company, *beside)


def _named(text: str, order: NameOrder, given: PersonName | None) -> tuple[Named, ...] | Wrong:
    parties = read_parties(text, order)
    owners = [party for party in parties if party.role not in _ASIDE]
    if not owners and (through := _through(parties, text)) is not None:
        return (through,)
    if not owners:
        owners = [party for party in parties if party.role is PartyRole.TRADE_NAME]
        if len(owners) != len(parties) or not owners:
            return _NO_NAME
    if any(party.role in _ACTS_FOR for party in owners):
        return (Named(NameKind.UNSETTLED, _names(owners, text), left_out=(_AGENT,)),)
    kinds = {party.kind for party in owners}
    if kinds == {PartyKind.ORGANIZATION}:
        return _organization(text, owners, parties)
    if kinds == {PartyKind.PERSON}:
        return _people(text, owners, parties, given)
    return (_unsettled(text, kinds, owners, parties),)


def _through(parties: Sequence[Party], text: str) -> Named | None:
    """What names nobody but whom mail goes through: ATTN: JOHN SMITH."""
    if not parties or any(party.role is not PartyRole.CARE_OF for party in parties):
        return None
    care_of = _written(parties, PartyRole.CARE_OF)
    names = _names(parties, text)
    return Named(NameKind.UNSETTLED, names, care_of=care_of, left_out=(_THROUGH,))


def _organization(
    text: str, owners: Sequence[Party], parties: Sequence[Party]
) -> tuple[Named, ...] | Wrong:
    if len(text.replace(",", " ").split()) == 1:
        return (alone(text),)
    name = organization(text if len(parties) == 1 else owners[0].written)
    if isinstance(name, Wrong):
        return name
    others = [*owners[1:], *(p for p in parties if p.role in _OTHER_NAME)]
    trade = (*_written(parties, PartyRole.TRADE_NAME), *(p.written for p in others))
    return (
        Named(
            NameKind.ORGANIZATION,
            organization=name,
            trade_names=tuple(n for n in dict.fromkeys(trade) if n and n != name),
            care_of=_written(parties, PartyRole.CARE_OF),
        ),
    )


def _people(
    text: str, owners: Sequence[Party], parties: Sequence[Party], given: PersonName | None
) -> tuple[Named, ...] | Wrong:
    if given is None and _is_short(owners, parties):
        return (alone(text),)
    for owner in owners:
        checked = name_part(owner.written or text)
        if isinstance(checked, Wrong):
            return checked
    is_one = len(owners) == 1
    is_whole = given is None or not is_one
    if is_whole and not all(party.name.given and party.name.surname for party in owners):
        if is_one:
            return Wrong("a given name and a surname", "name")
        return (Named(NameKind.UNSETTLED, _names(owners, text), left_out=(_PARTS,)),)
    if not is_one and not any(_is_borne(owner.name) for owner in owners):
        return (Named(NameKind.UNSETTLED, _names(owners, text), left_out=(_NO_GIVEN,)),)
    first = _person(owners[0], parties if is_one else (), given if is_one else None)
    if is_one and (may_be_a_shop(owners[0].written or text) or _PRACTICE.search(text)):
        written = owners[0].written or text
        first = replace(first, kind=NameKind.UNSETTLED, left_out=(_SHOP,), may_be=written)
    trade = _written(parties, PartyRole.TRADE_NAME)
    care_of = _written(parties, PartyRole.CARE_OF)
    aside = () if is_one or all(p.role not in _OTHER_NAME for p in parties) else (_WHOSE,)
    if is_one and _MR_AND_MRS.search(text):
        aside = (_UNNAMED,)
    first = replace(first, trade_names=trade, care_of=care_of, left_out=(*first.left_out, *aside))
    return (first, *(_person(owner, (), None) for owner in owners[1:]))


def _is_short(owners: Sequence[Party], parties: Sequence[Party]) -> bool:
    """Whether a name field holds one name that is no person's whole name: IBM, U-HAUL, PHO 79."""
    if len(owners) != 1 or len(parties) != 1:
        return False
    name, written = owners[0].name, owners[0].written
    words = written.split()
    is_plain = all(c.isalnum() or c in _INSIDE for c in written)
    is_mixed = len(words) > 1 and any(_is_slip(word) for word in words)
    has_number = any(map(str.isdigit, written)) and not isinstance(name_part(written), str)
    is_whole = bool(name.given and name.surname) and not has_number
    return is_plain and not is_mixed and not is_whole and any(map(str.isalpha, written))


def _is_slip(word: str) -> bool:
    """A digit among letters, as a slip of the key leaves it: J0HN."""
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def alone(text: str) -> Named:
    """A name that is no whole one of a person's, for a person to settle."""
    return Named(NameKind.UNSETTLED, (PersonName(original=text),), left_out=(_ALONE,), may_be=text)


def _person(owner: Party, parties: Sequence[Party], given: PersonName | None) -> Named:
    """One person with the former name and the aliases that stand beside it."""
    name = owner.name
    former = PersonName(name.given, name.middle, owner.former, name.generation, name.original)
    aliases = tuple(p.name for p in parties if p.role in _OTHER_NAME and _is_alias(p))
    is_plain = len(parties) == 1 and not owner.former
    main = given if given is not None and is_plain else name
    return Named(
        NameKind.PERSON,
        tuple(dict.fromkeys((main, *((former,) if owner.former else ()), *aliases))),
    )


def _is_borne(name: PersonName) -> bool:
    """Whether the given name is one, an initial, or of a people whose names nobody counted."""
    words = folded(name.original).upper().split()
    tables = name_tables()
    eastern = tables.vietnamese | tables.hmong | tables.east_asian
    given = folded(name.given).upper()
    return len(given) < 2 or given_share(given) > _RARELY or not eastern.isdisjoint(words)


def _is_alias(party: Party) -> bool:
    return party.kind is PartyKind.PERSON and bool(party.name.surname)


def _written(parties: Iterable[Party], role: PartyRole) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.written for p in parties if p.role is role and p.written))


def _unsettled(
    text: str,
    kinds: set[PartyKind],
    owners: Sequence[Party],
    parties: Sequence[Party],
) -> Named:
    names = _names(owners, text)
    care_of = _written(parties, PartyRole.CARE_OF)
    if kinds == {PartyKind.ESTATE}:
        words = ("the name is an estate's",)
        return Named(NameKind.ESTATE, names, care_of=care_of, left_out=words)
    words = (next((_UNSETTLED[kind] for kind in _UNSETTLED if kind in kinds), _SEVERAL),)
    kind = NameKind.TRUST if kinds == {PartyKind.TRUST} else NameKind.UNSETTLED
    return Named(kind, names, care_of=care_of, left_out=words)


def _names(owners: Sequence[Party], text: str) -> tuple[PersonName, ...]:
    """The people behind the name, or the text alone when none of them can be read."""
    found = tuple(p.name for p in owners if p.name.surname)
    return found or (PersonName(original=text),)
