"""How an intake file writes its values: the [formats] table of a mapping."""

from __future__ import annotations

import codecs
from typing import Literal

from pydantic import Field, field_validator

from config.loader import Table
from skiptrace.intake.fields.date_formats import DEFAULT_FORMATS, check_formats

FORMAT_WORDS = {
    "encoding": "the file's encoding, such as utf-8 or cp1252; empty: detected, a guess is told",
    "delimiter": "what stands between cells: comma, semicolon, tab or pipe; empty: detected",
    "sheet": "the worksheet; empty: the visible one with most known columns",
    "skip_rows": "rows above the header; by default the header is looked for",
    "decimal": "the sign before the cents",
    "empty": "more words for no value; N/A, zeros, dashes and the like are known",
    "dates": "date patterns of YYYY, YY, MM, M, DD, D and MON, tried in this order beside ISO 8601",
    "dates_of": "other date patterns for dob, opened or return_date",
    "person_beside_business": "what a person beside an organisation is: guarantor or non_obligor",
    "another_debtor": "what another name under an account's number is: co_obligor, guarantor, "
    "non_obligor, or same_debtor where the debtor of an earlier file has a new name",
    "holds_of": "whom the holds of a row are about: the account, or the obligor where each row "
    "names one; of a row that names several nobody knows",
    "tax_id_of_people": "what nine digits without dashes are in a person's Tax ID: ssn or ein",
}
"""Each key of [formats] in words."""

SAME_DEBTOR = "same_debtor"
"""The answer that another name is the debtor's own new one."""


class Formats(Table):
    """The [formats] table; what its keys mean stands in FORMAT_WORDS."""

    encoding: str = ""
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    sheet: str = ""
    decimal: Literal[".", ","] = "."
    empty: tuple[str, ...] = ()
    dates: tuple[str, ...] = DEFAULT_FORMATS
    dates_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    skip_rows: int | None = Field(default=None, ge=0, le=1000)
    person_beside_business: Literal["", "guarantor", "non_obligor"] = ""
    another_debtor: Literal["", "co_obligor", "guarantor", "non_obligor", "same_debtor"] = ""
    holds_of: Literal["account", "obligor"] = "account"
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
