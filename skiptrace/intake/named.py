"""Whom a row names, from the columns for a person's name, an organisation's and a trade name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from config.columns import column_tables
from matching.parse.name_tables import given_share, is_unheard_surname
from matching.parse.text import folded
from skiptrace.intake.cells import Cells
from skiptrace.intake.fields.names import generation, name_part, organization
from skiptrace.intake.fields.parties import (
    Named,
    NameKind,
    alone,
    read_name_in_parts,
    read_whole_name,
)
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PersonName

_PARTS = ("first_name", "middle_name", "last_name", "suffix")
_NOBODY = Named(NameKind.PERSON)
_MIXED = "the name reads as an organisation's, and the row tells of a person"
_GIVEN = 0.00002
"""The share of people from which a word is a usual given name."""
_EIN = re.compile(r"[0-9]{2}-[0-9]{7}")
_SSN = re.compile(r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}|(?:[Xx*]{3}[- ]?[Xx*]{2}[- ]?)?[0-9]{4}")


def named_in(cells: Cells) -> tuple[Named, ...]:
    """The people and organisations of the name columns; faults are noted in the cells.

    An organisation is one in whatever column its name stands. Where a person stands beside it, it
    comes first, and the same name in both columns is one.
    """
    people = _people(cells)
    company = cells.take("organization", organization) or ""
    trade = cells.take("dba", organization) or ""
    if not company and trade and not people and not _is_named(cells):
        company, trade = trade, ""
    if not company and not people:
        if not _is_named(cells):
            cells.refuse("last_name", Wrong("a surname", "required"))
        return (_with_trade(_NOBODY, trade),)
    if company:
        return _beside(_with_trade(_company(company), trade), company, people)
    first = _with_trade(_settled(people, cells), trade)
    return (first, *people[1:])


def _is_named(cells: Cells) -> bool:
    return any(cells.text(field) for field in ("last_name", "full_name", "first_name"))


def _people(cells: Cells) -> tuple[Named, ...]:
    """Whom the person's columns name: nobody where they are empty or cannot be read."""
    if cells.text("last_name") or (cells.text("first_name") and not cells.text("full_name")):
        return _in_parts(cells)
    named = cells.take("full_name", read_whole_name) or ()
    return _with_former(cells, named)


def _in_parts(cells: Cells) -> tuple[Named, ...]:
    """The name that stands in columns for its parts; what is no person's may stand there too."""
    texts = {field: cells.take(field, _any_text) or "" for field in _PARTS}
    if _letters(texts["first_name"]) == _letters(texts["last_name"]) and " " in texts["last_name"]:
        texts["first_name"] = ""
    if whole := _whole_in_part(texts):
        return _with_former(cells, whole)
    if _is_a_word_alone(texts):
        return (alone(texts["last_name"]),)
    read = read_name_in_parts(_person_of(texts))
    if not isinstance(read, Wrong) and read[0].kind is not NameKind.PERSON:
        return read
    if not texts["last_name"]:
        cells.refuse("last_name", Wrong("a surname", "required"))
        return ()
    suffix, middle = cells.take("suffix", generation), cells.take("middle_name", name_part)
    kept = {
        "middle_name": middle or "",
        "suffix": texts["suffix"] if suffix is not None else "",
    }
    if kept.items() - texts.items():
        read = read_name_in_parts(_person_of(texts | kept))
    if isinstance(read, Wrong) or len(read) == 1:
        for field in ("first_name", "last_name"):
            cells.take(field, name_part)
    if isinstance(read, Wrong):
        if not any(problem.field in _PARTS for problem in cells.problems):
            cells.refuse("last_name", read)
        return ()
    return _with_former(cells, read)


def _whole_in_part(texts: Mapping[str, str]) -> tuple[Named, ...]:
    """Whom one part names when it is the only one and holds a whole name: Lee, Ann or Ann Lee."""
    first, last = texts["first_name"], texts["last_name"]
    is_alone = _is_whole(last) if not first else (not last and " " in first)
    read = read_whole_name(_joined(texts)) if is_alone and not texts["middle_name"] else ()
    if isinstance(read, Wrong):
        return ()
    return read if all(one.names and one.names[0].given for one in read) else ()


def _is_whole(last: str) -> bool:
    """Whether a surname's column has a given name too: Lee, Ann or Ann Lee."""
    lead, _, rest = last.partition(" ")
    return "," in last or (bool(rest) and given_share(folded(lead).upper()) > _GIVEN)


