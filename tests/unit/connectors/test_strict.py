"""A header is known column by column; a missing or a new one is an alarm."""

from __future__ import annotations

import pytest

from connectors.strict import check_columns
from skiptrace.model.errors import SourceChanged


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
