"""The bulk files that registers publish, written from the same rows that the tables hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from connectors.sandbox.town.sheets import Row

_OFFICER_WIDTHS = (4, 1, 42, 42, 28, 2, 9)


def csv_text(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV file with a header line and plain newlines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def death_master_line(row: Row) -> str:
    """A 100-byte record of the Social Security Administration's Death Master File."""
    widths = (1, 9, 20, 4, 15, 15, 1, 8, 8, 19)
    return _fixed((*row, ""), widths)


def corporate_line(row: Row) -> str:
    """A 1,440-character record of the Florida corporate file, with room for six officers."""
    officers = json.loads(str(row[-1]))
    docno, name, status, form, *rest = row[:-1]
    principal, mailing, (filed, fei), agent = rest[:6], rest[6:12], rest[12:14], rest[18:]
    formed_in, *reports = map(str, rest[14:18])
    place = (42, 42, 28, 2, 10, 2)
    line = _fixed((docno, name, status, form), (12, 192, 1, 15))
    line += _fixed(principal, place) + _fixed(mailing, place)
    line += _fixed((filed, fei, "", formed_in), (8, 14, 9, 2))
    for day in reports:
        line += _fixed((day[4:], "", day), (4, 1, 8))
    line += _fixed(agent, (42, 1, 42, 28, 2, 9))
    for officer in officers[:6]:
        line += _fixed(tuple(officer.values()), _OFFICER_WIDTHS)
    return line.ljust(1440)


def lien_line(row: Row) -> str:
    """A 206-character record of Florida's debtors of federal liens."""
    document, name, kind, *place = row
    values = ("A", document, name, kind, *place, "US", "")
    return _fixed(values, (1, 12, 55, 1, 44, 44, 28, 2, 9, 2, 8))


def sanction_line(row: Row) -> str:
    """An entry of a sanctions list: a number, then texts in quotes, -0- without."""
    number, *rest = map(str, row)
    return ",".join([number, *(text if text == "-0- " else f'"{text}"' for text in rest)])


def _fixed(values: Sequence[object], widths: Sequence[int]) -> str:
    """The values side by side, each cut or filled with blanks to its width."""
    return "".join(
        str(value)[:width].ljust(width) for value, width in zip(values, widths, strict=True)
    )
