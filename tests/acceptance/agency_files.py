"""Small files as agencies and their creditors send them, with what the case file has afterwards.

All invented. `@` in a cell makes the account number the file's own. `taken` has a line for each
obligor: its number, role, kind and name, and what else is known, in the order of `said_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

HEAD = "Acct,Name,Address,City,State,Zip"
PLACE = "12 Oak St,Naples,FL,34102"
JANE = "@1 primary person Jane Roe"


@dataclass(frozen=True)
class File:
    """One file with what becomes of it; `rejected` has account numbers, `told` words of the run."""

    content: str | bytes | Callable[[Path, str], None]
    taken: tuple[str, ...] = (JANE,)
    rejected: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)


def rows(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines)) + "\n"


def named(*names: str) -> str:
    """Rows of these names."""
    return rows(*(f'@{at},"{quoted(name)}",{PLACE}' for at, name in enumerate(names, 1)))


def quoted(text: str) -> str:
    return text.replace('"', '""')


def columns(head: str, *cells: str) -> str:
    """Good rows of Jane Roe with more columns."""
    lines = [f"@{at},Jane Roe,{PLACE},{text}" for at, text in enumerate(cells, 1)]
    return rows(*lines, head=f"{HEAD},{head}")


def several(*said: str) -> tuple[str, ...]:
    """What is taken of rows of Jane Roe, with what is said of each behind."""
    return tuple(
        f"@{at} primary person Jane Roe{text and f', {text}'}" for at, text in enumerate(said, 1)
    )


def primaries(*texts: str) -> tuple[str, ...]:
    return tuple(f"@{at} primary {text}" for at, text in enumerate(texts, 1))


def book(*table: tuple[Any, ...], title: str = "") -> Callable[[Path, str], None]:
    """A workbook of one sheet; texts that begin with # are errors, `(format, value)` formatted."""

    def write(path: Path, own: str) -> None:
        with xlsxwriter.Workbook(path) as into:
            sheet = into.add_worksheet("Export")
            if title:
                sheet.merge_range(0, 0, 0, 5, title)
            for number, row in enumerate(table, 2 if title else 0):
                for column, value in enumerate(row):
                    text = value.replace("@", own) if isinstance(value, str) else value
                    _put(into, sheet, number, column, text)

    return write


def _put(into: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, tuple):
        sheet.write_number(row, column, value[1], into.add_format({"num_format": value[0]}))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str) and value.startswith("#"):
        sheet.write_formula(row, column, "=1/0", None, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def written(folder: Path, number: int, file: File) -> Path:
    """The file with account numbers of its own, put into a folder."""
    if callable(file.content):
        path = folder / f"mail{number}.xlsx"
        file.content(path, own_numbers(number))
        return path
    path = folder / f"mail{number}.csv"
    content = file.content.encode() if isinstance(file.content, str) else file.content
    own = own_numbers(number)
    is_wide = content.startswith(b"\xff\xfe")
    codec = "utf-16-le" if is_wide else "ascii"
    path.write_bytes(content.replace("@".encode(codec), own.encode(codec)))
    return path


def own_numbers(number: int) -> str:
    """What stands in front of the account numbers of a file."""
    return f"F{number:03d}-"
