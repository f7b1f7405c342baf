"""What a test may not do: measure time. Benchmarks and campaigns beside the suite may.

And what a table of cases in one test must do: tell every row that fails.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.tables import each

TESTS = Path(__file__).parents[1]
BESIDE = {"benchmarks", "campaigns"}
CLOCKS = {
    f"{clock}{unit}"
    for clock in ("perf_counter", "process_time", "thread_time", "monotonic")
    for unit in ("", "_ns")
} | {"timeit", "getrusage"}


def modules() -> list[Path]:
    return [
        path
        for path in sorted(TESTS.rglob("*.py"))
        if path.relative_to(TESTS).parts[0] not in BESIDE
    ]


def measured(tree: ast.AST) -> list[int]:
    """The lines where one reading of a clock is taken from another.

    A wait that gives up at a moment adds to one and compares, and measures nothing.
    """
    taken = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and reads_clock(node.value)
        for name in node.targets
        if isinstance(name, ast.Name) and not isinstance(node.value, ast.BinOp)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and (reads_clock(node) or names(node) & taken)
    ]


def reads_clock(tree: ast.AST) -> bool:
    """Whether a clock is named in it."""
    return bool((names(tree) | attributes(tree)) & CLOCKS)


def names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_test_measures_time() -> None:
    wrong = {
        f"{path.relative_to(TESTS)}:{line}"
        for path in modules()
        for line in measured(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("began = time.monotonic()\nwork()\nassert time.monotonic() - began < 8", [3]),
        ("a = process_time()\nb = process_time()\nassert b - a < 1", [3]),
        ("until = time.monotonic() + 60\nassert time.monotonic() < until", []),
        ("left = 3 - 2", []),
    ],
)
def test_a_measured_time_is_seen(source: str, lines: list[int]) -> None:
    assert measured(ast.parse(source)) == lines


def test_a_table_tells_every_row_that_fails() -> None:
    @each("rest", [0])
    @each(("number", "times"), [(1, 1), (2, 1), (3, 0), (5, 1)])
    def divides(number: int, times: int, rest: int) -> None:
        assert number * times % 2 == rest

    with pytest.raises(ExceptionGroup, match="1 of 1 rows fail") as told:
        divides()
    (table,) = told.value.exceptions
    assert isinstance(table, ExceptionGroup)
    rows = [error.__notes__ for error in table.exceptions]
    assert rows == [["the row is (1, 1)"], ["the row is (5, 1)"]]


def test_a_table_without_rows_is_no_test() -> None:
    with pytest.raises(AssertionError):
        each("number", [])(lambda number: None)()
