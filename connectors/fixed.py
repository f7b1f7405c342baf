"""Columns of a fixed-length record, by their positions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from connectors.card import StrictTable, Text
from connectors.engine.record_map.party import number


class FixedField(StrictTable):
    """One column of a fixed-length record: its first position (from 1) and its length."""

    name: Text
    start: Annotated[int, Field(ge=1)]
    length: Annotated[int, Field(ge=1)]
    every: Annotated[int, Field(ge=1)] = 1
    times: Annotated[int, Field(ge=1, le=99)] = 1

    @property
    def spans(self) -> tuple[tuple[str, slice], ...]:
        """Each repetition's name and its slice of the record."""
        first = self.start - 1
        return tuple(
            (number(self.name, n + 1), slice(at, at + self.length))
            for n in range(self.times)
            for at in (first + n * self.every,)
        )
