"""How an intake file writes its values: the [formats] table of a mapping."""

from __future__ import annotations

import codecs
from typing import Literal

from pydantic import Field, field_validator

from config.loader import Table
from skiptrace.intake.fields.date_formats import DEFAULT_FORMATS, check_formats


class Formats(Table):
    """The [formats] table: empty strings mean detected, or the US custom.

    `dates` are patterns of YYYY, YY, MM, M, DD, D and MON; `dates_of` replaces them for one
    target. `empty` are more words that mean that there is no value (columns.toml has the usual).
    `sheet` is the worksheet's name (by default the first visible one with a known header).
    `skip_rows` stand above the header; by default it is looked for. `person_beside_business` says
    what a person is whom a row names beside an organisation, `tax_id_of_people` what nine digits
    without dashes are in a Tax ID column beside a person's name; empty: nobody has said.
    """

    encoding: str = ""
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    sheet: str = ""
    decimal: Literal[".", ","] = "."
    empty: tuple[str, ...] = ()
    dates: tuple[str, ...] = DEFAULT_FORMATS
    dates_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    skip_rows: int | None = Field(default=None, ge=0, le=1000)
    person_beside_business: Literal["", "guarantor", "non_obligor"] = ""
    tax_id_of_people: Literal["", "ssn", "ein"] = ""

    @field_validator("encoding")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            if name:
                codecs.lookup(name)
        except LookupError as error:
            raise ValueError("expected an encoding such as utf-8, utf-16-le or cp1252") from error
        return name

    @field_validator("dates")
    @classmethod
    def _readable(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        check_formats(patterns)
        return patterns

    @field_validator("dates_of")
    @classmethod
    def _each_readable(cls, table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for patterns in table.values():
            check_formats(patterns)
        return table

    def date_patterns(self, target: str) -> tuple[str, ...]:
        """The date patterns of one target."""
        return self.dates_of.get(target, self.dates)
