"""Telephone numbers: every number of a field with its status and its time zones."""

from __future__ import annotations

from functools import lru_cache

from matching.parse.phone.field import dialled_numbers
from matching.parse.phone.form import (
    NormalPhone,
    PhoneFlag,
    PhonePolicy,
    PhoneStatus,
)
from matching.parse.phone.plan import graded, is_kept_for_fiction, is_placeholder
from matching.parse.text import LONGEST

__all__ = [
    "NormalPhone",
    "PhoneFlag",
    "PhonePolicy",
    "PhoneStatus",
    "is_kept_for_fiction",
    "is_placeholder",
    "read_phones",
]


def read_phones(text: str, region: str = "US") -> tuple[NormalPhone, ...]:
    """Every number written in a field, each once and in its order; an empty field gives none.

    A field without any number gives one invalid. A number without a country code is read as dialled
    in the region (ISO 3166 code, such as US). Only the first 600 characters are read; it never
    raises.
    """
    return _read(text[: LONGEST + 1], region)


@lru_cache(maxsize=65536)
def _read(text: str, region: str) -> tuple[NormalPhone, ...]:
    if not text or text.isspace():
        return ()
    return tuple(dict.fromkeys(graded(dialled, region) for dialled in dialled_numbers(text)))
