"""Which columns of a file are used for linking, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from config.columns import column_tables, header_words
from config.headers import Meaning, area_codes, read_header
from jobs.linkage.ids import ID, id_column, told_id
from matching.encode.layout import (
    Layout,
    NameColumns,
    OrganizationColumns,
    PlaceColumns,
    organization_columns,
)
from skiptrace.model.errors import IntakeError

IGNORED = "ignore"
AREA_CODE = "area_code"
_OF_ORGANIZATIONS = {"organization": "names", "trade_name": "trades",
                     "former_organization": "formers", "ein": "eins",
                     "register_number": "registers", "formation_state": "formations",
                     "officer": "officers"}  # fmt: skip
_FORMER = frozenset({"former", "previous", "prior", "old"})
"""Qualifiers of an organisation's name that it bears no more."""

_AGENTS = frozenset(
    {"registered agent", "agent", "ra", "resident agent", "statutory agent", "registered office"}
)
"""Qualifiers of an address that is an agent's, where papers are served."""

BAGS = ("phone", "email", "alias", "former_last_name", *_OF_ORGANIZATIONS)
"""Targets of which a row may have several: every column counts."""

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

    The layout calls a column by `column_name` of its position. `area_codes` are the columns that
    belong in front of a phone column; `taken` says what each used column was taken for.
    """

    id: int
    layout: Layout
    unused: tuple[int, ...]
    area_codes: Mapping[int, int] = field(default_factory=dict)
    taken: Mapping[int, str] = field(default_factory=dict)

    def renamed(self, header: Sequence[str]) -> dict[str, str]:
        """The used columns whose header is not the target's name, and what each was taken for."""
        named = {header[at]: target for at, target in sorted(self.taken.items())}
        return {name: target for name, target in named.items() if name != target}

    def left(self, header: Sequence[str]) -> tuple[str, ...]:
        """The columns that are not used."""
        return tuple(header[at] for at in self.unused)


@dataclass(frozen=True, slots=True)
class _Use:
    """A column that is used: by which target, and of which of several names or addresses it is.

    `rank` is 0 for what the target is meant for, more for what serves where that is not there.
    """

    at: int
    target: str
    group: Group
    rank: int = 0


def column_name(position: int) -> str:
    """How a column is called in tables of our own, whatever its header."""
    return f"c{position}"


def position_of(name: str) -> int:
    """The position of a column by its name in a layout."""
    return int(name.removeprefix("c"))


def targets() -> tuple[str, ...]:
    """What a column may be used for, as the user names it."""
    return tuple(column_tables().link)


def assign(
    header: Sequence[str], role: str, mapped: Sequence[Mapped], today: date | None
) -> Assigned:
    """The use of every column of a file, by what the user says and by the headers.

    `role` is subjects or records. Raises IntakeError, without the file's name, when there is no id
    column or nothing to compare, and when a column may be several things or several columns one.
    """
    told = _told(header, mapped)
    known = frozenset(at for at, _ in told)
    id_at = told_id(header, [at for at, target in told if target == ID])
    if id_at is None:
        id_at = id_column(header, role, known)
    uses = _uses(header, told, id_at)
    roles: dict[str, dict[Group, int]] = {}
    bags: dict[str, list[int]] = {name: [] for name in BAGS}
    for use in uses:
        if use.target in BAGS:
            bags[_of_time(use)].append(use.at)
        else:
            roles.setdefault(use.target, {})[use.group] = use.at
    codes = _area_codes(header, uses)
    layout = _layout(roles, bags, today)
    used = {position_of(name) for name in columns_in(layout)}
    if not used:
        raise IntakeError(
            "no column to compare by: expected names, dates of birth, numbers, phones, e-mails "
            f"or addresses, as {', '.join(targets())}; name others with --map TARGET=COLUMN"
        )
    used |= {id_at, *codes.values()}
    taken = {use.at: use.target for use in uses if use.at in used} | {id_at: ID}
    unused = tuple(p for p in range(len(header)) if p not in used)
    return Assigned(id_at, layout, unused, codes, taken)


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


def _uses(header: Sequence[str], told: Sequence[tuple[int, str]], id_at: int) -> list[_Use]:
    """What each column is used for; what the user says comes first, and wins."""
    turn: dict[str, int] = {}
    found = []
    for at, target in told:
        if target not in (IGNORED, ID):
            turn[target] = turn.get(target, 0) + 1
            found.append(_Use(at, target, ("", turn[target])))
    settled = {at for at, _ in told} | {id_at}
    guessed, doubts = _guessed(header, settled)
    doubts += [
        f"{target} is said of {turn[target]} columns" for target in _ONCE if turn.get(target, 0) > 1
    ]
    guessed = _with_street_names(header, guessed, turn)
    said = {(use.target, use.group) for use in found}
    guessed = _surest([u for u in guessed if u.target in BAGS or (u.target, u.group) not in said])
    doubts += _rivals(header, guessed)
    if doubts:
        words = "; ".join(doubts)
        raise IntakeError(f"{words}: say which with --map TARGET=COLUMN, or --map ignore=COLUMN")
    return [*found, *guessed]


def _guessed(header: Sequence[str], settled: set[int]) -> tuple[list[_Use], list[str]]:
    """What the headers say of columns that are not settled, and the doubts about them."""
    table = column_tables().link
    reads = {held: name for name, of in table.items() for held in of if name != ID}
    found, doubts = [], []
    for at, meanings in enumerate(read_header(header)):
        named = list(dict.fromkeys(reads.get(meaning.held, meaning.held) for meaning in meanings))
        if at in settled or not any(meaning.held in reads for meaning in meanings):
            continue
        if len(named) > 1:
            doubts.append(f"{header[at]!r} may be {' or '.join(named)}")
        elif named[0] not in _NAME or meanings[0].number == 1:
            # A second numbered name is often another person's; only the user can say it is not.
            (only,) = meanings
            rank = table[named[0]].index(only.held)
            found.append(_Use(at, named[0], (only.qualifier, only.number), rank))
    return found, doubts


