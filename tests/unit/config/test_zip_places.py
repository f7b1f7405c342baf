"""The shipped ZIP table: what its source says, whole, and how it is asked."""

from __future__ import annotations

from config.zip_places import state_rows, zip_row, zip_rows
from tests.benchmarks.make_zip_places import rows


def test_the_shipped_table_is_what_the_package_says() -> None:
    """Where this fails the package changed: `python -m tests.benchmarks.make_zip_places`."""
    assert list(zip_rows()) == list(rows())


def test_a_code_a_state_and_what_is_neither() -> None:
    row = zip_row("33101")
    assert row is not None
    assert (row.city, row.state, row.zone) == ("Miami", "FL", "America/New_York")
    assert zip_row("00000") is zip_row("") is zip_row("3310") is None
    assert {row.state for row in state_rows("VT")} == {"VT"}
    assert [*state_rows(""), *state_rows("V"), *state_rows("ZZ")] == []
