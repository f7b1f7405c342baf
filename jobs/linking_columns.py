"""Which columns of a file are used for linking, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from jobs.linking_headers import IGNORED, TARGETS, Meaning, meaning_of
from matching.columns.layout import Layout, NameColumns, PlaceColumns
from skiptrace.intake.columns import header_words
from skiptrace.model.errors import IntakeError

BAGS = ("phone", "email")
_NAME = {"first_name": "first", "middle_name": "middle", "last_name": "last", "suffix": "suffix",
         "full_name": "full"}  # fmt: skip
_PLACE = {"street_number": "number", "street_name": "street", "unit_number": "unit",
          "po_box": "box", "address": "line", "address_2": "line_2", "city": "city",
          "state": "state", "zip": "zip"}  # fmt: skip
_ONCE = {"dob": "dob", "ssn": "ssn", "ssn4": "ssn4"}
_SHARED = ("first", "middle", "suffix")
_LOCALITY = ("city", "state", "zip")
_FIRST = ("", 1)

Group = tuple[str, int]
"""Which of several names or addresses: a qualifier such as former, and a number."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the user says of a column; `role` is subjects or records, or empty for both files."""

    target: str
    column: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The columns of one file by their position: the id, the layout of the rest, those not used.

    The layout calls a column by `column_name` of its position.
    """

    id: int
    layout: Layout
    unused: tuple[int, ...]


def column_name(position: int) -> str:
    """How a column is called in tables of our own, whatever its header."""
    return f"c{position}"


def position_of(name: str) -> int:
    """The position of a column by its name in a layout."""
    return int(name.removeprefix("c"))


def assign(
    header: Sequence[str], ids: Sequence[str], mapped: Sequence[Mapped], today: date | None
) -> Assigned:
    """The use of every column of a file, by what the user says and by the headers.

    `ids` are the known headers of an id. Raises IntakeError, without the file's name, when there
    is no id column or nothing to compare.
    """
    told = _told(header, mapped)
    id_column = _id_column(header, ids, told)
    roles: dict[str, dict[Group, int]] = {}
    bags: dict[str, list[int]] = {name: [] for name in BAGS}
    for position, meaning in _meanings(header, told, id_column):
        if meaning.target in BAGS:
            bags[meaning.target].append(position)
        else:
            group = (meaning.qualifier, meaning.number)
            roles.setdefault(meaning.target, {}).setdefault(group, position)
    layout = _layout(roles, bags, today)
    used = {position_of(name) for name in _columns_of(layout)} | {id_column}
    if len(used) == 1:
        raise IntakeError(
            "no column to compare by: expected names, dates of birth, numbers, phones, e-mails "
            f"or addresses, as {', '.join(TARGETS)}; name others with --map TARGET=COLUMN"
        )
    return Assigned(id_column, layout, tuple(p for p in range(len(header)) if p not in used))


def _told(header: Sequence[str], mapped: Sequence[Mapped]) -> list[tuple[int, str]]:
    """The columns that the user named, by position, with their targets in the user's order."""
    places = {name: at for at, name in reversed([*enumerate(header)])}
    lower = {name.casefold(): at for name, at in reversed(places.items())}
    found = []
    for one in mapped:
        at = places.get(one.column, lower.get(one.column.casefold()))
        if at is not None:
            found.append((at, one.target))
    return found


def _id_column(header: Sequence[str], ids: Sequence[str], told: Sequence[tuple[int, str]]) -> int:
    named = [at for at, target in told if target == "id"]
    if named:
        return named[0]
    words = [header_words(name) for name in header]
    taken = {at for at, _ in told}
    for known in ids:
        places = [at for at, word in enumerate(words) if word == known and at not in taken]
        if len(places) > 1:
            raise IntakeError(f"{len(places)} columns are called {header[places[0]]!r}")
        if places:
            return places[0]
    wanted = " or ".join(known.replace(" ", "_") for known in ids)
    raise IntakeError(f"no id column: expected {wanted}; name another with --map id=COLUMN")


