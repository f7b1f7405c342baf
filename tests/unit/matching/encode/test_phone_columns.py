"""Phones of many texts at once are what they are one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.encode.phone_texts import read_phone_columns
from matching.encode.texts import read_phone_numbers

TEXTS = [
    "2145550142", "(214) 555-0142", "12145550142", "0000000000", "2140000000", "2145551212",
    "1234567890", "0123456789", "2147777777", "1231231234", "2145550142 or 2145550143", "", "N/A",
    "214555014", "214555014x", "\x002145550142", "9995551234",
    "214555014\N{FULLWIDTH DIGIT TWO}", "214555014\N{SUPERSCRIPT TWO}",
]  # fmt: skip


def one_by_one(texts: list[str]) -> tuple[list[int], list[int]]:
    groups = [read_phone_numbers(text) for text in texts]
    return [len(group) for group in groups], [n for group in groups for (n,) in group]


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], [], ["N/A"], ["2145550142"]])
def test_phones_at_once(texts: list[str]) -> None:
    sizes, values = read_phone_columns(texts)
    assert (sizes.tolist(), values.tolist()) == one_by_one(texts)


@given(st.lists(st.text("0123456789", min_size=10, max_size=10)))
def test_bare_digits_at_once(texts: list[str]) -> None:
    sizes, values = read_phone_columns(texts)
    assert (sizes.tolist(), values.tolist()) == one_by_one(texts)
