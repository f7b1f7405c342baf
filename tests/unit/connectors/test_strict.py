"""A row is consumed column by column; what nobody reads or lists is an alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.strict import StrictRow, check_columns
from skiptrace.model.errors import SourceChanged


def test_a_row_gives_its_columns_as_text() -> None:
    row = StrictRow(
        {"a": " x ", "n": 7, "f": 1.5, "t": True, "null": None, "skip": {"deep": 1}},
        ignored={"skip", "absent"},
    )
    with row:
        assert [row.pop(c) for c in ("a", "n", "f", "t", "null")] == ["x", "7", "1.5", "true", ""]
        assert row.pop_optional("gone") == ""


def test_a_nested_row_is_strict_too() -> None:
    row = StrictRow(
        {"people": [{"id": "1"}, {"id": "2", "extra": "SECRET"}], "flags": None}, place="$"
    )
    with row:
        first, second = row.pop_rows("people")
        with row.pop_row("flags"):
            pass
    with first:
        assert first.pop("id") == "1"
    with pytest.raises(SourceChanged, match=r"^\$\.people\[1\]: unknown column 'extra'$"), second:
        second.pop("id")


@pytest.mark.parametrize(
    ("row", "read", "words"),
    [
        ({"a": "1"}, lambda r: r.pop("b"), "column 'b' is missing"),
        ({"a": "1", "z": "SECRET"}, lambda r: r.pop("a"), "unknown column 'z'"),
        ({"a": ["SECRET"]}, lambda r: r.pop("a"), "column 'a' is not a single value"),
        ({"a": "SECRET"}, lambda r: r.pop_code("a", {"A": 1}), "column 'a' holds an unknown code"),
        ({"a": "SECRET"}, lambda r: r.pop_flag("a"), "column 'a' is not true or false"),
        ({"a": "SECRET"}, lambda r: list(r.pop_rows("a")), "column 'a' is not a list"),
        ({"a": ["SECRET"]}, lambda r: list(r.pop_rows("a")), "expected an object"),
        ({"a": "SECRET"}, lambda r: r.pop_row("a"), "expected an object"),
    ],
)
def test_a_changed_row_is_named_without_its_values(
    row: dict[str, object], read: Callable[[StrictRow], object], words: str
) -> None:
    with pytest.raises(SourceChanged, match=words) as caught, StrictRow(row, place="row 12") as r:
        read(r)
    assert str(caught.value).startswith("row 12")
    assert "SECRET" not in str(caught.value)


def test_an_error_inside_the_row_is_not_hidden_by_the_columns_left() -> None:
    with pytest.raises(ZeroDivisionError), StrictRow({"a": "1"}):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"a"}, "column 'b' is missing"),
        ({"a", "b", "d"}, "unknown column 'd'"),
        ({"a", "b", "c"}, ""),
        ({"a", "b"}, ""),
    ],
)
def test_a_header_is_checked_against_the_card(found: set[str], words: str) -> None:
    if not words:
        check_columns(found, {"a", "b"}, {"a", "b", "c"}, "header")
        return
    with pytest.raises(SourceChanged, match=f"header: {words}"):
        check_columns(found, {"a", "b"}, {"a", "b", "c"}, "header")
