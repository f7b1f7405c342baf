"""On a narrow terminal the sentences of a table stand below what they are about, whole."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from skiptrace.reports.terminal import console_for, print_rows

COLUMNS = ("#", "Value", ">Probability", "Status", "Sources", "Why", "Finding")
BELOW = {"Why": "Value", "Sources": "Value", "Finding": "Value"}
ID = "finding_76119fad45eee29ac9c8"
WHY = "name, full birth date and phone agree; nothing speaks against; 2 independent sources"
ROWS = (
    ("1", "3805 MICCOSUKEE RUN, SAINT BRANNOCK FL 34811", "97.6%", "verified", "Roll", WHY, ID),
    ("2", "(726) 555-0122", "94.9%", "verified", "", "undated", ID),
)


def printed(width: int) -> list[str]:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, color_system=None)
    print_rows(console, "", COLUMNS, ROWS, BELOW)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 100, 132, 179])
def test_every_word_and_id_is_whole_and_below_its_value(width: int) -> None:
    lines = printed(width)
    assert max(map(len, lines)) <= width
    assert "Why" not in " ".join(lines) and "Finding" not in " ".join(lines)
    column = next(line.index("Value") for line in lines if "Value" in line)
    end = next(line.index("Probability") for line in lines if "Probability" in line)
    words = " ".join(" ".join(line[column:end] for line in lines).split())
    for text in (ROWS[0][1], "Roll", WHY, ID, "undated"):
        assert text in words
    first = words.index(ROWS[0][1])
    assert first < words.index(WHY) < words.index("Roll") < words.index(ID)
    assert words.index("(726) 555-0122 undated") > words.index(ID), "an empty cell takes no line"


def test_a_wide_terminal_and_a_file_have_a_column_for_each() -> None:
    stream = io.StringIO()
    print_rows(console_for(stream), "", COLUMNS, ROWS, BELOW)
    for lines in (printed(230), stream.getvalue().splitlines()):
        head = next(line for line in lines if "Value" in line)
        assert [name.lstrip(">") for name in COLUMNS] == head.split()
        (row,) = (line for line in lines if WHY in line)
        assert ID in row
