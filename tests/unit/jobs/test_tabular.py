"""Widening a table: bounded memory, progress, and what a broken computation leaves behind."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path

import pytest

from jobs.linkage.tabular import Reading, Route, widen_table, wrong_use
from skiptrace.model.errors import IntakeError

UPPER = Reading((("a",),), ("upper",), "upper", lambda cells: (cells[0].upper(),))


def write(path: Path, rows: int) -> Path:
    with path.open("w") as file:
        file.write("id,a\n")
        file.writelines(f"{n},value {n % 7} {'x' * 200}\n" for n in range(rows))
    return path


def peak(source: Path, output: Path) -> int:
    tracemalloc.start()
    widen_table(Route(source, output), UPPER, io.StringIO(), lambda _: None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small = peak(write(tmp_path / "small.csv", 8_000), tmp_path / "a.csv")
    large = peak(write(tmp_path / "large.csv", 32_000), tmp_path / "b.csv")
    assert large < 2 * small


def test_progress_is_told_as_rows_are_written(tmp_path: Path) -> None:
    told: list[int] = []
    source = write(tmp_path / "in.csv", 2_500)
    counted = widen_table(Route(source, tmp_path / "out.csv"), UPPER, io.StringIO(), told.append)
    assert told == [1000, 1000, 500]
    assert (counted.rows, sum(counted.counts.values())) == (2_500, 2_500)


def test_a_failure_leaves_the_earlier_output_and_no_part_of_a_new_one(tmp_path: Path) -> None:
    def fail(cells: tuple[str, ...]) -> tuple[str, ...]:
        raise RuntimeError

    source = write(tmp_path / "in.csv", 10)
    (tmp_path / "out.csv").write_text("earlier")
    broken = Reading((("a",),), ("new",), "new", fail)
    with pytest.raises(RuntimeError):
        widen_table(Route(source, tmp_path / "out.csv"), broken, io.StringIO(), lambda _: None)
    assert (tmp_path / "out.csv").read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.parametrize("rows", [0, 1, 999, 1000, 1001, 3999, 4000, 4001, 9500])
@pytest.mark.parametrize("to_stream", [False, True])
def test_many_rows_are_read_by_processes_and_come_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, to_stream: bool
) -> None:
    """In their order, with the same counts and rejects, whoever read them; rejects that an earlier
    run wrote alike are named where that one wrote them."""
    source = write(tmp_path / "in.csv", rows)
    with source.open("a") as file:
        file.writelines(f"{n},lost,too,many\n" for n in range(rows // 1000))
    output = None if to_stream else tmp_path / "out.csv"
    told: list[tuple[object, ...]] = []
    for few in (1 << 30, 4):
        monkeypatch.setattr("jobs.linkage.tabular._FEW", few)
        stream = io.StringIO()
        counted = widen_table(Route(source, output), UPPER, stream, lambda _: None)
        text = output.read_text() if output else stream.getvalue()
        rejects = [path.read_text() for path in counted.rejects]
        told.append((text, counted.rows, counted.rejected, counted.counts, rejects))
    assert told[0] == told[1]
    assert (told[1][1], told[1][2]) == (rows, rows // 1000)


def test_a_failure_in_another_process_is_raised_here(tmp_path: Path) -> None:
    def fail(cells: tuple[str, ...]) -> tuple[str, ...]:
        if cells[0].startswith("value 6"):
            raise RuntimeError("said there")
        return cells

    source = write(tmp_path / "in.csv", 6_000)
    broken = Reading((("a",),), ("new",), "new", fail)
    with pytest.raises(RuntimeError, match="said there"):
        widen_table(Route(source, tmp_path / "out.csv"), broken, io.StringIO(), lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_rows_may_go_to_a_stream(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,a\n1,x\n")
    stream = io.StringIO()
    widen_table(Route(tmp_path / "in.csv", None, "p_"), UPPER, stream, lambda _: None)
    assert stream.getvalue().splitlines() == ["id,a,p_upper", "1,x,X"]


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("cell", ["=1+1", "\t=1", "@SUM(A1)", "-2+A1", "\uff1d1", '"=1', "'=1"])
def test_no_cell_computes_in_a_spreadsheet_and_each_is_read_as_it_was(
    tmp_path: Path, cell: str
) -> None:
    """Header, own cells and new cells; a widened file widened again says the same."""
    source, once, twice = (tmp_path / f"{n}.csv" for n in "abc")
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([["a", f"{cell} head"], [cell, "+17725550100"]])
    echo = Reading((("a",),), ("upper",), "upper", lambda cells: (f"={cells[0].upper()}",))
    widen_table(Route(source, once), echo, io.StringIO(), lambda _: None)
    widen_table(Route(once, twice, "p_"), echo, io.StringIO(), lambda _: None)
    (head, row), (_, again) = (_rows(path) for path in (once, twice))
    shown = cell if cell.startswith("'") else f"'{cell}"
    assert row == [shown, "+17725550100", f"'={cell.removeprefix(chr(39)).upper().strip()}"]
    assert head[1].startswith("'") and again[: len(row)] == row


def test_several_columns_are_joined_and_empty_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("a,b,c\n x ,,z\n")
    joined = Reading((("a", "b", "c"),), ("new",), "new", lambda cells: cells, joint="+")
    stream = io.StringIO()
    widen_table(Route(tmp_path / "in.csv", None), joined, stream, lambda _: None)
    assert stream.getvalue().splitlines()[1] == " x ,,z,x+z"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("id,b", "no column 'a'; the columns are id, b"),
        ("a,a", "2 columns are called 'a'"),
        ("a,upper,input_upper", "column input_upper is in the file already"),
        (",".join(f"c{n}" for n in range(80)), "c59 and 20 more"),
    ],
)
def test_wrong_columns_are_named(tmp_path: Path, header: str, words: str) -> None:
    (tmp_path / "in.csv").write_text(f"{header}\n")
    route = Route(tmp_path / "in.csv", tmp_path / "out.csv")
    assert words in wrong_use(route, UPPER)
    with pytest.raises(IntakeError, match=r"in\.csv"):
        widen_table(route, UPPER, io.StringIO(), lambda _: None)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\n\n")
    with pytest.raises(IntakeError, match="empty"):
        widen_table(Route(tmp_path / "in.csv", None), UPPER, io.StringIO(), lambda _: None)
