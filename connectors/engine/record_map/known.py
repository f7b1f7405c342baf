"""Strict consumption: every column of a row is read or listed; anything else is a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connectors.engine.record_map.rows import segments, shown
from skiptrace.model.errors import SourceChanged

_LIST, _ANY = "[]", "*"
_FEW = 5


@dataclass(slots=True)
class _Node:
    """What is known of the value at one place of a row."""

    inside: dict[str, _Node] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    codes: Mapping[str, str] | None = None
    is_read: bool = False
    is_ignored: bool = False


class KnownColumns:
    """The columns of a source's rows, as its card names them.

    `ignored` may end in `*`, which stands for all names that begin so. `codes` are the meanings of
    coded columns: an unknown code never falls to a default; where there is none it is unknown.
    With `one_is_list` a list of one may stand as its only element, as in XML.
    """

    def __init__(
        self,
        read: Iterable[str],
        required: Iterable[str] = (),
        ignored: Iterable[str] = (),
        codes: Mapping[str, Mapping[str, str]] | None = None,
        one_is_list: bool = False,
    ) -> None:
        self._root = _Node()
        self._one_is_list = one_is_list
        for column in read:
            self._node(column).is_read = True
        for column in ignored:
            self._ignore(column)
        for column in required:
            above, name = self._above(column)
            above.required += (name,)
            above.inside.setdefault(name, _Node()).is_read = True
        for column, meanings in (codes or {}).items():
            self._node(column).codes = meanings
            self._node(column).is_read = True

    def check(self, row: object, place: str) -> None:
        """Raises SourceChanged naming a column that is missing, unknown, or holds another code."""
        if not isinstance(row, dict):
            raise SourceChanged(f"{place}: expected an object")
        self._check_object(self._root, row, place)

    def _above(self, column: str) -> tuple[_Node, str]:
        node, names = self._root, _steps(column)
        for name in names[:-1]:
            node = node.inside.setdefault(name, _Node())
        return node, names[-1]

    def _node(self, column: str) -> _Node:
        above, name = self._above(column)
        return above.inside.setdefault(name, _Node())

    def _ignore(self, column: str) -> None:
        above, name = self._above(column)
        if name.endswith(_ANY):
            above.prefixes += (name[:-1],)
        else:
            above.inside.setdefault(name, _Node()).is_ignored = True

    def _check(self, node: _Node, value: object, place: str) -> None:
        if node.is_ignored or value is None:
            return
        if isinstance(value, list):
            inner = node.inside.get(_LIST)
            if inner is not None:
                for number, item in enumerate(value):
                    self._check(inner, item, f"{place}[{number}]")
        elif isinstance(value, dict):
            if _LIST in node.inside and not self._one_is_list:
                where, _, column = place.rpartition(".")
                raise SourceChanged(f"{where}: column {shown(column)} is not a list")
            nested = node.inside.get(_LIST, node)
            if nested.inside or nested.prefixes:
                self._check_object(nested, value, place)
        elif node.codes is not None:
            _check_code(node.codes, value, place)

    def _check_object(self, node: _Node, value: Mapping[str, object], place: str) -> None:
        known = node.inside
        for name in node.required:
            if name not in value:
                raise SourceChanged(f"{place}: column {shown(name)} is missing")
        unknown = [
            name for name in value if name not in known and not name.startswith(node.prefixes)
        ]
        if unknown:
            names = ", ".join(shown(name) for name in sorted(unknown)[:_FEW])
            raise SourceChanged(f"{place}: unknown column {names}")
        for name, item in value.items():
            if (inner := known.get(name)) is not None:
                self._check(inner, item, f"{place}.{name[:40]}")


def _steps(column: str) -> list[str]:
    """The names of a path; the elements of a list are one step of their own."""
    steps: list[str] = []
    for name in segments(column):
        depth = 0
        while name.endswith(_LIST):
            name, depth = name[:-2], depth + 1
        steps += [name, *[_LIST] * depth]
    return steps


def _check_code(codes: Mapping[str, str], value: object, place: str) -> None:
    code = ("true" if value else "false") if isinstance(value, bool) else str(value).strip()
    if code and code not in codes:
        where, _, column = place.rpartition(".")
        raise SourceChanged(f"{where or place}: column {shown(column)} holds an unknown code")