def _is_a_word_alone(texts: Mapping[str, str]) -> bool:
    """A surname's column with one word in it that is nobody's surname: IBM."""
    last = texts["last_name"]
    if any(texts[field] for field in _PARTS if field != "last_name") or not last.isalpha():
        return False
    return last.isascii() and is_unheard_surname(last.upper())


def _person_of(texts: Mapping[str, str]) -> PersonName:
    suffix = generation(texts["suffix"]) if texts["suffix"] else ""
    return PersonName(
        texts["first_name"],
        texts["middle_name"],
        texts["last_name"],
        "" if isinstance(suffix, Wrong) else suffix,
        original=_joined(texts),
    )


def _any_text(text: str) -> str | Wrong:
    return text


def _joined(texts: Mapping[str, str]) -> str:
    return " ".join(filter(None, (texts[field] for field in _PARTS)))


def _with_former(cells: Cells, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """The current name first, then the former one."""
    former = cells.take("former_last_name", name_part)
    if not former or not named or not named[0].names:
        return named
    name, *others = named[0].names
    earlier = PersonName(name.given, name.middle, former, name.generation, original=former)
    return (replace(named[0], names=(name, earlier, *others)), *named[1:])


def _company(text: str) -> Named:
    """What stands in the column for an organisation; an estate or trust may too."""
    read = read_whole_name(text)
    if not isinstance(read, Wrong) and len(read) == 1:
        named = read[0]
        if named.kind in (NameKind.ESTATE, NameKind.TRUST, NameKind.ORGANIZATION):
            return named
    return Named(NameKind.ORGANIZATION, organization=text)


def _beside(company: Named, written: str, people: tuple[Named, ...]) -> tuple[Named, ...]:
    """The organisation with the people of the row, without whom both columns name alike."""
    others = tuple(one for one in people if not _is_same(one, company, written))
    if people and not others and people[0].kind is NameKind.PERSON:
        return people
    return (company, *others)


def _is_same(person: Named, company: Named, written: str) -> bool:
    if person.organization or company.kind is not NameKind.ORGANIZATION:
        return _letters(person.organization or _full(person)) == _letters(written)
    read = read_whole_name(written)
    if isinstance(read, Wrong) or not person.names:
        return False
    return any(one.names[:1] == person.names[:1] for one in read)


def _full(named: Named) -> str:
    return named.names[0].original if named.names else ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _with_trade(named: Named, trade: str) -> Named:
    known = {_letters(name) for name in (*named.trade_names, named.organization)}
    if not trade or _letters(trade) in known:
        return named
    return replace(named, trade_names=(*named.trade_names, trade))


def _settled(people: tuple[Named, ...], cells: Cells) -> Named:
    """The first one as what the row tells beside the name: a kind, a person's or a firm's number.

    An organisation in a person's column is settled by nobody where the row tells of a person.
    """
    named = people[0]
    told = cells.take("kind", _kind) or _kind_by_numbers(named, cells)
    if told == NameKind.ORGANIZATION:
        return _told_organization(named) if len(people) == 1 else named
    if told == NameKind.PERSON and named.kind is NameKind.UNSETTLED:
        return named.as_person()
    if named.kind is NameKind.ORGANIZATION and (told or cells.text("former_last_name")):
        name = PersonName(original=named.organization)
        return Named(NameKind.UNSETTLED, (name,), left_out=(*named.left_out, _MIXED))
    return named


def _told_organization(named: Named) -> Named:
    if named.kind is not NameKind.PERSON:
        return named.as_organization()
    return replace(named, kind=NameKind.ORGANIZATION, names=(), organization=_full(named))


def _kind(text: str) -> str | Wrong:
    meanings = column_tables().meanings("kind")
    return meanings.get(text.casefold()) or Wrong("person or organization", "word")


def _kind_by_numbers(named: Named, cells: Cells) -> str:
    """What a birth date or a tax number tells of a name that does not tell itself."""
    if cells.text("dob"):
        return NameKind.PERSON
    if named.kind is not NameKind.UNSETTLED:
        return ""
    texts = {field: cells.text(field) for field in ("ssn", "tax_id", "ein")}
    if texts["ein"] or any(_EIN.fullmatch(text) for text in texts.values()):
        return NameKind.ORGANIZATION
    return NameKind.PERSON if _SSN.fullmatch(texts["ssn"]) else ""
