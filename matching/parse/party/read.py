"""People's names: a field that may hold several people, trusts and estates, read into parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matching.parse.name_field.roles import (
    Agency,
    PartyKind,
    PartyRole,
    names_nobody,
    pieces,
    read_agency,
    relative_of,
    unknown_of,
    without_date,
    without_estate,
    without_tenancy,
    without_trust,
)
from matching.parse.name_field.wards import read_ward
from matching.parse.name_tables import name_tables, sex_of
from matching.parse.organization.signs import is_organization_name, is_sign
from matching.parse.party.asides import without_asides
from matching.parse.party.joint_owners import split_owners
from matching.parse.party.plain_name import MARKED, plain_estate, plain_name
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import bracketed_surname, read_person
from matching.parse.text import LONGEST, folded, mended, thinned
from skiptrace.model.subject import PersonName

__all__ = ["NameOrder", "Party", "PartyKind", "PartyRole", "read_names", "read_parties"]

_PEOPLE = (PartyKind.PERSON, PartyKind.ESTATE, PartyKind.TRUST)
_ASIDE = (PartyRole.CARE_OF, PartyRole.TRADE_NAME, PartyRole.ALIAS, PartyRole.FORMER)


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """One name of a field: what it stands for and in what role; no personal data in its repr.

    `name` holds the parts of a person's name, of the person behind an estate or trust, and of the
    person whose unnamed spouse an `occupant` is. `former` is a stated earlier surname. `written`
    is the name as it stands, for organisations and trusts; `bracketed` a surname in brackets, which
    is often a former one.
    """

    name: PersonName
    kind: PartyKind = PartyKind.PERSON
    former: str = ""
    role: PartyRole = PartyRole.OWNER
    written: str = ""
    bracketed: str = ""


def read_names(text: str, order: NameOrder) -> tuple[PersonName, ...]:
    """The people named in a field, in its order; care-of names and businesses are left out.

    Estates and trusts give the person behind them: use `read_parties` where the role matters.
    An empty tuple when the field names nobody; it never raises.
    """
    parties = read_parties(text, order)
    found = (p.name for p in parties if p.kind in _PEOPLE and p.role not in _ASIDE)
    return tuple(dict.fromkeys(found))


def read_parties(text: str, order: NameOrder) -> tuple[Party, ...]:
    """Every name of a field with its kind and role; it never raises.

    A field of more than 600 characters, or in letters that are not Latin, is one party of kind
    `unreadable`. An empty tuple when the field names nobody (empty, N/A, no letters).
    """
    if len(text) > LONGEST:
        return (Party(PersonName(), PartyKind.UNREADABLE),)
    return _read(text, order)


@lru_cache(maxsize=65536)
def _read(text: str, order: NameOrder) -> tuple[Party, ...]:
    if (plain := plain_name(text, order)) is not None:
        return (Party(plain, written=text),)
    whole = mended(text)
    if not (whole.isascii() and whole.isprintable()):
        whole = whole.translate(_UNSEEN)
    whole = without_asides(thinned(" ".join(whole.split()))).text
    if not _has_letters(whole) or names_nobody(whole):
        return ()
    if not whole.isascii() and not _has_letters(folded(whole)):
        return (Party(PersonName(original=whole), PartyKind.UNREADABLE, written=whole),)
    if _SIMPLE.fullmatch(whole) and not MARKED.search(whole) and not _is_organization(whole):
        return tuple(_owners(whole, order, Party(PersonName())))
    cut, former = pieces(whole)
    parties: list[Party] = []
    for piece in cut:
        if piece.role is PartyRole.TRADE_NAME:
            trade = PersonName(original=piece.text)
            parties.append(Party(trade, PartyKind.ORGANIZATION, "", piece.role, piece.text))
            continue
        like = Party(PersonName(), former=former, role=piece.role)
        parties += _principals(piece.text, order, like)
        former = ""
    return tuple(parties)


_CONTROLS = (*range(32), 127, 0xFEFF, 0xFFFD)
_DIRECTION_MARKS = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys((*_CONTROLS, *_DIRECTION_MARKS), " ")
_SIMPLE = re.compile(r"[^\W\d_][^\d_/&+;%()#\"]*")
_NUMBER = re.compile(r"\d{2}")


_SHORT_GIVEN = re.compile(
    r"(?P<surname>[^\W\d_]+),?(?: (?:VAN|THI))? (?P<given>NA|PA|CO)", re.IGNORECASE
)


def _is_organization(text: str) -> bool:
    """Whether a text names an organisation; LI NA and VANG PA are people for all their forms."""
    if not is_organization_name(text):
        return False
    found = _SHORT_GIVEN.fullmatch(text)
    if found is None:
        return True
    tables, surname = name_tables(), found["surname"].upper()
    peoples = {
        "NA": tables.east_asian | tables.vietnamese | tables.hmong,
        "PA": tables.hmong,
        "CO": tables.vietnamese,
    }
    return surname not in peoples[found["given"].upper()]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _principals(text: str, order: NameOrder, like: Party) -> list[Party]:
    """The parties of one piece of a field, each with the role and former name of `like`."""
    if (plain := plain_name(text, order)) is not None:
        return [Party(plain, like.kind, like.former, like.role, like.written or text)]
    if (estate := plain_estate(text, order)) is not None:
        return [Party(estate, PartyKind.ESTATE, "", like.role, text)]
    text = without_tenancy(text)
    if (whose := unknown_of(text)) is not None:
        return [_occupant(whose, order, like, text)]
    whose = relative_of(text)
    if whose is not None and not _is_organization(text):
        return [_occupant(whose, order, like, text)]
    if (ward := read_ward(text)) is not None:
        acts = _principals(ward.agent, order, Party(PersonName(), role=ward.role))
        return [*_principals(ward.name, order, like), *acts]
    agency = read_agency(text)
    if agency is not None and not _is_of_trade(agency, text):
        agents = _agents(agency, order, _as(like, agency.role))
        return agents + _behind(agency.tail, order, agency.role)
    if _is_organization(text):
        return [Party(PersonName(original=text), PartyKind.ORGANIZATION, "", like.role, text)]
    for kind, found in (
        (PartyKind.ESTATE, without_estate(text)),
        (PartyKind.TRUST, without_trust(text)),
    ):
        if found is not None:
            return _behind_name(found, order, Party(PersonName(), kind, "", like.role, text))
    return _owners(text, order, like)


def _is_of_trade(agency: Agency, text: str) -> bool:
    """SMITH TRUSTEE SERVICES: the word of an office is a word of a firm's name."""
    behind = "" if agency.is_for else folded(agency.tail).partition(" ")[0]
    return bool(behind) and is_sign(behind.strip(".,")) and _is_organization(text)


