"""Single texts of organisations as numbers: names, numbers of registers, states, domains."""

from __future__ import annotations

import re
from dataclasses import replace

from matching.encode.organizations import (
    KIND_OF_RELATION,
    PRESENT,
    register_mark,
    state_number,
)
from matching.encode.texts import names_organization
from matching.encode.word_facts import email_mark
from matching.parse.address.last_line import read_state
from matching.parse.email.domains import SHARED
from matching.parse.email.read import EmailStatus, read_emails
from matching.parse.identifier.company import read_ein, read_register_number
from matching.parse.name_tables import given_share
from matching.parse.organization.read import NormalOrganization, read_organization
from matching.parse.party.read import Party, PartyKind, PartyRole, read_parties
from matching.parse.person.name_order import NameOrder
from matching.parse.text import folded

Named = tuple[NormalOrganization, int]
"""A name as it was read, and what it is to its organisation."""

_WORD = re.compile(r"[A-Z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_POSSESSIVE = re.compile(r"'[sS]\b")
_BORNE = 0.0001
"""The share of people from which on a word is a given name."""

_SEVERAL = re.compile(r"\s*[;|]\s*")


def read_named(kind: int, text: str) -> list[Named]:
    """The names of a column of organisations' names, and what each is to it; `kind` the first."""
    pieces = _SEVERAL.split(text) if ";" in text or "|" in text else [text]
    return [one for piece in pieces for one in named_in(kind, read_organization(piece))]


def named_in(kind: int, read: NormalOrganization) -> list[Named]:
    """A name as it was read and the other names that it states, each with its kind."""
    other = [one for one in read.related if one.relation in KIND_OF_RELATION]
    kept = tuple(one for one in read.related if one.relation not in KIND_OF_RELATION)
    main = replace(read, related=kept) if other else read
    found = [(main, kind)] if main.words or main.numbers else []
    for one in other:
        if one.organization.words or one.organization.numbers:
            of = KIND_OF_RELATION[one.relation] if kind == PRESENT else kind
            found.append((one.organization, of))
    return found


def read_whole_organizations(text: str) -> list[Named]:
    """The names of a field for whole names that names an organisation and nobody else."""
    parties = read_parties(text, NameOrder.UNKNOWN)
    if not names_organization(parties):
        return []
    owners = [party for party in parties if _is_owner(party)]
    if len(owners) < 2:
        return named_in(PRESENT, read_organization(text))
    read = [read_organization(party.written) for party in owners]
    return [one for name in read for one in named_in(PRESENT, name)]


def read_doubtful(text: str) -> list[Named]:
    """A name that is read as one person's and has no given name that anybody bears."""
    parties = read_parties(text, NameOrder.UNKNOWN)
    if [party.kind for party in parties] != [PartyKind.PERSON]:
        return []
    words = _WORD.findall(_IN_BRACKETS.sub("", folded(text).upper()))
    is_given = len(words) > 1 and any(given_share(word) > _BORNE for word in words)
    if "," in text or (is_given and not _POSSESSIVE.search(text)):
        return []
    return named_in(PRESENT, read_organization(text))


def _is_owner(party: Party) -> bool:
    return party.kind is PartyKind.ORGANIZATION and party.role is PartyRole.OWNER


def read_eins(text: str) -> list[tuple[int]]:
    """The employer identification number of a field."""
    digits = read_ein(text)
    return [(int(digits),)] if digits else []


def read_register(text: str) -> list[tuple[int]]:
    """The mark of a number in a register, whose state a table does not say."""
    number = read_register_number(text)
    return [(register_mark(number),)] if number else []


def read_formation(text: str) -> list[tuple[int]]:
    """The number of a state."""
    state = state_number(read_state(text.upper()))
    return [(state,)] if state else []


def read_domains(text: str) -> list[tuple[int]]:
    """The marks of the domains of a field's e-mail addresses that are not a provider's."""
    good = (email.key for email in read_emails(text) if email.status is EmailStatus.OK)
    found = (key.rpartition("@")[2] for key in good)
    return [(email_mark(one),) for one in dict.fromkeys(found) if one not in SHARED]
