"""How a register's file becomes rows: delimiters, headers, archives, nulls, dropped columns."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from connectors.register.framing import raw_rows
from connectors.register.layout import RegisterSection
from connectors.register.rows import RowReader
from skiptrace.model.errors import SourceChanged

TABLE: dict[str, Any] = {
    "file": "people.txt",
    "format": "csv",
    "encoding": "utf-8",
    "columns": ["id", "name", "race"],
    "min_rows": 1,
    "max_reject_share": 0.5,
    "max_records": 25,
    "reference": "id",
    "search_by": ["name"],
    "ignored": ["race"],
    "parties": [{"whole": "name"}],
}


def section(**changed: object) -> RegisterSection:
    return RegisterSection.model_validate(TABLE | changed)


def rows(content: bytes, folder: Path, **changed: object) -> list[dict[str, str]]:
    found = section(**changed)
    path = folder / "people.txt"
    path.write_bytes(content)
    reader = RowReader(found)
    return [reader.read(row) for row in raw_rows(path, found)]


@pytest.mark.parametrize(
    ("content", "changed"),
    [
        (b"id,name,race\n1,QUILL ANN,X\n", {}),
        (b"\xef\xbb\xbfid, name,race\r\n1,QUILL ANN,X\r\n", {}),
        (b'id\tname\trace\n"1"\t"QUILL ANN"\t"X"\n', {"delimiter": "\t"}),
        (b"1|QUILL ANN|X\n", {"delimiter": "|", "header": False}),
        (b"1,QUILL ANN ,-0- \n", {"header": False, "nulls": ["-0-"]}),
    ],
)
def test_a_row_is_read_by_its_layout(
    content: bytes, changed: dict[str, object], tmp_path: Path
) -> None:
    (row,) = rows(content, tmp_path, **changed)
    race = "" if "nulls" in changed else "X"
    assert row == {"id": "1", "name": "QUILL ANN", "race": race}


def test_a_quote_is_a_letter_where_nothing_is_quoted(tmp_path: Path) -> None:
    unquoted = {"delimiter": "|", "header": False, "quoted": False}
    found = rows(b'1|QUILL "ANN|X\n2|OTHER "BO|Y\n', tmp_path, **unquoted)
    assert [row["name"] for row in found] == ['QUILL "ANN', 'OTHER "BO']


@pytest.mark.parametrize(
    ("content", "changed"),
    [
        (b'id,name,race\n1,"QUILL, ANN",SECRET\n', {}),
        (b"1|QUILL, ANN|SECRET\n", {"delimiter": "|", "header": False, "quoted": False}),
        (b"1 QUILL, ANN SECRET\n", {"format": "fixed", "columns": [], "length": 19, "fields": [
            {"name": "id", "start": 1, "length": 2}, {"name": "name", "start": 3, "length": 11},
            {"name": "race", "start": 14, "length": 6}]}),
    ],
)  # fmt: skip
def test_nothing_of_a_dropped_column_is_kept(
    content: bytes, changed: dict[str, object], tmp_path: Path
) -> None:
    table = {"dropped": ["race"], "ignored": [], **changed}
    path = tmp_path / "people.txt"
    path.write_bytes(content)
    (raw,) = raw_rows(path, section(**table))
    assert b"SECRET" not in raw
    assert RowReader(section(**table)).read(raw) == {"id": "1", "name": "QUILL, ANN", "race": ""}


def test_columns_behind_those_that_are_named_are_cut_off_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    found = section(more=r"VOTE-\d{4}")
    path.write_bytes(
        b'id,name,race,VOTE-2000,VOTE-2002\n1,"QUILL, ANN",X,SECRET,SECRET\n2,B,X,SECRET\n'
    )
    first, second = raw_rows(path, found)
    assert RowReader(found).read(first) == {"id": "1", "name": "QUILL, ANN", "race": "X"}
    assert second == b""  # of another number of columns: rejected, and nothing of it is kept
    for header in (b"id,name,race,OTHER", b"id,name,VOTE-2000,race", b"id,VOTE-2000,name,race"):
        path.write_bytes(header + b"\n1,A,X,S\n")
        with pytest.raises(SourceChanged):
            list(raw_rows(path, found))


@pytest.mark.parametrize("row", [b"1,QUILL ANN", b'1,"QUILL ANN,SECRET', b"1,\xff,SECRET"])
def test_a_row_that_cannot_be_split_keeps_nothing(row: bytes, tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_bytes(b"id,name,race\n" + row + b"\n")
    assert b"SECRET" not in b"".join(raw_rows(path, section(dropped=["race"], ignored=[])))


def test_a_column_is_dropped_or_read_and_never_both() -> None:
    with pytest.raises(ValueError, match="dropped: name"):
        section(dropped=["name", "race"], ignored=[])


def _zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "id,name,race\n1,QUILL ANN,X\n")
    return path


def test_the_member_of_an_archive_is_read(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", "readme.txt", "people_2026.csv")
    assert list(raw_rows(path, section(member="people_*.csv"))) == [b"1,QUILL ANN,X"]


@pytest.mark.parametrize("names", [(), ("readme.txt",), ("people_1.csv", "people_2.csv")])
def test_an_archive_without_the_one_member_has_changed(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    path = _zipped(tmp_path / "a.zip", *names)
    with pytest.raises(SourceChanged, match="members are called"):
        list(raw_rows(path, section(member="people_*.csv")))


def test_what_is_no_archive_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"<html>back soon</html>")
    with pytest.raises(SourceChanged, match="cannot be read"):
        list(raw_rows(path, section(member="*.csv")))


FIXED = {
    "format": "fixed",
    "columns": [],
    "heading": "ID NAME",
    "length": 6,
    "ignored": [],
    "fields": [
        {"name": "id", "start": 1, "length": 2},
        {"name": "name", "start": 3, "length": 4},
    ],
}


@pytest.mark.parametrize(
    ("first", "fits"), [(b"\xef\xbb\xbfID NAME \n", True), (b"1 QUIL\n", False)]
)
def test_the_heading_of_a_fixed_file_is_checked(first: bytes, fits: bool, tmp_path: Path) -> None:
    if fits:
        assert rows(first + b"1 QUIL\n", tmp_path, **FIXED) == [{"id": "1", "name": "QUIL"}]
        return
    with pytest.raises(SourceChanged, match="heading"):
        rows(first, tmp_path, **FIXED)
