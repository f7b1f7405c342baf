"""What the bytes of a reply are: JSON, lines of it, tables of text, XML, tables of a web page."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from parsel import Selector

from connectors.card import StrictTable, Text
from connectors.engine.transport.reply import (
    Came,
    Reply,
    check_size,
    is_page,
    json_value,
    parse_json,
)
from connectors.engine.xml import xml_value
from skiptrace.model.errors import SourceChanged, SourceUnavailable

Format = Literal["json", "ndjson", "csv", "tsv", "xml", "html"]
MARKUP = frozenset({"xml", "html"})
"""Formats that begin as a web page does."""
_DELIMITERS: Mapping[str, str] = {"csv": ",", "tsv": "\t"}
_LONGEST_CELL = 1024 * 1024


class HtmlTable(StrictTable):
    """The table of a web page: CSS selectors of headings, rows and cells, and of its absence.

    `none` is on a page that says that nothing was found.
    """

    headings: Text
    rows: Text
    cells: Text = "td"
    none: str = ""


def decode(reply: Reply, form: Format, table: HtmlTable | None = None) -> object:
    """The body as nested lists, objects and single values.

    A line of NDJSON and a row of a table is an element of a list; a row is an object by its
    heading, an element of XML one by its children, with `@name` for attributes.

    Raises SourceUnavailable for a body that was cut, SourceChanged for one of another form.
    """
    if form == "json":
        return parse_json(reply)
    check_size(reply)
    if reply.came is Came.CUT or not reply.body.strip():
        raise SourceUnavailable(f"{reply.call}: the answer was cut off")
    return _READERS[form](reply, table)


def _ndjson(reply: Reply, _: HtmlTable | None) -> object:
    lines = [line for line in reply.body.splitlines() if line.strip()]
    if not reply.body.endswith(b"\n"):
        raise SourceUnavailable(f"{reply.call}: the answer was cut off")
    return [json_value(line, reply.call) for line in lines]


def _delimited(delimiter: str) -> Callable[[Reply, HtmlTable | None], object]:
    def read(reply: Reply, _: HtmlTable | None) -> object:
        text = _text(reply)
        lines = text.splitlines(keepends=True)
        csv.field_size_limit(_LONGEST_CELL)
        try:
            rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            raise SourceChanged(f"{reply.call}: the answer is no table of text") from None
        table = _by_heading(rows, reply)
        if not table and not text.endswith(("\n", "\r")):
            raise SourceUnavailable(f"{reply.call}: the answer was cut off")
        return table

    return read


class Table(list[object]):
    """The rows of a table, each by its headings, which are checked even where there is no row."""

    def __init__(self, rows: Iterable[object], headings: Sequence[str]) -> None:
        super().__init__(rows)
        self.headings = tuple(headings)


def _by_heading(rows: list[list[str]], reply: Reply) -> Table:
    headings = [heading.strip() for heading in rows[0]]
    if len(set(headings)) != len(headings) or not all(headings):
        raise SourceChanged(f"{reply.call}: a heading is empty or stands twice")
    found = []
    for number, row in enumerate(rows[1:], 1):
        if not row:
            continue
        if len(row) != len(headings):
            last = number == len(rows) - 1
            kind = SourceUnavailable if last and len(row) < len(headings) else SourceChanged
            raise kind(f"{reply.call}: row {number} has {len(row)} columns, not {len(headings)}")
        found.append(dict(zip(headings, row, strict=True)))
    return Table(found, headings)


def _xml(reply: Reply, _: HtmlTable | None) -> object:
    if is_page(reply, "xml"):
        raise SourceChanged(f"{reply.call}: a web page came instead of data")
    return xml_value(reply.body, reply.call)


def _html(reply: Reply, table: HtmlTable | None) -> object:
    if table is None:
        raise SourceChanged(f"{reply.call}: the card lays out no table")
    if not is_page(reply, "xml"):
        raise SourceChanged(f"{reply.call}: the answer is not a web page")
    if not reply.body.rstrip().lower().endswith(b"</html>"):
        raise SourceUnavailable(f"{reply.call}: the page was cut off")
    page = Selector(text=_text(reply))
    headings = [_words(cell) for cell in page.css(table.headings)]
    if not headings:
        if table.none and page.css(table.none):
            return []
        raise SourceChanged(f"{reply.call}: a page that the card does not know")
    rows = [[_words(cell) for cell in row.css(table.cells)] for row in page.css(table.rows)]
    return _by_heading([headings, *rows], reply)


def _words(element: Selector) -> str:
    """The whole text of an element, its runs of white space made one space."""
    return " ".join("".join(element.css("*::text").getall()).split())


def _text(reply: Reply) -> str:
    try:
        return reply.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceChanged(f"{reply.call}: the answer is not UTF-8") from None


_READERS: Mapping[str, Callable[[Reply, HtmlTable | None], object]] = {
    "ndjson": _ndjson,
    "csv": _delimited(_DELIMITERS["csv"]),
    "tsv": _delimited(_DELIMITERS["tsv"]),
    "xml": _xml,
    "html": _html,
}
