"""Where the header of a table is: below titles, in two rows, in another sheet than the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from config.columns import column_tables, header_phrase
from config.headers import meanings_of
from skiptrace.intake.seat_claims import seat_target
from skiptrace.intake.table import named_columns

SEARCHED = 40
"""Rows, empty ones among them, in which a header is looked for."""

_FEWEST = 2
_PLENTY = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A header among the first rows: where it is, and its columns' names."""

    at: int
    header: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class HeaderSearch:
    """Looks for the row that names columns of the mapping, or such as columns.toml knows.

    `skip` rows are passed over without a look.
    """

    wanted: Collection[str] = ()
    skip: int | None = None

    def find(self, rows: Sequence[Sequence[str]]) -> Found | None:
        """The header among the first rows of a table; None where none of them looks like one."""
        skip = self.skip or 0
        found = self.found_behind(rows[skip:])
        return found and Found(found.at + skip, found.header, found.known)

    def found_behind(
        self, rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
    ) -> Found | None:
        """The header among rows of which those to be passed over are gone: then the first one.

        Of two header rows, one below the other, the lower one names the columns, and the upper one
        those that have the same name below, or none. `numbers` are the columns' positions, where
        blank ones were left out.
        """
        if self.skip is not None:
            at = next((n for n, row in enumerate(rows) if any(map(str.strip, row))), None)
        else:
            at = next((n for n, row in enumerate(rows) if self._is_header(row)), None)
        if at is None:
            return None
        if self.skip is None and at + 1 < len(rows) and self._is_second(rows[at], rows[at + 1]):
            at += 1
        above = rows[at - 1] if at else ()
        header = _told_apart(named_columns(_with_groups(rows[at], above), numbers))
        return Found(at, header, self._known(header) if self.skip is None else len(header))

    def _is_second(self, row: Sequence[str], below: Sequence[str]) -> bool:
        """Whether the row below names columns that a row with merged cells leaves open."""
        pairs = zip_longest(row, below, fillvalue="")
        named = [cell for above, cell in pairs if cell.strip() and not above.strip()]
        known = sum(map(_is_known, named))
        return known * _PLENTY >= len(named) * _FEWEST > 0 and self._is_header(below)

    def _is_header(self, row: Sequence[str]) -> bool:
        cells = [cell for cell in row if cell.strip()]
        known = self._known(cells)
        return known >= _PLENTY or (known >= _FEWEST and known * 2 >= len(cells))

    def _known(self, cells: Sequence[str]) -> int:
        """How many different cells are headers of the mapping, or of the table."""
        names = {name.strip() for name in named_columns(cells)} if cells else set()
        return sum(name in self.wanted or _is_known(name) for name in names)


def _is_known(cell: str) -> bool:
    if len(cell) > _LONGEST or not cell[:1].isalpha():
        return False
    if cell in column_tables().intake or seat_target(cell):
        return True
    return bool(meanings_of(header_phrase(cell)))


_NUMBERED = frozenset({"phone", "email", "address"})


def _told_apart(header: Sequence[str]) -> tuple[str, ...]:
    """Columns of one name with a number behind it; one that may be anybody's says only `again`."""
    seen: Counter[str] = Counter()
    found = []
    for name in header:
        seen[name] += 1
        if seen[name] == 1:
            found.append(name)
            continue
        held = {meaning.held for meaning in meanings_of(header_phrase(name))}
        word = str(seen[name]) if held and held <= _NUMBERED else f"(again, {seen[name] - 1})"
        free = f"{name} {word}"
        found.append(free if free not in header else f"{name} (again, {seen[name] - 1})")
    return tuple(found)


def _with_groups(row: Sequence[str], above: Sequence[str]) -> list[str]:
    """The names of a header row, told apart by the row of merged cells above it."""
    names = [cell.strip() for cell in row]
    if sum(bool(cell.strip()) for cell in above) < _FEWEST:
        return names
    own = [cell.strip() for cell in above] + [""] * (len(names) - len(above))
    group, found = "", []
    for place, name in enumerate(names):
        group = own[place] or group
        if not name:
            found.append(own[place])
        elif names.count(name) > 1:
            found.append(f"{group} {name}".strip())
        else:
            found.append(f"{group} {name}" if _is_open(name, group) else name)
    return found


def _is_open(name: str, group: str) -> bool:
    """Whether a name says what it is only with its group: Number below Account."""
    alone, together = (meanings_of(header_phrase(text)) for text in (name, f"{group} {name}"))
    if not group or len(alone) == 1 or len(together) != 1:
        return False
    return bool(alone) or together[0].held in _NUMBERED
