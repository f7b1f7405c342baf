"""The bulk files: lengths, positions, letters."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from connectors.sandbox.files_out import company_lines, death_lines, write_files
from skiptrace.model.errors import ConfigError
from tests.tiny_town import TABLES, make_tiny_town

COMPANY = {"principal_line2": "", "mailing_line2": "", **TABLES["roll_sunbiz"][0]}


def cut(line: str, start: int, length: int) -> str:
    """A field by its first position, counted from 1, without blanks at its end."""
    return line[start - 1 : start - 1 + length].rstrip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = make_tiny_town(tmp_path_factory.mktemp("files"))
    write_files(written)
    return written / "files"


def test_deaths_are_records_of_100_bytes(folder: Path) -> None:
    (line,) = (folder / "dmf.txt").read_bytes().decode("ascii").splitlines()
    assert len(line) == 100
    fields = [(1, 1), (2, 9), (11, 20), (31, 4), (35, 15), (65, 1), (66, 8), (74, 8), (82, 19)]
    assert [cut(line, *field) for field in fields] == [
        "A", "666010001", "DE LA ROSA-VILLANUEV", "", "JOSE", "V", "01022020", "03041930", "",
    ]  # fmt: skip


def test_companies_are_records_of_1440_characters(folder: Path) -> None:
    (line,) = (folder / "sunbiz.txt").read_bytes().decode("latin-1").splitlines()
    assert len(line) == 1440
    fields = {
        (1, 12): "L20000000001", (13, 192): "O'NEIL ROOFING LLC", (205, 1): "A", (206, 15): "FLAL",
        (221, 42): "1 BAY ST", (305, 28): "TOWN", (333, 2): "FL", (335, 10): "33901-1234",
        (345, 2): "US", (347, 42): "PO BOX 9", (431, 28): "ELM", (461, 10): "33905",
        (473, 8): "20200131", (481, 14): "000000001", (495, 1): "Y", (545, 42): "SMITH, JOHN W",
        (587, 1): "P", (588, 42): "12 N MAIN ST", (630, 28): "TOWN", (658, 2): "FL",
        (660, 9): "339011234",
    }  # fmt: skip
    assert {field: cut(line, *field) for field in fields} == fields


@pytest.mark.parametrize("number", range(1, 7))
def test_each_officer_has_its_block(folder: Path, number: int) -> None:
    line = (folder / "sunbiz.txt").read_text(encoding="latin-1")
    at = 669 + 128 * (number - 1)
    assert cut(line, at, 4) == "MGR"
    assert cut(line, at + 4, 1) == "P"
    assert cut(line, at + 5, 42) == f"OFFICER, NUMBER {number}"
    assert cut(line, at + 47, 42) == f"{number} BAY ST"
    assert cut(line, at + 117, 2) == "FL"
    assert cut(line, at + 119, 9) == "33901"


def test_the_property_roll_is_a_csv_file_with_a_header(folder: Path) -> None:
    with (folder / "property_roll.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert list(row)[:5] == ["parcel_id", "tax_year", "owner_1", "owner_2", "care_of"]
    assert (row["owner_1"], row["care_of"]) == ("SMITH, JOHN", "")


@pytest.mark.parametrize("name", ["X" * 300, "PEÑA\nLLC", "ŁÓDŹ LLC", ""])
def test_no_value_moves_what_follows(name: str) -> None:
    (line,) = company_lines(iter([{**COMPANY, "name": name, "officers": ""}]))
    assert len(line.encode("latin-1")) == 1440
    assert (line[204], cut(line, 495, 1), cut(line, 669, 128)) == ("A", "", "")
    death = {**TABLES["roll_dmf"][0], "last": name}
    (record,) = death_lines(iter([death]))
    assert len(record.encode("ascii")) == 100
    assert record[65:73] == "01022020"


def test_letters_keep_their_marks_where_the_file_has_them() -> None:
    (line,) = company_lines(iter([{**COMPANY, "name": "PEÑA LLC"}]))
    assert cut(line, 13, 192) == "PEÑA LLC"


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_no_town_is_a_clear_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "town.sqlite").write_bytes(content)
    with pytest.raises(ConfigError, match=r"town\.sqlite"):
        write_files(tmp_path)