def _agents(agency: Agency, order: NameOrder, like: Party) -> list[Party]:
    """Those who act, with those beside them; people among them may share a surname."""
    both = [text for text in (agency.agent, agency.beside) if text]
    if len(both) == 2 and not any(_is_organization(text) for text in both):
        both = [" & ".join(both)]
    return [party for text in both for party in _principals(text, order, like)]


def _as(like: Party, role: PartyRole) -> Party:
    kept = role if like.role is PartyRole.OWNER else like.role
    return Party(PersonName(), like.kind, like.former, kept)


def _occupant(whose: str, order: NameOrder, like: Party, text: str) -> Party:
    names = read_names(whose, order) if whose else ()
    name = names[0] if names else PersonName(original=text)
    return Party(name, PartyKind.OCCUPANT, "", like.role, text)


def _behind(tail: str, order: NameOrder, agent: PartyRole) -> list[Party]:
    """Whom a trustee, guardian or representative acts for: a trust, an estate, a person."""
    named = tail if without_trust(tail) is not None else without_date(tail)
    if not _has_letters(named):
        return []
    if _NUMBER.search(named):
        return [Party(PersonName(original=tail), PartyKind.TRUST, written=tail)]
    found = _principals(named, order, Party(PersonName()))
    kinds = {PartyRole.TRUSTEE: PartyRole.BENEFICIARY}
    role = kinds.get(agent, PartyRole.OWNER)
    return [
        Party(p.name, p.kind, p.former, role, p.written) if p.kind is PartyKind.PERSON else p
        for p in found
    ]


def _behind_name(text: str, order: NameOrder, like: Party) -> list[Party]:
    """The people behind an estate or a trust; one party without a name when none can be read."""
    if without_trust(text) is not None:
        text = without_trust(text) or text
    if like.kind is PartyKind.TRUST and len(text.split()) == 1:
        return [
            Party(PersonName(surname=text, original=text), like.kind, "", like.role, like.written)
        ]
    found = _owners(text, order, like) if _has_letters(text) else []
    return found or [
        Party(PersonName(original=like.written), like.kind, "", like.role, like.written)
    ]


def _owners(text: str, order: NameOrder, like: Party) -> list[Party]:
    """The joint owners that a text names, each as a party like the one given."""
    parties = []
    wife = False
    if "MRS" in text.upper() and _MRS.search(text) is not None:
        text = _ROLL_COUPLE.sub(r"\1, \2", text)
        wife = _COUPLE.search(text) is None
    for owner in split_owners(text, order):
        part = without_tenancy(owner.text)
        whose = unknown_of(part)
        if whose is not None:
            parties.append(_occupant(whose, order, like, part))
            continue
        name = read_person(part, owner.order, owner.surname)
        if wife and _MRS.search(part) and _is_mans(name.given):
            name = PersonName(surname=name.surname, original=name.original)
        if name.given or name.surname:
            written, behind = like.written or part, bracketed_surname(part)
            parties.append(Party(name, like.kind, like.former, like.role, written, behind))
    return parties


_MRS = re.compile(r"\bMRS\b", re.IGNORECASE)
_ROLL_COUPLE = re.compile(r"^([^\s,]+),?\s+MR\.?\s*(?:&|AND)\s*MRS\.?\s+([^&/]+)$", re.IGNORECASE)
_COUPLE = re.compile(r"\b(?!MRS)[A-Z]{2,5}\.?\s*(?:&|\+|/|\bAND\b|\bOR\b)\s*MRS\b", re.IGNORECASE)


def _is_mans(given: str) -> bool:
    """MRS JOHN SMITH is named by her husband, so that her own given name is not known."""
    return len(given) > 1 and sex_of(folded(given)) == "M"