def _meanings(
    header: Sequence[str], told: Sequence[tuple[int, str]], id_column: int
) -> Iterable[tuple[int, Meaning]]:
    """What each column holds; what the user says comes first, and wins."""
    turn: dict[str, int] = {}
    for at, target in told:
        if target not in (IGNORED, "id"):
            turn[target] = turn.get(target, 0) + 1
            yield at, Meaning(target, "", turn[target])
    settled = {at for at, _ in told} | {id_column}
    known = [(at, meaning_of(name)) for at, name in enumerate(header) if at not in settled]
    has_house = any(m and m.target == "street_number" for _, m in known) or "street_number" in turn
    for at, meaning in known:
        if meaning is None or (meaning.target in _NAME and not _is_own_name(meaning)):
            continue
        if has_house and header_words(header[at]).split(" ")[-1] == "street":
            meaning = Meaning("street_name", meaning.qualifier, meaning.number)
        yield at, meaning


def _is_own_name(meaning: Meaning) -> bool:
    """A second numbered name is often another person's, so only the user can say it is not."""
    return meaning.number == 1


def _layout(
    roles: Mapping[str, Mapping[Group, int]], bags: Mapping[str, Sequence[int]], today: date | None
) -> Layout:
    once = {
        field: column_name(roles[target][min(roles[target])])
        for target, field in _ONCE.items()
        if target in roles
    }
    return Layout(
        names=tuple(_names(roles)),
        places=tuple(_places(roles)),
        phones=tuple(map(column_name, bags["phone"])),
        emails=tuple(map(column_name, bags["email"])),
        today=today,
        **once,
    )


def _grouped(
    roles: Mapping[str, Mapping[Group, int]], parts: Mapping[str, str]
) -> dict[Group, dict[str, str]]:
    """The columns of each name or address by field, the plain one first, then as in the file."""
    found: dict[Group, dict[str, str]] = {}
    first_of: dict[Group, int] = {}
    for target, field in parts.items():
        for group, position in roles.get(target, {}).items():
            found.setdefault(group, {})[field] = column_name(position)
            first_of[group] = min(first_of.get(group, position), position)
    order = sorted(found, key=lambda group: (group != _FIRST, first_of[group]))
    return {group: found[group] for group in order}


def _names(roles: Mapping[str, Mapping[Group, int]]) -> Iterable[NameColumns]:
    groups = _grouped(roles, _NAME)
    main = groups.get(_FIRST) or next(iter(groups.values()), {})
    for columns in groups.values():
        shared = {} if "full" in columns or "first" in columns else _shared_of(main)
        yield NameColumns(**{**shared, **columns})
    for position in roles.get("former_last_name", {}).values():
        yield NameColumns(**{**_shared_of(main), "last": column_name(position)})
    for position in roles.get("alias", {}).values():
        yield NameColumns(full=column_name(position))


def _shared_of(main: Mapping[str, str]) -> dict[str, str]:
    """What an earlier surname has in common with the present name."""
    return {field: main[field] for field in _SHARED if field in main}


def _places(roles: Mapping[str, Mapping[Group, int]]) -> Iterable[PlaceColumns]:
    groups = _grouped(roles, _PLACE)
    for group in list(groups):
        below = groups.get((group[0], 1))
        is_line = set(groups[group]) == {"line"} and group[1] > 1
        if is_line and below and "line" in below and any(p in below for p in _LOCALITY):
            line = groups.pop(group)["line"]
            if group[1] == 2:
                below.setdefault("line_2", line)
    for columns in groups.values():
        yield PlaceColumns(**columns)


def _columns_of(layout: Layout) -> set[str]:
    names = {getattr(n, f.name) for n in layout.names for f in fields(n)}
    places = {getattr(p, f.name) for p in layout.places for f in fields(p)}
    rest = {*layout.phones, *layout.emails, layout.dob, layout.ssn, layout.ssn4}
    return (names | places | rest) - {""}
