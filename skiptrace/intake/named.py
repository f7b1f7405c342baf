"""Whom a row names, from the columns for a person's name, an organisation's and a trade name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skiptrace.intake.cells import Cells
from skiptrace.intake.fields.names import generation, name_part, organization
from skiptrace.intake.fields.parties import Named, NameKind, read_name_in_parts, read_whole_name
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PersonName

_PARTS = ("first_name", "middle_name", "last_name", "suffix")
_NOBODY = Named(NameKind.PERSON)
_MIXED = "the name reads as an organisation's, and the row tells of a person"


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
    first = _with_trade(_settled(people[0], cells), trade)
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
    if whole := _whole_in_part(texts):
        return _with_former(cells, whole)
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
    is_alone = (bool(last) and "," in last) if not first else (not last and " " in first)
    read = read_whole_name(_joined(texts)) if is_alone and not texts["middle_name"] else ()
    if isinstance(read, Wrong):
        return ()
    return read if all(one.names and one.names[0].given for one in read) else ()


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


def _settled(named: Named, cells: Cells) -> Named:
    """An organisation in a person's column, unless the row tells of a person beside it."""
    of_a_person = cells.text("dob") or cells.text("former_last_name")
    if named.kind is not NameKind.ORGANIZATION or not of_a_person:
        return named
    name = PersonName(original=named.organization)
    return Named(NameKind.UNSETTLED, (name,), left_out=(*named.left_out, _MIXED))
