"""Tables for a terminal: coloured and framed on one, plain and uncut when written elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from skiptrace.reports.wording import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAIN_WIDTH = 240


def console_for(stream: TextIO) -> Console:
    """A console on the stream; off a terminal it has no colour and a width that cuts nothing."""
    from rich.console import Console

    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


_COPIED = frozenset({"Finding"})
"""Columns whose cells a person copies into the next command; they are never broken over lines."""


_WIDE = 120
"""From this many columns on, nothing else is squeezed when such a cell is kept whole."""


def table_for(console: Console, title: str, columns: Sequence[str]) -> Table:
    """An empty table; columns whose name starts with `>` are set flush right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    frame = box.SIMPLE_HEAD if console.is_terminal else None
    table = Table(title=Text(title), title_justify="left", box=frame, pad_edge=False)
    for name in columns:
        table.add_column(
            Text(name.lstrip(">")),
            justify="right" if name.startswith(">") else "left",
            overflow="fold",
            no_wrap=name in _COPIED and console.width >= _WIDE,
        )
    return table


def add_row(table: Table, cells: Iterable[str], style: str = "") -> None:
    """One row of plain text: markup and control characters in a cell have no effect."""
    from rich.text import Text

    table.add_row(*(Text(printable(cell)) for cell in cells), style=style)


def print_line(console: Console, text: str, style: str = "") -> None:
    """One line of plain text, without markup."""
    from rich.text import Text

    console.print(Text(printable(text), style=style), soft_wrap=True)
