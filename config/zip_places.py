"""The shipped table of ZIP codes: their place, state and time zone, by code.

Source: `config/weights/zip_places.tsv.gz`, what the zipcodes package says of every code, written by
`python -m tests.benchmarks.make_zip_places`; a line holds code, state, zone, city, names that may
stand in mail, names that may not.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLE = "zip_places.tsv.gz"
_STATE = 6


@dataclass(frozen=True, slots=True)
class ZipRow:
    """One ZIP code as the table prints it; `zone` is an IANA name, empty where none is known."""

    code: str
    state: str
    zone: str
    city: str
    acceptable: tuple[str, ...]
    unacceptable: tuple[str, ...]

    def line(self) -> str:
        """The row as a line of the table."""
        names = ("|".join(self.acceptable), "|".join(self.unacceptable))
        return "\t".join((self.code, self.state, self.zone, self.city, *names))


def zip_row(zip5: str) -> ZipRow | None:
    """The row of a five-digit code, or None when the table lacks it."""
    line = _lines().get(zip5)
    return None if line is None else _row(line)


def zip_rows() -> Iterator[ZipRow]:
    """Every row, in the order of the codes."""
    return (_row(line) for line in _lines().values())


def state_rows(state: str) -> Iterator[ZipRow]:
    """The rows of a state or territory, by its two letters."""
    return (_row(line) for line in _lines().values() if line.startswith(f"{state}\t", _STATE))


@cache
def _lines() -> Mapping[str, str]:
    packed = files("config").joinpath("weights", TABLE).read_bytes()
    return {line[:5]: line for line in gzip.decompress(packed).decode("utf-8").splitlines()}


def _row(line: str) -> ZipRow:
    code, state, zone, city, *names = line.split("\t")
    acceptable, unacceptable = (tuple(text.split("|")) if text else () for text in names)
    return ZipRow(code, state, zone, city, acceptable, unacceptable)
