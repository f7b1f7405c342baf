"""What no weight may outvote, as a table: vetoes, proof, and who is beyond doubt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.levels.pairs import LEVELS
from matching.safeguards import has_proof, housemates, is_proved, veto

SAME_NAME = {"surname": "exact", "given": "exact"}
RELATIVE = {"surname": "exact", "given": "different"}
HOME = {"place": "same delivery point"}


def levels(*parts: Mapping[str, str]) -> dict[str, str]:
    """Levels of which those that are not named are not known."""
    found = {name: names[0] for name, names in LEVELS.items()}
    for part in parts:
        for comparison, level in part.items():
            assert level in LEVELS[comparison], (comparison, level)
            found[comparison] = level
    return found


GENERATION = "generational suffixes conflict"
BIRTH = "dates of birth contradict"
SSN = "social security numbers contradict"
TWIN = "a sibling born on the same day"
KIN = "a relative at the same address"
OTHER = "another person at the same address"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([SAME_NAME], ""),
        ([SAME_NAME, {"generation": "conflict"}], GENERATION),
        ([SAME_NAME, {"generation": "one side only"}], ""),
        ([SAME_NAME, {"generation": "conflict", "ssn": "full", "birth": "exact"}], GENERATION),
        *(([SAME_NAME, {"birth": level}], BIRTH) for level in
          ("some years", "a generation", "two generations", "two digits", "other year")),
        *(([SAME_NAME, {"birth": level}], "") for level in
          ("exact", "swapped", "one digit", "neighbours", "stand-in day", "year and month",
           "year and day", "year only", "same year", "a year apart", "few years",
           "one digit of the year")),
        ([SAME_NAME, {"ssn": "contradiction"}], SSN),
        ([SAME_NAME, {"ssn": "one digit"}], ""),
        ([SAME_NAME, {"ssn": "contradiction", "birth": "some years"}], BIRTH),
        ([RELATIVE], ""),
        ([RELATIVE, HOME], KIN),
        ([RELATIVE, {"place": "unit unknown"}], KIN),
        ([RELATIVE, {"place": "same building"}], ""),
        ([RELATIVE, {"phone": "agree"}], KIN),
        ([RELATIVE, {"phone": "one digit"}], ""),
        ([RELATIVE, {"birth": "exact"}], TWIN),
        ([RELATIVE, {"birth": "swapped"}, HOME], TWIN),
        ([RELATIVE, {"birth": "one digit"}], ""),
        ([RELATIVE, HOME, {"ssn": "full", "birth": "exact"}], ""),
        ([RELATIVE, HOME, {"ssn": "last four", "birth": "year and month"}], ""),
        ([RELATIVE, HOME, {"ssn": "full"}], KIN),
        ([{"surname": "different", "given": "near pair"}, HOME], OTHER),
        ([{"surname": "different", "given": "different"}, {"phone": "agree"}], ""),
        ([{"surname": "different", "given": "nickname"}, HOME], ""),
        ([{"surname": "one edit", "given": "same initial"}, HOME], KIN),
        ([{"surname": "exact", "given": "initial"}, HOME], ""),
        ([{"surname": "exact", "given": "no data"}, HOME], ""),
    ],
)  # fmt: skip
def test_vetoes(parts: list[Mapping[str, str]], words: str) -> None:
    assert veto(levels(*parts)) == words


@settings(max_examples=300)
@given(st.lists(st.fixed_dictionaries({n: st.sampled_from(of) for n, of in LEVELS.items()})))
def test_many_at_once_are_told_from_the_household_as_each_is(rows: list[dict[str, str]]) -> None:
    columns = {
        name: np.array([of.index(row[name]) for row in rows], dtype=np.uint8)
        for name, of in LEVELS.items()
    }
    without = [{**row, "generation": "no data", "birth": row["birth"]} for row in rows]
    expected = [veto(_without_conflicts(row)) in (TWIN, KIN, OTHER) for row in without]
    assert housemates(columns).tolist() == expected


def _without_conflicts(row: Mapping[str, str]) -> dict[str, str]:
    """The levels with those that veto by themselves not known."""
    found = dict(row)
    for comparison, level in row.items():
        if veto(levels({comparison: level})):
            found[comparison] = LEVELS[comparison][0]
    return found


@pytest.mark.parametrize(
    ("parts", "proved", "proof"),
    [
        ([SAME_NAME], False, False),
        ([SAME_NAME, HOME], True, True),
        ([SAME_NAME, {"place": "street nearly"}], True, True),
        ([SAME_NAME, {"place": "same building"}], False, False),
        ([SAME_NAME, {"birth": "year and month"}], True, True),
        ([SAME_NAME, {"birth": "year only"}], False, False),
        ([SAME_NAME, {"ssn": "last four"}], True, True),
        ([SAME_NAME, {"phone": "fictional"}], True, True),
        ([SAME_NAME, {"phone": "one digit"}], False, False),
        ([SAME_NAME, {"email": "agree"}], True, True),
        ([SAME_NAME, {"locality": "zip and city"}], False, False),
        ([{"surname": "exact", "given": "initial"}, HOME], False, True),
        ([{"surname": "exact", "given": "initial"}, HOME, {"phone": "agree"}], True, True),
        ([{"surname": "exact"}, HOME, {"ssn": "full"}], False, True),
    ],
)
def test_proof_beside_the_name(parts: list[Mapping[str, str]], proved: bool, proof: bool) -> None:
    assert (is_proved(levels(*parts)), has_proof(levels(*parts))) == (proved, proof)
