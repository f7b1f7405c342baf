"""People's names: a field that may hold several people, trusts and estates, read into parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import nameparser

from matching.normalize.clean_name import generation_form
from matching.normalize.joint_owners import split_owners
from matching.normalize.name_order import NameOrder
from matching.normalize.name_tables import given_share, name_tables, surname_share
from matching.normalize.text import folded
from skiptrace.model.subject import PersonName

__all__ = ["NameOrder", "Party", "PartyKind", "read_names", "read_parties"]


class PartyKind(StrEnum):
    """In what role a name stands in a field."""

    PERSON = "person"
    ESTATE = "estate"
    TRUST = "trust"
    CARE_OF = "care_of"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Party:
    """One name of a field with its role; `former` is a stated earlier surname."""

    name: PersonName
    kind: PartyKind = PartyKind.PERSON
    former: str = ""


_CARE_OF = re.compile(r"\s*(?:\bC/O\b|\bC\\O\b|\bCARE OF\b|%|\bATTN:?)\s*", re.IGNORECASE)
_DBA = re.compile(r"\s*\b(?:D/B/A|DBA|D\.B\.A\.|DOING BUSINESS AS|T/A|AKA DBA)\b\s*", re.IGNORECASE)
_AKA = re.compile(r"\s*\b(?:A/K/A|AKA|A\.K\.A\.|ALSO KNOWN AS)\b\s*", re.IGNORECASE)
_FORMER = re.compile(r"[\s,(]+(?:NEE|N[ÉE]E|F/K/A|FKA|FORMERLY|BORN)\s+([\w'-]+)\)?", re.IGNORECASE)
_ESTATE = re.compile(
    r"^\s*(?:THE\s+)?(?:ESTATE OF|EST OF|HEIRS OF|UNKNOWN HEIRS OF)\s+|"
    r"[\s,]+(?:ESTATE(?: OF)?|EST(?: OF)?|HEIRS(?: OF)?|\(?DECEASED\)?|\(?DECD\)?)$",
    re.IGNORECASE,
)
_TRUSTEE = re.compile(
    r"[\s,]+(?:AS\s+)?(?:SUCCESSOR\s+)?(?:CO-?)?(?:TRUSTEES?|TTEES?|TRS?)\b.*$", re.IGNORECASE
)
_TRUST = re.compile(
    r"[\s,]+(?:FAMILY|LIVING|REVOCABLE|IRREVOCABLE|REV|LIV|FAM|TESTAMENTARY|LAND)?\s*"
    r"(?:FAMILY|LIVING|REVOCABLE|REV|LIV|FAM)?\s*(?:TRUST|TR)\b.*$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"[\s,]+(?:ET\.? ?AL\.?|ETAL|H/W|W/H|HUSBAND AND WIFE|HUS(?:B)? & WIFE|JT(?: TEN)?|JTWROS|TIC|"
    r"TEN(?:ANTS)? (?:COM|ENT)|A MARRIED (?:MAN|WOMAN)|A SINGLE (?:MAN|WOMAN|PERSON)"
    r"|LIFE EST(?:ATE)?|LE)"
    r"\s*$",
    re.IGNORECASE,
)


def read_names(text: str, order: NameOrder) -> tuple[PersonName, ...]:
    """The people named in a field, in its order; care-of names and businesses are left out.

    Estates and trusts give the person behind them: use `read_parties` where the role matters.
    An empty tuple when the field names nobody; it never raises.
    """
    keep = (PartyKind.PERSON, PartyKind.ESTATE, PartyKind.TRUST)
    return tuple(party.name for party in read_parties(text, order) if party.kind in keep)


@lru_cache(maxsize=65536)
def read_parties(text: str, order: NameOrder) -> tuple[Party, ...]:
    """Every name of a field with its role; it never raises."""
    whole = " ".join(text[:600].split())
    head, *care = _CARE_OF.split(whole)
    head, *trade = _DBA.split(head)
    head = _AKA.split(head)[0]
    parties = _principals(head, order) if head else []
    parties += [Party(PersonName(original=t), PartyKind.BUSINESS) for t in trade if t]
    for name in care:
        parties += [Party(p.name, PartyKind.CARE_OF) for p in _principals(name, order)]
    return tuple(parties)


def _principals(text: str, order: NameOrder) -> list[Party]:
    former = ""
    if found := _FORMER.search(text):
        former, text = found.group(1), text[: found.start()] + text[found.end() :]
    while (shorter := _LEGAL.sub("", text)) != text:
        text = shorter
    kind, text = _role(text)
    people = split_owners(text, order)
    names = (_one(person.text, order, person.surname) for person in people)
    return [Party(name, kind, former) for name in names if name.given or name.surname]


def _role(text: str) -> tuple[PartyKind, str]:
    if _ESTATE.search(text):
        return PartyKind.ESTATE, _ESTATE.sub("", text)
    if _TRUSTEE.search(text):
        return PartyKind.PERSON, _TRUSTEE.sub("", text)
    if _TRUST.search(text):
        return PartyKind.TRUST, re.sub(r"^THE\s+", "", _TRUST.sub("", text), flags=re.IGNORECASE)
    return PartyKind.PERSON, text


def _one(text: str, order: NameOrder, inherited: str) -> PersonName:
    """One person's name; a surname that a joint owner carries is inherited."""
    if inherited:
        text = f"{inherited}, {text}"
    elif "," not in text and _is_surname_first(text, order):
        text = _with_comma(text)
    if len(words := text.split()) == 3 and words[0].endswith(",") and _is_vietnamese(words[0]):
        return PersonName(words[1], words[2], words[0].rstrip(","), original=text)
    parsed = nameparser.parse(text)
    generation, middle = _generation(parsed.suffix, parsed.middle)
    given, surname = parsed.given or parsed.title, parsed.family
    if not surname and " " not in given and order is NameOrder.SURNAME_FIRST:
        given, surname = "", given
    return PersonName(given, middle, surname, generation, original=text)


def _is_vietnamese(surname: str) -> bool:
    return folded(surname).rstrip(",") in name_tables().vietnamese


def _generation(suffix: str, middle: str) -> tuple[str, str]:
    """The generational suffix, also when a surname-first file writes it behind the middle name."""
    for word in re.split(r"[\s,]+", suffix):
        if form := generation_form(word):
            return form, middle
    words = middle.split()
    if words and len(words[-1]) > 1 and (form := generation_form(words[-1])):
        return form, " ".join(words[:-1])
    return "", middle


def _is_surname_first(text: str, order: NameOrder) -> bool:
    if order is NameOrder.SURNAME_FIRST:
        return True
    if order is NameOrder.GIVEN_FIRST:
        return False
    words = folded(text).split()
    if len(words) < 2:
        return False
    first, last = words[0], words[-1]
    vietnamese = name_tables().vietnamese
    if first in vietnamese and last not in vietnamese and len(words) == 3:
        return True
    looks_turned = given_share(last) > 0.0005 and given_share(first) == 0.0
    return len(words) == 2 and looks_turned and surname_share(first) > 0.0


def _with_comma(text: str) -> str:
    """`VAN DYKE JOHN A` as `VAN DYKE, JOHN A`: particles belong to the surname."""
    words = text.split()
    size = 1
    particles = name_tables().particles
    while size < len(words) - 1 and folded(words[size - 1]).strip(".'") in particles:
        size += 1
    if _is_vietnamese(words[0]) and len(words) == 3:
        return f"{words[0]}, {words[2]} {words[1]}"
    return f"{' '.join(words[:size])}, {' '.join(words[size:])}"
