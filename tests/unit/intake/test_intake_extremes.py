"""Extremes of numbers, dates, cells and sheets: what cannot be held is named, the rest goes on."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter

from skiptrace.intake.extent import column_letters
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import inspect_intake, read_intake
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
    """Each row as its balance, or as the fields and codes of its faults and warnings."""
    mapping = guess_mapping(read_header(path)).mapping()
    found: list[object] = []
    for item in read_intake(path, mapping, settings):
        named = item.problems if isinstance(item, Reject) else item.warnings
        if named:
            found.append([(p.field, p.code) for p in named])
        else:
            assert not isinstance(item, Reject)
            found.append(item.account.balance)
    return found


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
        ("NaN", None),
        ("Infinity", [("balance", "money")]),
        ("-inf", [("balance", "money")]),
        ("1e400", [("balance", "money")]),
        ("1E+30", [("balance", "money")]),
        ("٣٤", [("balance", "money")]),
    ],
)
def test_an_amount_that_no_case_file_holds_costs_itself_alone(
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
def test_a_date_beyond_the_calendar_costs_itself_alone(
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
def test_a_number_that_no_workbook_holds_costs_itself_alone(
    style: str, value: bytes, tmp_path: Path, settings: IntakeSettings
) -> None:
    odd, good = outcome(book(tmp_path, style, value), settings)
    assert good == Decimal("1.00")
    taken = {("General", b"2958466"), ("yyyy-mm-dd", b"2958466"), ("General", b"-2958466")}
    if (style, value) in taken:
        assert odd == Decimal(value.decode()).quantize(Decimal("0.01"))
    else:
        assert odd in ([("balance", "money")], [("(row)", "date")], [("balance", "formula")], None)
        assert odd is not None or value == b"NaN"


def with_cells(folder: Path, cells: Mapping[tuple[int, int], object], inline: bool = False) -> Path:
    """Two good rows, the second with a date and a number, and these cells."""
    path = folder / "mail.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as workbook:
        sheet = workbook.add_worksheet("Mail")
        workbook.add_worksheet("Notes").write(0, 0, "nothing")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, GOOD)
        sheet.write_row(2, 0, ("A3", "Smith", "7 Oak & Elm Rd ", "34102"))
        sheet.write_datetime(2, 4, date(1961, 2, 28), day)
        sheet.write_number(2, 5, 2.5)
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    return path


LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


@pytest.mark.parametrize(
    ("cells", "rejected", "farthest"),
    [
        ({(LAST_ROW, LAST_COLUMN): "x"}, [1_048_576], "XFD1048576"),
        ({(LAST_ROW, LAST_COLUMN): 45_000.5}, [1_048_576], "XFD1048576"),
        ({(LAST_ROW, LAST_COLUMN): "=1+1"}, [1_048_576], "XFD1048576"),
        ({(LAST_ROW, 0): "Rest"}, [1_048_576], "A1048576 and F1"),
        ({(LAST_ROW, 5): "99", (70, LAST_COLUMN): "x"}, [71, 1_048_576], "F1048576 and XFD71"),
        ({(0, LAST_COLUMN): "remark", (LAST_ROW, 0): "A"}, [1_048_576], "A1048576 and XFD1"),
        ({(LAST_ROW, n * 1000): "x" for n in range(9)}, [1_048_576], "KUS1048576"),
    ],
)
def test_stray_cells_far_away_cost_their_own_rows_only(
    cells: Mapping[tuple[int, int], object],
    rejected: list[int],
    farthest: str,
    tmp_path: Path,
    settings: IntakeSettings,
) -> None:
    """Laid out in full the sheet would be up to 17 milliard cells."""
    path = with_cells(tmp_path, cells)
    mapping = guess_mapping(read_header(path)).mapping()
    read = list(read_intake(path, mapping, settings))
    taken = [item for item in read if not isinstance(item, Reject)]
    assert [item.row for item in read if isinstance(item, Reject)] == rejected
    assert [(item.row, item.account.number, item.account.balance) for item in taken] == [
        (2, "A9", Decimal("1.00")),
        (3, "A3", Decimal("2.50")),
    ]
    assert [str(item.subject.dob) for item in taken] == ["None", "1961-02-28"]
    notes = inspect_intake(path, mapping, settings).notes
    told = [note for note in notes if note.startswith("values lie as far apart as ")]
    assert len(told) == 1
    assert f" {farthest}: " in told[0]


def test_a_column_without_a_name_keeps_its_place_in_the_file(tmp_path: Path) -> None:
    header = read_header(with_cells(tmp_path, {(LAST_ROW, LAST_COLUMN): "x"}))
    assert header == (*HEAD, "(column 16384)")


def test_text_in_the_cell_itself_is_read_like_shared_text(
    tmp_path: Path, settings: IntakeSettings
) -> None:
    """Beside markup in it, blanks at its ends, and what must be written as an entity."""
    path = with_cells(tmp_path, {(LAST_ROW, LAST_COLUMN): "x"}, inline=True)
    [first, second, _] = read_intake(path, guess_mapping(read_header(path)).mapping(), settings)
    assert not isinstance(first, Reject) and not isinstance(second, Reject)
    assert second.subject.addresses[0].value.original.startswith("7 Oak & Elm Rd")


def test_values_that_fill_too_large_a_sheet_are_refused_with_words(
    tmp_path: Path, settings: IntakeSettings
) -> None:
    """Along a diagonal, every row and every column holds one."""
    made, path = with_cells(tmp_path, {}), tmp_path / "diagonal.xlsx"
    diagonal = "".join(
        f'<row r="{n}"><c r="{column_letters(n)}{n}"><v>1</v></c></row>' for n in range(4, 6_001)
    )
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", f"{diagonal}</sheetData>".encode())
            new.writestr(part, content)
    with pytest.raises(IntakeError, match=r"reaches to HVT6000.* 36,0\d+,\d+ cells: delete"):
        outcome(path, settings)


@pytest.mark.parametrize("cell", [(1, 16_383), (5_000, 5)])
def test_a_stray_cell_nearer_by_costs_its_own_row_only(
    cell: tuple[int, int], tmp_path: Path, settings: IntakeSettings
) -> None:
    found = outcome(with_cells(tmp_path, {cell: "x"}), settings)
    assert [one for one in found if not isinstance(one, list)] == [
        Decimal("1.00"),
        Decimal("2.50"),
    ]
    assert len(found) == (2 if cell[0] == 1 else 3)


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
    more = [f"c{n}" for n in range(6_000)]
    path = tmp_path / "mail.csv"
    rows = ([*HEAD, *more], [*GOOD, *[""] * 20_000])
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    assert outcome(path, settings) == [Decimal("1.00")]


def test_every_number_of_a_long_sheet_keeps_its_zeros(
    tmp_path: Path, settings: IntakeSettings
) -> None:
    """Whatever the pieces in which the sheet is read, and with a cell far away."""
    path = tmp_path / "mail.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        zeros = workbook.add_format({"num_format": "00000"})
        sheet.write_row(2, 1, HEAD)
        for number in range(6_000):
            sheet.write_number(number + 3, 1, number + 1, zeros)
            sheet.write_row(number + 3, 2, ("Smith", "1 A St"))
            sheet.write_number(number + 3, 4, 1001, zeros)
        sheet.write(900_000, 16_000, "x")
    mapping = guess_mapping(read_header(path)).mapping()
    items = list(read_intake(path, mapping, settings))
    taken = [item for item in items if not isinstance(item, Reject)]
    numbers = [f"{number:05d}" for number in range(1, 6_001)]
    assert [item.account.number for item in taken] == numbers
    assert {item.subject.addresses[0].value.zip5 for item in taken} == {"01001"}
    assert [item.row for item in taken] == list(range(4, 6_004))
    assert [item.row for item in items if isinstance(item, Reject)] == [900_001]
