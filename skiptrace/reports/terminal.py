"""The only way onto a terminal or a stream: whatever the text, nothing in it acts, it only shows.

Names, file headers, answers of sources, reasons and evidence come from others. An escape sequence
in them could rewrite the screen or the clipboard, a bidi override could turn a number round, a
character of no width could make two accounts look alike: each is shown by its code. Tables are
coloured and framed on a terminal, plain and uncut when written elsewhere.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TextIO

from skiptrace.reports.wording import is_shown, printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAIN_WIDTH = 240
_LINE = re.compile("(?:[^\r\n]|\r(?!\n))+")
_UNUSUAL = re.compile("[^\n -~]")


def console_for(stream: TextIO) -> Console:
    """A console on the stream; off a terminal it has no colour and a width that cuts nothing."""
    from rich.console import Console

    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


_COPIED = frozenset({"Finding"})
"""Columns whose cells a person copies into the next command; they are never broken over lines."""

_COPIED_WIDTH = 28


_WIDE = 120
"""From this many columns on, nothing else is squeezed when such a cell is kept whole."""


_NARROW = 180
"""On a terminal of fewer columns, sentences stand below what they are about."""

Below = Mapping[str, str]
"""By the name of a column, the one below whose cells its own stand on a narrow terminal."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with the cells that each of its columns shows: its own, then those below it."""

    table: Table
    shown: tuple[tuple[int, ...], ...]


def table_for(
    console: Console, title: str, columns: Sequence[str], below: Below | None = None
) -> ShownTable:
    """An empty table; columns whose name starts with `>` are set flush right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    frame = box.SIMPLE_HEAD if console.is_terminal else None
    words = Text(printable(title)) if title else None
    table = Table(title=words, title_justify="left", box=frame, pad_edge=False)
    shown = _shown(columns, (below or {}) if console.width < _NARROW else {})
    for own, *others in shown:
        name = columns[own]
        has_copied = any(columns[other] in _COPIED for other in others)
        table.add_column(
            Text(printable(name.lstrip(">"))),
            justify="right" if name.startswith(">") else "left",
            overflow="fold",
            no_wrap=name in _COPIED and console.width >= _WIDE,
            min_width=_COPIED_WIDTH if has_copied else None,
        )
    return ShownTable(table, shown)


def _shown(columns: Sequence[str], below: Below) -> tuple[tuple[int, ...], ...]:
    places = {name: place for place, name in enumerate(columns)}
    return tuple(
        (place, *(places[other] for other, main in below.items() if main == name))
        for name, place in places.items()
        if name not in below
    )


def add_row(table: ShownTable, cells: Sequence[str], style: str = "") -> None:
    """One row of plain text: markup and control characters in a cell have no effect."""
    from rich.text import Text

    row = []
    for own, *others in table.shown:
        text = Text(printable(cells[own]))
        for cell in (cells[other] for other in others):
            if cell:
                text.append(f"\n{printable(cell)}", style="not bold")
        row.append(text)
    table.table.add_row(*row, style=style)


def print_table(console: Console, table: ShownTable) -> None:
    """A table that `table_for` began and `add_row` filled."""
    console.print(table.table)


def print_rows(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    below: Below | None = None,
) -> None:
    """A whole table at once."""
    table = table_for(console, title, columns, below)
    for row in rows:
        add_row(table, row)
    print_table(console, table)


def print_line(console: Console, text: str, style: str = "") -> None:
    """One line of plain text, without markup; a line break in it becomes a space."""
    from rich.text import Text

    console.print(Text(printable(text), style=style), soft_wrap=True)


def print_lines(console: Console, text: str) -> None:
    """Text of several lines, one after the other."""
    for line in text.rstrip("\n").split("\n"):
        print_line(console, line)


def print_json(text: str) -> None:
    """JSON on standard output, any character that could act on a terminal as its \\u escape."""
    sys.stdout.write(_UNUSUAL.sub(_escaped, text.rstrip("\n")) + "\n")


def _escaped(found: re.Match[str]) -> str:
    """The character as JSON spells it, one or two UTF-16 units; one that shows itself stays."""
    if is_shown(found[0]):
        return found[0]
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def print_bytes(body: bytes) -> None:
    """Bytes on standard output: as they are into a file or a pipe, shown as text on a terminal."""
    if sys.stdout.isatty():
        print_lines(console_for(sys.stdout), body.decode("utf-8", "replace"))
        return
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


@contextmanager
def standard_output() -> Iterator[Writable]:
    """Standard output for data in lines, such as CSV, as UTF-8.

    Bytes that could not be decoded are written as they were read; on a terminal they are shown.
    """
    raw = sys.stdout.buffer
    stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        yield ShownStream(stream) if sys.stdout.isatty() else stream
        stream.flush()
    except BrokenPipeError:  # whoever read had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    finally:
        stream.detach()


class Writable(Protocol):
    """What csv.writer needs of a stream."""

    def write(self, text: str, /) -> object:
        """Write the text."""
        ...


class ShownStream:
    """A stream on a terminal for data in lines; line breaks stay, whatever else acts is shown."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        """Write the text, every character that acts by its code."""
        return self._stream.write(_LINE.sub(lambda line: printable(line[0]), text))
