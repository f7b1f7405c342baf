"""A file is of people of the past when most of its births are; no placeholder makes it one."""

from __future__ import annotations

import duckdb
import pytest

from jobs.linkage.columns import assign
from jobs.linkage.past_births import ENOUGH, as_of_the_past

LIVING = [f"19{n:02d}-05-{1 + n % 28:02d}" for n in range(10, 99)] * 3
DEAD = [f"18{n:02d}-05-{1 + n % 28:02d}" for n in range(99)] * 3

FILES = {
    "people of the past": (DEAD, True),
    "as the United States write them": (
        [f"{d[5:7]}/{d[8:]}/{d[:4]}" for d in DEAD], True
    ),
    "years alone": ([d[:4] for d in DEAD], True),
    "as many living": (DEAD[:ENOUGH] + LIVING[:ENOUGH], True),
    "more living": (DEAD[:ENOUGH] + LIVING[: ENOUGH + 1], False),
    "the living": (LIVING, False),
    "too few": (DEAD[: ENOUGH - 1], False),
    "enough": (DEAD[:ENOUGH], True),
    "1 January for an unknown birth": (["1800-01-01"] * 900 + LIVING, False),
    "the same with slashes": (["01/01/1850"] * 900 + LIVING, False),
    "1900-01-01 for an unknown birth": (["1900-01-01"] * 900 + LIVING, False),
    "nothing known": (["", None, "unknown"] * 200, False),
    "digits without a year": (["18500514"] * 300, False),
}  # fmt: skip


@pytest.mark.parametrize(("births", "of_the_past"), FILES.values(), ids=FILES)
def test_most_births_decide(births: list[str | None], of_the_past: bool) -> None:
    con = duckdb.connect()
    columns = assign(("debtor_id", "last_name", "dob"), "subjects", (), None)
    con.execute(f"CREATE TABLE subjects ({columns.layout.dob} VARCHAR)")
    con.executemany("INSERT INTO subjects VALUES (?)", [[birth] for birth in births])
    assert as_of_the_past(con, "subjects", columns).layout.of_the_past is of_the_past


def test_a_file_without_births_is_of_no_time() -> None:
    columns = assign(("debtor_id", "last_name"), "subjects", (), None)
    assert as_of_the_past(duckdb.connect(), "subjects", columns) is columns
