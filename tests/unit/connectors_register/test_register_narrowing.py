"""Which blocking keys of an inquiry are looked up in a register: narrow ones and the whole name."""

from __future__ import annotations

from importlib.resources import files

import duckdb
import numpy as np
import pytest

NARROW = files("connectors.register").joinpath("narrow_keys.sql").read_text("utf-8")
WIDTHS = {1: 3, 2: 5, 3: 9, 4: 40}
"""How many parties share each key; 3 is the key of the whole name where there is one."""


@pytest.mark.parametrize(
    ("budget", "whole", "kept"),
    [
        (1, None, {1}),
        (4, None, {1, 2}),
        (8, None, {1, 2}),
        (9, None, {1, 2, 3}),
        (100, None, {1, 2, 3, 4}),
        (1, 3, {1, 3}),
        (1, 4, {1, 4}),
        (100, 3, {1, 2, 3, 4}),
    ],
)
def test_a_whole_name_is_looked_up_however_wide_it_is(
    budget: int, whole: int | None, kept: set[int]
) -> None:
    keys = np.array(list(WIDTHS), dtype=np.uint64)
    parties = [np.full(width, key, np.uint64) for key, width in WIDTHS.items()]
    stored = np.concatenate(parties)
    with duckdb.connect() as con:
        con.register("roll_key", {"key": stored, "no": np.arange(len(stored), dtype=np.int32)})
        owner = np.zeros(len(keys), np.int32)
        con.register("asked_key", {"key": keys, "no": owner, "whole": keys == (whole or 0)})
        found = con.execute(NARROW, {"budget": budget}).fetchall()
    assert {key for key, _ in found} == kept
