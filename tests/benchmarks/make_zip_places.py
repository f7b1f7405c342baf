"""`python -m tests.benchmarks.make_zip_places`: the shipped table of ZIP codes, written anew.

Source: the zipcodes package, as it is installed; the same package gives the same bytes.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import zipcodes

from config.zip_places import TABLE, ZipRow

PLACE = Path(__file__).parents[2] / "config" / "weights" / TABLE


def rows() -> Iterator[ZipRow]:
    """What the package says of every code, in the order of the codes; the first row of each."""
    found = {row["zip_code"]: row for row in reversed(zipcodes.list_all())}
    for code, row in sorted(found.items()):
        names = (tuple(row[f"{kind}_cities"]) for kind in ("acceptable", "unacceptable"))
        yield ZipRow(code, row["state"], row["timezone"] or "", row["city"], *names)


def main() -> None:
    text = "".join(f"{row.line()}\n" for row in rows())
    PLACE.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{text.count(chr(10))} codes")


if __name__ == "__main__":
    main()
