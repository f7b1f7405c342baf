"""Rows of further data sets of a source that belong to the rows which a search found.

A recorder keeps documents, their parties and their parcels apart, and a register its businesses and
their officers: a search finds rows of one, and a join asks the others for them by a common number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.outcome import NOTHING
from connectors.engine.paths import rows_at, value_at
from connectors.engine.query.languages import ESCAPES, Language
from connectors.engine.record_map.rows import TreeRow, shown
from connectors.engine.transport.reply import Reply
from skiptrace.model.errors import ConnectorError, SourceChanged, SourceUnavailable

Rows = Sequence[tuple[str, object]]
_KEY = "{key}"
_WORDS = re.compile(r" join (\d+) page \d+$")


class Join(StrictTable):
    """Further rows for the rows that a search found, from `path`, by a column of both.

    The values of `keys` in the rows found are asked, `size` at a time, as literals `{keys}` in the
    condition `where`, which goes in `param`; `params` may name the `{columns}` that are read. A row
    that comes stands with every row whose `keys` is its `on`: in the list `into`, or as the object
    `into` where there is but `one`. As many rows as `most` in a reply may not be all: a fault.

    Where each key has an address of its own, `path` names the `{key}`, filled with zeros to `width`
    digits, and the reply is the `one` row itself, or at the path `rows`; with `may_lack` a 404 says
    that there is none. `host` is one of the card's `hosts`, in the place of the source's own.
    """

    path: Text
    host: str = ""
    params: dict[str, str] = Field(default_factory=dict)
    language: Language | None = None
    param: str = ""
    where: Annotated[str, Field(pattern=r"^$|\{keys\}")] = ""
    keys: Text
    width: Annotated[int, Field(ge=0, le=30)] = 0
    on: Text
    into: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
    one: bool = False
    may_lack: bool = False
    rows: str = ""
    size: Annotated[int, Field(ge=1, le=500)] = 50
    most: Annotated[int, Field(ge=1, le=50_000)] = 1000

    @model_validator(mode="after")
    def _asks_in_one_way(self) -> Self:
        if self.is_by_path:
            if self.where or self.param or self.language or not self.one:
                raise ValueError("a join whose path names the {key} has `one` row and no `where`")
        elif not (self.where and self.param and self.language):
            raise ValueError("a join has `where`, `param` and `language`, or {key} in its path")
        elif self.width or self.may_lack:
            raise ValueError("width, may_lack: of a join whose path names the {key}")
        return self

    @property
    def is_by_path(self) -> bool:
        """Whether every key is asked for by itself, at an address that names it."""
        return _KEY in self.path

    @property
    def at_once(self) -> int:
        """How many keys one call asks for."""
        return 1 if self.is_by_path else self.size

    def call(self, keys: Sequence[str]) -> tuple[str, dict[str, str]]:
        """The path that asks for these keys, and the parameters that do."""
        if self.language is None:
            key = quote(keys[0].zfill(self.width), safe="")
            return self.path.replace(_KEY, key), {}
        literals = ",".join(ESCAPES[self.language]("", key, "") for key in keys)
        return self.path, {self.param: self.where.replace("{keys}", literals)}

    def key(self, row: TreeRow, column: str) -> str:
        """What the row is joined by."""
        text = row[column]
        return text.zfill(self.width) if text else ""

    def columns(self, read: frozenset[str]) -> str:
        """The columns of its rows that are read, among all of a section."""
        inside = self.into + ("." if self.one else "[].")
        names = {name.removeprefix(inside) for name in read if name.startswith(inside)}
        return ",".join(sorted({name.partition(".")[0] for name in names} | {self.on}))


@dataclass(frozen=True, slots=True, repr=False)
class JoinAsk:
    """One call of a join; `words` are its method and path, and which join and page it is."""

    words: str
    host: str
    path: str
    params: Mapping[str, str]


def is_joined(call: str) -> bool:
    """Whether the call of a stored page was one of a join."""
    return _WORDS.search(call) is not None


class Joins:
    """The joins of one source; `read` are all columns that its card reads."""

    def __init__(self, joins: Sequence[Join], read: frozenset[str]) -> None:
        self._joins = tuple(joins)
        self._params = [
            {
                key: text.replace("{columns}", join.columns(read))
                for key, text in join.params.items()
            }
            for join in self._joins
        ]

    def asks(self, rows: Rows) -> Iterator[JoinAsk]:
        """The calls that these rows need."""
        for number, join in enumerate(self._joins, 1):
            for page, keys in enumerate(_chunks(join, rows), 1):
                path, params = join.call(keys)
                words = f"GET {join.path} join {number} page {page}"
                yield JoinAsk(words, join.host, path, {**self._params[number - 1], **params})

    def lacks(self, reply: Reply) -> bool:
        """Whether the reply says that there is no row, of a join of which there may be none."""
        number = _number(reply.call)
        return reply.status == 404 and number > 0 and self._joins[number - 1].may_lack

    def attached(self, rows: Rows, pages: Sequence[tuple[str, object]]) -> Rows:
        """The rows with what was joined to them; `pages` are the calls and bodies of the joins.

        Raises SourceUnavailable when a page is missing, SourceChanged for rows without the common
        column and for several where there is one, ConnectorError for more than one reply holds.
        """
        for number, join in enumerate(self._joins, 1):
            bodies = [body for call, body in pages if _number(call) == number]
            asked = list(_chunks(join, rows))
            if len(bodies) < len(asked):
                raise SourceUnavailable("a page of a join is missing")
            found: dict[str, list[object]] = {}
            for keys, body in zip(asked, bodies, strict=False):
                for key, row in _keyed(join, body):
                    if join.is_by_path and key not in keys:
                        raise SourceChanged(f"{join.path}: the row is of another key")
                    found.setdefault(key, []).append(row)
            rows = [(place, _with(join, row, place, found)) for place, row in rows]
        return rows


def _keyed(join: Join, body: object) -> Iterator[tuple[str, object]]:
    if body is NOTHING:
        return
    listed = [_alone(join, body)] if join.is_by_path else list(rows_at(body, join.rows))
    if len(listed) >= join.most:
        raise ConnectorError(f"{join.path}: {len(listed)} joined rows; there may be more")
    for place, row in listed:
        key = join.key(TreeRow(row, place), join.on) if isinstance(row, dict) else ""
        if not key:
            raise SourceChanged(f"{join.path} {place}: column {shown(join.on)} is missing")
        yield key, row


def _alone(join: Join, body: object) -> tuple[str, object]:
    """The one row that a reply is, or holds."""
    return "$" + (f".{join.rows}" if join.rows else ""), value_at(body, join.rows)


def _with(join: Join, row: object, place: str, found: Mapping[str, list[object]]) -> object:
    mine: Any = found.get(_key(join, row, place), [])
    if join.one and len(mine) > 1:
        raise SourceChanged(f"{place}: {len(mine)} rows of {join.path} where there is one")
    value = (mine[0] if mine else None) if join.one else mine
    return {**row, join.into: value} if isinstance(row, dict) else row


def _chunks(join: Join, rows: Rows) -> Iterator[list[str]]:
    every = dict.fromkeys(filter(None, (_key(join, row, place) for place, row in rows)))
    keys = list(every)
    yield from (keys[at : at + join.at_once] for at in range(0, len(keys), join.at_once))


def _key(join: Join, row: object, place: str) -> str:
    return join.key(TreeRow(row, place), join.keys)


def _number(call: str) -> int:
    found = _WORDS.search(call)
    return int(found[1]) if found else 0
