"""`skiptrace compare` as a user runs it: two columns of each row, a verdict and its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root

ADDRESSES = [
    (
        "1432 North Maple Street, Springfield, IL 62704",
        "1432 N MAPLE ST SPRINGFIELD IL 62704-1234",
        "same_delivery_point",
    ),
    (
        "600 Commerce Blvd Suite 210, Plano TX 75074",
        "600 Commerce Blvd Suite 220, Plano TX 75074",
        "same_building_other_unit",
    ),
    ("12 Oak St, Salem OR 97301", "14 Oak St, Salem OR 97301", "different"),
    ("12 Oak St, Salem OR 97301", "", "uncertain"),
]
PERSONS = [
    ("Robert A. Haines", "HAINES, ROBERT", "same"),
    ("John Haines Jr", "John Haines Sr", "different"),
    ("Patricia Yoder", "Patrick Yoder", "different"),
    ("John Haines", "", "uncertain"),
]
ORGANIZATIONS = [
    ("Granite Peak Holdings, L.L.C.", "Granite Peak Holdings LLC", "same"),
    ("Granite Peak LLC", "Granite Peak II LLC", "different"),
    ("Granite Peak Holdings LLC", "Granite Peak Holdings Inc", "uncertain"),
    ("", "Granite Peak LLC", "uncertain"),
]
TABLES = {
    "address": ("relation", ADDRESSES),
    "person": ("verdict", PERSONS),
    "organization": ("verdict", ORGANIZATIONS),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def compare(*args: str) -> Result:
    return CliRunner().invoke(root, ["compare", *args], standalone_mode=False)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", TABLES)
def test_each_row_gets_a_verdict_and_the_rule(here: Path, kind: str) -> None:
    column, cases = TABLES[kind]
    write(
        here / "in.csv",
        [("id", "left", "right"), *((str(i), a, b) for i, (a, b, _) in enumerate(cases))],
    )
    result = compare(kind, "in.csv", "--a", "left", "--b", "right", "--out", "out.csv")
    assert (result.exception, result.return_value) == (None, Exit.DONE)
    found = read(here / "out.csv")
    assert list(found[0]) == ["id", "left", "right", column, "reason"]
    rows = [(row["left"], row["right"], row[column]) for row in found]
    assert rows == [(a, b, verdict) for a, b, verdict in cases]
    assert all(row["reason"] for row in found)
    assert f"{len(cases)} rows written, 0 rejected" in result.stderr
    assert f"{column} {cases[0][2]}: 1" in result.stderr


@pytest.mark.parametrize("kind", TABLES)
def test_the_order_of_the_columns_does_not_matter(here: Path, kind: str) -> None:
    column, cases = TABLES[kind]
    write(here / "in.csv", [("left", "right"), *((a, b) for a, b, _ in cases)])
    compare(kind, "in.csv", "--a", "left", "--b", "right", "--out", "ab.csv")
    compare(kind, "in.csv", "--a", "right", "--b", "left", "--out", "ba.csv")
    ab, ba = ([row[column] for row in read(here / name)] for name in ("ab.csv", "ba.csv"))
    assert ab == ba


def test_an_address_in_columns_is_compared_with_one_in_a_line(here: Path) -> None:
    head = ("street", "city", "state", "zip", "line")
    row = ("12 Oak Street", "Salem", "OR", "97301", "12 OAK ST SALEM OR 97301")
    write(here / "in.csv", [head, row])
    a = [word for name in head[:4] for word in ("--a", name)]
    compare("address", "in.csv", *a, "--b", "line", "--out", "out.csv")
    assert [row["relation"] for row in read(here / "out.csv")] == ["same_delivery_point"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("address", "--a", "left", "--b", "rihgt"), ["in.csv", "'rihgt'", "left, right, reason"]),
        (("address", "--a", "left", "--b", "right"), ["in.csv", "input_reason", "--prefix"]),
        (("person", "--a", "left"), ["--b"]),
        (("phone", "--a", "left", "--b", "right"), ["phone"]),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    here: Path, args: tuple[str, ...], words: list[str]
) -> None:
    write(here / "in.csv", [("left", "right", "reason", "input_reason"), ("a", "b", "c", "d")])
    kind, *options = args
    result = CliRunner().invoke(root, ["compare", kind, "in.csv", *options, "--out", "out.csv"])
    assert result.exit_code == Exit.USAGE
    assert all(word in result.stderr for word in words), result.stderr
    assert [path.name for path in here.iterdir()] == ["in.csv"]


def test_unreadable_rows_go_to_a_reject_file(here: Path) -> None:
    (here / "in.csv").write_text("a,b\nJohn Haines,John Haines\none\n")
    result = compare("person", "in.csv", "--a", "a", "--b", "b", "--out", "out.csv")
    assert result.return_value == Exit.DONE_WITH_FAILURES
    assert [row["verdict"] for row in read(here / "out.csv")] == ["same"]
    assert [row["reject_row"] for row in read(here / "out.rejects.csv")] == ["3"]
