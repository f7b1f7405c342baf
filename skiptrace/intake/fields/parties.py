"""Whom a name stands for: a living person, an organisation, or what a person has to settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matching.parse.party.read import NameOrder, Party, PartyKind, PartyRole, read_parties
from skiptrace.intake.fields.names import name_part, organization
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PersonName


class NameKind(StrEnum):
    """What a name stands for; `unsettled` is everything that is neither plainly this nor that."""

    PERSON = "person"
    ORGANIZATION = "organization"
    ESTATE = "estate"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """The name of one obligor; `left_out` says in words what of the text was not taken, and why."""

    kind: NameKind
    names: tuple[PersonName, ...] = ()
    organization: str = ""
    left_out: tuple[str, ...] = ()


_PEOPLE = frozenset({PartyKind.PERSON})
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
_ASIDE = {
    PartyRole.CARE_OF: "a care-of name beside the name",
    PartyRole.TRADE_NAME: "a trade name beside the name",
    PartyRole.ALIAS: "an organisation's name beside the name",
    PartyRole.FORMER: "an organisation's name beside the name",
}
_ALONE = "the name is one word that may be a surname or an organisation's name"
_AGENT = "the name is that of somebody who acts for another"


def read_whole_name(text: str) -> Named | Wrong:
    """Whom a whole name in one field stands for; a person's name is given in parts.

    Wrong when the field names nobody, several people, or a person without given name or surname.
    """
    return _named(text, NameOrder.UNKNOWN, None)


def read_name_in_parts(name: PersonName) -> Named | Wrong:
    """Whom a name stands for that the creditor gave in columns; a person's parts stay as given."""
    return _named(name.original, NameOrder.GIVEN_FIRST, name)


def _named(text: str, order: NameOrder, given: PersonName | None) -> Named | Wrong:
    parties = read_parties(text, order)
    owners = [party for party in parties if party.role not in _ASIDE]
    if not owners:
        return Wrong("a name of letters, spaces, hyphens and apostrophes", "name")
    if any(party.role in _ACTS_FOR for party in owners):
        return Named(NameKind.UNSETTLED, _names(owners, given, text), left_out=(_AGENT,))
    kinds = {party.kind for party in owners}
    if kinds == {PartyKind.ORGANIZATION}:
        return _organization(text, owners, parties)
    if kinds == _PEOPLE:
        return _person(text, owners, parties, given)
    return _unsettled(text, kinds, owners, given)


def _organization(text: str, owners: Sequence[Party], parties: Sequence[Party]) -> Named | Wrong:
    if len(text.split()) == 1:
        return Named(NameKind.UNSETTLED, (PersonName(original=text),), left_out=(_ALONE,))
    name = organization(text if len(parties) == 1 else owners[0].written)
    if isinstance(name, Wrong):
        return name
    return Named(NameKind.ORGANIZATION, organization=name, left_out=tuple(_aside(parties)))


def _person(
    text: str, owners: Sequence[Party], parties: Sequence[Party], given: PersonName | None
) -> Named | Wrong:
    checked = name_part(owners[0].written or text if len(owners) == 1 else text)
    if isinstance(checked, Wrong):
        return checked
    if len(owners) > 1:
        return Wrong("one person's name a row", "name")
    name = owners[0].name
    if given is None and not (name.given and name.surname):
        return Wrong("a given name and a surname", "name")
    aliases = (p.name for p in parties if p.role in _ASIDE and _is_alias(p))
    former = (
        PersonName(p.name.given, p.name.middle, p.former, p.name.generation, p.name.original)
        for p in owners
        if p.former
    )
    is_plain = len(parties) == 1 and not owners[0].former
    main = given if given is not None and is_plain else name
    names = tuple(dict.fromkeys((main, *former, *aliases)))
    return Named(NameKind.PERSON, names, left_out=tuple(_aside(parties)))


def _is_alias(party: Party) -> bool:
    is_other_name = party.role in (PartyRole.ALIAS, PartyRole.FORMER)
    return is_other_name and party.kind is PartyKind.PERSON and bool(party.name.surname)


def _aside(parties: Sequence[Party]) -> Iterator[str]:
    """What is left out of a field beside its obligor's own names."""
    for words in dict.fromkeys(
        _ASIDE[p.role] for p in parties if p.role in _ASIDE and not _is_alias(p)
    ):
        yield f"{words}: not taken"


def _unsettled(
    text: str, kinds: set[PartyKind], owners: Sequence[Party], given: PersonName | None
) -> Named:
    names = _names(owners, given, text)
    if kinds == {PartyKind.ESTATE}:
        return Named(NameKind.ESTATE, names, left_out=("the name is an estate's",))
    words = next((_UNSETTLED[kind] for kind in _UNSETTLED if kind in kinds), "")
    return Named(
        NameKind.UNSETTLED, names, left_out=(words or "the name is of several kinds at once",)
    )


def _names(owners: Sequence[Party], given: PersonName | None, text: str) -> tuple[PersonName, ...]:
    """The people behind the name, or the text alone when none of them can be read."""
    found = tuple(p.name for p in owners if p.name.surname)
    return found or (given if given is not None else PersonName(original=text),)