def _with_street_names(
    header: Sequence[str], uses: Sequence[_Use], told: Mapping[str, int]
) -> list[_Use]:
    """A street beside a house number is the street's name, unless another column is that."""
    targets = {use.target for use in uses} | told.keys()
    if "street_number" not in targets or "street_name" in targets:
        return list(uses)
    return [
        _Use(use.at, "street_name", use.group)
        if use.target == "address" and header_words(header[use.at]).split(" ")[-1] == "street"
        else use
        for use in uses
    ]


def _surest(uses: Sequence[_Use]) -> list[_Use]:
    """The uses without those that only serve where a surer column is not there."""
    best: dict[str, int] = {}
    for use in uses:
        best[use.target] = min(best.get(use.target, use.rank), use.rank)
    return [use for use in uses if use.rank == best[use.target]]


def _rivals(header: Sequence[str], uses: Sequence[_Use]) -> list[str]:
    """In words, the columns that are all taken for one thing of which a row has one."""
    of: dict[tuple[str, Group], list[str]] = {}
    for use in uses:
        if use.target not in (*BAGS, AREA_CODE):
            of.setdefault((use.target, use.group), []).append(repr(header[use.at]))
    return [f"{' and '.join(names)} may each be {target}" for (target, _), names in of.items()
            if len(names) > 1]  # fmt: skip


def _of_time(use: _Use) -> str:
    """The target of a column of several; an organisation's name of former days is a former one."""
    is_former = use.target == "organization" and not _FORMER.isdisjoint(use.group[0].split())
    return "former_organization" if is_former else use.target


def _area_codes(header: Sequence[str], uses: Sequence[_Use]) -> dict[int, int]:
    at: list[Meaning | None] = [None] * len(header)
    for use in uses:
        at[use.at] = Meaning(use.target, *use.group)
    return area_codes(at)


def _layout(
    roles: Mapping[str, Mapping[Group, int]], bags: Mapping[str, Sequence[int]], today: date | None
) -> Layout:
    once: dict[str, Any] = {
        field: column_name(roles[target][min(roles[target])])
        for target, field in _ONCE.items()
        if target in roles
    }
    places = dict(_places(roles))
    several: dict[str, Any] = {
        field: tuple(map(column_name, bags[target])) for target, field in _OF_ORGANIZATIONS.items()
    }
    agents = tuple(at for at, (of, _) in enumerate(places) if of in _AGENTS)
    return Layout(
        names=tuple(_names(roles, bags)),
        places=tuple(places.values()),
        phones=tuple(map(column_name, bags["phone"])),
        emails=tuple(map(column_name, bags["email"])),
        today=today,
        organization=OrganizationColumns(**several, agents=agents),
        **once,
    )


def _grouped(
    roles: Mapping[str, Mapping[Group, int]], parts: Mapping[str, str]
) -> dict[Group, dict[str, str]]:
    """The columns of each name or address by field, the plain one first, then as in the file."""
    found: dict[Group, dict[str, str]] = {}
    first_of: dict[Group, int] = {}
    for target, part in parts.items():
        for group, position in roles.get(target, {}).items():
            found.setdefault(group, {})[part] = column_name(position)
            first_of[group] = min(first_of.get(group, position), position)
    order = sorted(found, key=lambda group: (group != _FIRST, first_of[group]))
    return {group: found[group] for group in order}


def _names(
    roles: Mapping[str, Mapping[Group, int]], bags: Mapping[str, Sequence[int]]
) -> Iterable[NameColumns]:
    groups = _grouped(roles, _NAME)
    main = groups.get(_FIRST) or next(iter(groups.values()), {})
    for columns in groups.values():
        shared = {} if "full" in columns or "first" in columns else _shared_of(main)
        yield NameColumns(**{**shared, **columns})
    for position in bags["former_last_name"]:
        yield NameColumns(**{**_shared_of(main), "last": column_name(position)})
    for position in bags["alias"]:
        yield NameColumns(full=column_name(position))


def _shared_of(main: Mapping[str, str]) -> dict[str, str]:
    """What an earlier surname has in common with the present name."""
    return {field: main[field] for field in _SHARED if field in main}


def _places(
    roles: Mapping[str, Mapping[Group, int]],
) -> Iterable[tuple[Group, PlaceColumns]]:
    groups = _grouped(roles, _PLACE)
    for group in list(groups):
        below = groups.get((group[0], 1))
        is_line = set(groups[group]) == {"line"} and group[1] > 1
        if is_line and below and "line" in below and any(p in below for p in _LOCALITY):
            line = groups.pop(group)["line"]
            if group[1] == 2:
                below.setdefault("line_2", line)
    for group, columns in groups.items():
        yield group, PlaceColumns(**columns)


def columns_in(layout: Layout) -> set[str]:
    """The names of the columns that a layout uses."""
    names = {getattr(n, f.name) for n in layout.names for f in fields(n)}
    places = {getattr(p, f.name) for p in layout.places for f in fields(p)}
    rest = {*layout.phones, *layout.emails, layout.dob, layout.ssn, layout.ssn4}
    return (names | places | rest | {*organization_columns(layout)}) - {""}
