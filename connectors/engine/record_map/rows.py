"""A row of a source: columns by name, nested ones by their path; null and absent are ''."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from skiptrace.model.errors import SourceChanged

Row = Mapping[str, str]
"""A row by its columns: a plain mapping where all are there, a TreeRow where they nest."""
_DOT = re.compile(r"(?<!\\)\.")
_ABSENT = object()


@lru_cache(maxsize=8192)
def segments(path: str) -> tuple[str, ...]:
    """The names of a path, from the outside in; a dot within a name is written `\\.`."""
    return tuple(part.replace("\\.", ".") for part in _DOT.split(path))


def shown(column: str) -> str:
    """A column's name, cut and printable, since a damaged answer can hold anything."""
    return repr("".join(letter for letter in column[:40] if letter.isprintable()))


class TreeRow(Mapping[str, str]):
    """One row with nested rows; messages name columns and never values.

    `place` says which row it is (`$.persons[0]`), `path` how its columns are called in the card
    (`addresses[]`), empty for a whole row. With `one_is_list` a list of one may stand as its only
    element, as in XML.
    """

    __slots__ = ("_of", "_one_is_list", "_value", "path", "place")

    def __init__(
        self,
        value: object,
        place: str,
        path: str = "",
        of: TreeRow | None = None,
        one_is_list: bool = False,
    ) -> None:
        self._value, self.place, self.path = value, place, path
        self._of, self._one_is_list = of, one_is_list

    @property
    def value(self) -> object:
        """The row as it came, decoded."""
        return self._value

    def __getitem__(self, column: str) -> str:
        """The text of a column; raises SourceChanged when it holds an object or a list.

        `lines[]` is a list of single values, which stand in one text with a space between them,
        `parties[].name` that column of all elements, with a semicolon.
        """
        if column.startswith("^"):
            return self._of[column[1:]] if self._of else ""
        listed, mark, inside = column.partition("[]")
        if mark:
            texts = (row[inside[1:] or "."] for row in self.elements(listed))
            return ("; " if inside else " ").join(dict.fromkeys(text for text in texts if text))
        return self._text(column, self._find(column))

    def __iter__(self) -> Iterator[str]:
        return iter(self._value if isinstance(self._value, dict) else ())

    def __len__(self) -> int:
        return len(self._value) if isinstance(self._value, dict) else 0

    def called(self, column: str) -> str:
        """What the card calls a column of this row: its path in the whole row."""
        if column.startswith("^"):
            return self._of.called(column[1:]) if self._of else column[1:]
        if not self.path:
            return column
        return self.path if column == "." else f"{self.path}.{column}"

    def elements(self, column: str) -> Iterator[TreeRow]:
        """The elements of a list as rows of their own; none when it is absent or null.

        `^name` is a list of the row around this one, `a[].b` that of every element of another.
        """
        if column.startswith("^"):
            yield from self._of.elements(column[1:]) if self._of else ()
            return
        outer, nests, inner = column.partition("[].")
        if nests:
            for element in self.elements(outer):
                yield from element.elements(inner)
            return
        value = self._find(column)
        if value is _ABSENT or value is None:
            return
        if not isinstance(value, list):
            if not self._one_is_list:
                raise SourceChanged(f"{self.place}: column {shown(column)} is not a list")
            value = [value] if value != "" else []
        path = f"{self.called(column)}[]"
        for number, item in enumerate(value):
            place = f"{self.place}.{column[:40]}[{number}]"
            yield TreeRow(item, place, path, self, self._one_is_list)

    def _find(self, column: str) -> Any:
        value: object = self._value
        if column == ".":
            return value
        place = self.place
        for name in segments(column):
            if value is None or value is _ABSENT or (self._one_is_list and value == ""):
                return _ABSENT
            if not isinstance(value, dict):
                raise SourceChanged(f"{place}: expected an object")
            value = value.get(name, _ABSENT)
            place = f"{place}.{name}"
        return value

    def _text(self, column: str, value: object) -> str:
        if value is None or value is _ABSENT:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float):
            return str(value).strip()
        if isinstance(value, dict) and isinstance(text := value.get("#text"), str):
            return text.strip()
        raise SourceChanged(f"{self.place}: column {shown(column)} is not a single value")


def elements(row: Row, column: str) -> Iterator[Row]:
    """The elements of a list of the row; only a row that nests has any."""
    if isinstance(row, TreeRow):
        yield from row.elements(column)


def called(row: Row, column: str) -> str:
    """What the card calls a column of the row."""
    return row.called(column) if isinstance(row, TreeRow) else column


def place_of(row: Row) -> str:
    """Which row it is, for messages."""
    return row.place if isinstance(row, TreeRow) else "row"
