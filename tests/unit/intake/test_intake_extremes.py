"""Extremes of numbers, dates, cells and sheets: a row is taken in or named, the rest goes on."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter

from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.errors import IntakeError

HEAD = ("account_number", "last_name", "address", "zip", "dob", "balance")
GOOD = ("A9", "Smith", "1 A St", "34102", "", "1.00")
MARK = 7777


def csv_file(folder: Path, cells: Mapping[str, str]) -> Path:
    odd = {**dict(zip(HEAD, ("A1", *GOOD[1:]), strict=True)), **cells}
    rows = (HEAD, tuple(odd.values()), GOOD)
    path = folder / "mail.csv"
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def outcome(path: Path, settings: IntakeSettings) -> list[object]:
    """Each row as its balance, or as the fields and codes of its faults."""
    mapping = guess_mapping(read_header(path)).mapping()
    return [
        [(p.field, p.code) for p in item.problems]
        if isinstance(item, Reject)
        else item.account.balance
        for item in read_intake(path, mapping, settings)
    ]


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        ("9" * 40, [("balance", "money")]),
        ("9" * 4_300, [("balance", "money")]),
        ("-" + "9" * 29, [("balance", "money")]),
        ("1000000000", [("balance", "money")]),
        ("999999999.99", Decimal("999999999.99")),
        ("-999999999.99", Decimal("-999999999.99")),
        ("0" * 40 + "5", Decimal("5.00")),
        ("-0", Decimal("0.00")),
        ("(0.00)", Decimal("0.00")),
        ("NaN", [("balance", "money")]),
        ("Infinity", [("balance", "money")]),
        ("-inf", [("balance", "money")]),
        ("1e400", [("balance", "money")]),
        ("1E+30", [("balance", "money")]),
        ("٣٤", [("balance", "money")]),
    ],
)
def test_an_amount_that_no_case_file_holds_is_its_row_s_fault(
    balance: str, expected: object, tmp_path: Path, settings: IntakeSettings
) -> None:
    found = outcome(csv_file(tmp_path, {"balance": balance}), settings)
    assert found == [expected, Decimal("1.00")]
    assert "-0" not in str(found[0])


@pytest.mark.parametrize(
    ("dob", "code"),
    [
        ("9999-12-31", "date_range"),
        ("0001-01-01", "date_range"),
        ("0000-01-01", "date"),
        ("99999-01-01", "date"),
        ("2024-02-30", "date"),
        ("1" * 5_000, "date"),
    ],
)
def test_a_date_beyond_the_calendar_is_its_row_s_fault(
    dob: str, code: str, tmp_path: Path, settings: IntakeSettings
) -> None:
    found = outcome(csv_file(tmp_path, {"dob": dob}), settings)
    assert found == [[("dob", code)], Decimal("1.00")]


def book(folder: Path, style: str, value: bytes) -> Path:
    """A workbook of an odd row and a good one; the odd row's balance is that number, so shown."""
    made, path = folder / "made.xlsx", folder / "mail.xlsx"
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        shown = workbook.add_format({"num_format": style})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ("A1", *GOOD[1:5]))
        sheet.write_number(1, 5, MARK, shown)
        sheet.write_row(2, 0, (*GOOD[:5], 1))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<v>%d</v>" % MARK, b"<v>" + value + b"</v>")
            new.writestr(part, content)
    return path


@pytest.mark.parametrize("style", ["General", "yyyy-mm-dd", "[h]:mm:ss"])
@pytest.mark.parametrize(
    "value",
    [b"1e308", b"-1e308", b"1e400", b"-inf", b"NaN", b"9" * 40, b"2958466", b"-2958466", b"abc"],
)
def test_a_number_that_no_workbook_holds_is_its_row_s_fault(
    style: str, value: bytes, tmp_path: Path, settings: IntakeSettings
) -> None:
    odd, good = outcome(book(tmp_path, style, value), settings)
    assert good == Decimal("1.00")
    taken = {("General", b"2958466"), ("yyyy-mm-dd", b"2958466"), ("General", b"-2958466")}
    if (style, value) in taken:
        assert odd == Decimal(value.decode()).quantize(Decimal("0.01"))
    else:
        assert odd in ([("balance", "money")], [("(row)", "date")], [("balance", "formula")])


def with_cells(folder: Path, cells: Mapping[tuple[int, int], str]) -> Path:
    path = folder / "mail.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Mail")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, GOOD)
        for (row, column), text in cells.items():
            sheet.write(row, column, text)
    return path


def test_a_stray_cell_at_the_far_corner_is_named(tmp_path: Path, settings: IntakeSettings) -> None:
    """Laid out in full the sheet would be 17 milliard cells."""
    path = with_cells(tmp_path, {(1_048_575, 16_383): "x"})
    with pytest.raises(IntakeError, match=r"1,048,576 .*XFD.* delete the stray cell in XFD1048576"):
        outcome(path, settings)


@pytest.mark.parametrize("cell", [(1, 16_383), (5_000, 5)])
def test_a_stray_cell_nearer_by_costs_its_own_row_only(
    cell: tuple[int, int], tmp_path: Path, settings: IntakeSettings
) -> None:
    found = outcome(with_cells(tmp_path, {cell: "x"}), settings)
    if cell[0] == 1:
        assert len(found) == 1
    else:
        assert found[0] == Decimal("1.00")
        assert isinstance(found[1], list)
        assert len(found) == 2


@pytest.mark.parametrize("kind", ["no sheet data", "an empty workbook", "not a workbook", "ods"])
def test_a_workbook_without_rows_is_an_error_with_words(
    kind: str, tmp_path: Path, settings: IntakeSettings
) -> None:
    path = tmp_path / "mail.xlsx"
    if kind == "no sheet data":
        with xlsxwriter.Workbook(path) as workbook:
            workbook.add_worksheet()
    else:
        with zipfile.ZipFile(path, "w") as archive:
            if kind == "an empty workbook":
                archive.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
                archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
            elif kind == "ods":
                archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
                archive.writestr("content.xml", "<a/>")
            else:
                archive.writestr("hello.txt", "hello")
    with pytest.raises(IntakeError):
        outcome(path, settings)


def test_another_kind_of_workbook_is_not_even_opened(
    tmp_path: Path, settings: IntakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reader lays every sheet out as it opens the file, however far its cells repeat."""
    opened: list[object] = []
    monkeypatch.setattr(
        "python_calamine.CalamineWorkbook", SimpleNamespace(from_path=opened.append)
    )
    path = tmp_path / "mail.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(IntakeError, match=r"save it as \.xlsx"):
        outcome(path, settings)
    assert opened == []


def test_a_cell_of_twenty_megabytes_costs_its_row(tmp_path: Path, settings: IntakeSettings) -> None:
    path = csv_file(tmp_path, {"address": "x" * 20_000_000})
    odd, good = outcome(path, settings)
    assert odd == [("(row)", "oversize")]
    assert good == Decimal("1.00")


def test_twenty_thousand_columns_are_read(tmp_path: Path, settings: IntakeSettings) -> None:
    more = [f"c{n}" for n in range(20_000)]
    path = tmp_path / "mail.csv"
    rows = ([*HEAD, *more], [*GOOD, *[""] * 20_000])
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    assert outcome(path, settings) == [Decimal("1.00")]
