"""Who is kept out of training, how data is fingerprinted, when there is too little of it."""

from __future__ import annotations

import duckdb
import pytest

from matching.train.enough import require
from matching.train.fingerprint import joint_digest, ordered_digest, table_digest
from matching.train.held_out import held_out, is_held_out
from skiptrace.model.errors import MatchingError

Rows = list[tuple[str | None, str | None]]


def digest(rows: Rows) -> str:
    con = duckdb.connect()
    con.execute("CREATE TABLE t (a VARCHAR, b VARCHAR)")
    if rows:
        con.executemany("INSERT INTO t VALUES (?, ?)", rows)
    return table_digest(con, "t", ("a", "b"))


def test_about_a_fifth_is_held_out_and_an_id_decides_alone() -> None:
    ids = [f"D{n:06d}" for n in range(20_000)]
    share = held_out(ids).mean()
    assert 0.19 < share < 0.21
    assert held_out(reversed(ids)).tolist() == [is_held_out(one) for one in reversed(ids)]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ([("a", "b"), ("c", "d")], [("c", "d"), ("a", "b")], True),
        ([("a", None)], [("a", "")], True),
        ([("ab", "c")], [("a", "bc")], False),
        ([("a", "b")], [("a", "b"), ("a", "b")], False),
        ([("a", "b")], [("b", "a")], False),
        ([], [("", "")], False),
    ],
)
def test_a_fingerprint_is_of_content_not_of_order(one: Rows, other: Rows, equal: bool) -> None:
    assert (digest(one) == digest(other)) is equal


def test_several_tables_have_one_fingerprint_in_any_order() -> None:
    assert joint_digest(["x", "y"]) == joint_digest(["y", "x"]) != joint_digest(["x", "x"])
    assert ordered_digest(["x", "y"]) != ordered_digest(["y", "x"])


def test_too_little_data_is_named_with_what_is_needed() -> None:
    require("learn", {"matching pairs": 200, "other pairs": 201}, 200)
    with pytest.raises(MatchingError, match="not enough data to learn: there are 1,199 others"):
        require("learn", {"others": 1199, "matches": 3000}, 1200)
