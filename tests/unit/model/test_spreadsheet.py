"""Cells of CSV files: nothing computes in a spreadsheet, and every value comes back."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from skiptrace.model.spreadsheet import guarded, guarded_once, unguarded
from tests.tables import each

COMPUTED = [
    "=1+1", "+A1", "-A1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    "+1+1", "\t=1", "\tx", "\rx", "\nx", " =1", "\u00a0=1", '"=1', '" =1', "' =1", "'=1", "''=1",
    "\uff1d1", "\uff0bA1", "\uff0dA1", "\uff20SUM(A1)", "\u200b=1", "\ufeff=1", " \uff1d1",
    "+1 (772) 555-0100 =1", "=HYPERLINK(\"https://example.com\")", "-x", "--1", "+1\n=1",
]  # fmt: skip
LEFT = [
    "", "Jo", "O'Neil", "'tis", "'", "''", "#5", "1 MAIN ST #2", "-", "+", "-12.50", "(12.50)",
    "+17725550100", "+1 (772) 555-0100", "+1.772.555.0100", "-5", "12=12", "a@example.com",
    "[{\"bits\": 1}]", "\\=1", "\uff11",
]  # fmt: skip


@each("cell", COMPUTED)
def test_what_a_spreadsheet_would_compute_is_text_behind_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@each("cell", LEFT)
def test_what_computes_nothing_is_left_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell == unguarded(cell)


@each("cell", [*COMPUTED, *LEFT])
def test_out_and_in_again_and_again_is_one_apostrophe(cell: str) -> None:
    once = guarded_once(cell)
    assert guarded_once(once) == once
    assert unguarded(once) in {cell, cell[1:]}


@given(st.text(alphabet="'=+-@ \"\t\r\n\uff1d\uff0b1aA(.", max_size=8))
def test_any_cell_comes_back_through_a_csv_file(cell: str) -> None:
    held = io.StringIO(newline="")
    csv.writer(held).writerow([guarded(cell), "x"])
    ((read, _),) = csv.reader(io.StringIO(held.getvalue(), newline=""))
    assert unguarded(read) == cell
    assert read == cell or (read == f"'{cell}" and guarded(cell) != cell)
