"""Strict rows: every column is consumed or listed as ignored; anything else is a changed source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from types import TracebackType
from typing import TypeVar

from skiptrace.model.errors import SourceChanged

T = TypeVar("T")


class StrictRow:
    """A row of a source, consumed column by column; messages name columns and never values.

    Used as a context manager: leaving it normally raises SourceChanged for a column that nobody
    read and the card does not list as ignored. `place` says which row it is (`row 12`, `$[3]`).
    """

    def __init__(
        self, row: Mapping[str, object], ignored: Set[str] = frozenset(), place: str = "row"
    ) -> None:
        self._left = dict(row)
        self._ignored = ignored
        self.place = place

    def pop(self, column: str) -> str:
        """The text of a column that must be there; null is ''."""
        if column not in self._left:
            raise SourceChanged(f"{self.place}: column {_name(column)} is missing")
        return self.pop_optional(column)

    def pop_optional(self, column: str) -> str:
        """The text of a column that may be absent; absent and null are ''."""
        return self._text(column, self._left.pop(column, None))

    def pop_code(self, column: str, table: Mapping[str, T]) -> T:
        """What the column's code means by `table`; an unknown code is SourceChanged."""
        code = self.pop(column)
        if code not in table:
            raise SourceChanged(f"{self.place}: column {_name(column)} holds an unknown code")
        return table[code]

    def pop_flag(self, column: str) -> bool | None:
        """A JSON true or false, None when absent or null; another value is SourceChanged."""
        value = self._left.pop(column, None)
        if value is not None and not isinstance(value, bool):
            raise SourceChanged(f"{self.place}: column {_name(column)} is not true or false")
        return value

    def pop_row(self, column: str, ignored: Set[str] = frozenset()) -> StrictRow:
        """A nested object as a row of its own, empty when absent or null."""
        value = self._left.pop(column, None)
        return self._nested(value or {}, ignored, f"{self.place}.{_shown(column)}")

    def pop_rows(self, column: str, ignored: Set[str] = frozenset()) -> Iterator[StrictRow]:
        """A nested list of objects as rows of their own, none when absent or null."""
        value = self._left.pop(column, None)
        if value is not None and not isinstance(value, list):
            raise SourceChanged(f"{self.place}: column {_name(column)} is not a list")
        for number, item in enumerate(value or []):
            yield self._nested(item, ignored, f"{self.place}.{_shown(column)}[{number}]")

    def close(self) -> None:
        """Raises SourceChanged naming the columns that nobody read and nobody ignores."""
        left = sorted(self._left.keys() - self._ignored)
        if left:
            names = ", ".join(_name(column) for column in left[:5])
            raise SourceChanged(f"{self.place}: unknown column {names}")

    def __enter__(self) -> StrictRow:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()

    def _nested(self, value: object, ignored: Set[str], place: str) -> StrictRow:
        if not isinstance(value, Mapping):
            raise SourceChanged(f"{place}: expected an object")
        return StrictRow(value, ignored, place)

    def _text(self, column: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float):
            return str(value).strip()
        raise SourceChanged(f"{self.place}: column {_name(column)} is not a single value")


def check_columns(found: Set[str], required: Set[str], known: Set[str], place: str) -> None:
    """Raises SourceChanged unless `required` <= `found` <= `known` (a header, a schema)."""
    missing, unknown = sorted(required - found), sorted(found - known)
    if missing:
        raise SourceChanged(f"{place}: column {', '.join(map(_name, missing[:5]))} is missing")
    if unknown:
        raise SourceChanged(f"{place}: unknown column {', '.join(map(_name, unknown[:5]))}")


def _name(column: str) -> str:
    return repr(_shown(column))


def _shown(column: str) -> str:
    """A column's name, cut and printable, since a damaged header can hold anything."""
    return "".join(letter for letter in column[:40] if letter.isprintable())
