"""Streets of plain words are read as the grammars read them, or left to the grammars."""

from __future__ import annotations

import pytest

from matching.encode.plain_street import plain_street
from matching.parse.address.read import normalize_address
from matching.parse.address.tables import address_tables
from skiptrace.model.subject import PostalAddress

TABLES = address_tables()
WORDS = sorted(
    {
        *TABLES.suffixes, *TABLES.directionals, *TABLES.numbered_units, *TABLES.bare_units,
        *TABLES.highways, *TABLES.number_words, *TABLES.house_words, "OAK", "MLK", "9TH",
        "MOVED", "UNKNOWN", "VACANT",
    }
)  # fmt: skip
SHAPES = ("{} DR", "OAK {} DR", "{} HILL LN", "N {} ST", "OAK {}", "{} AVE W", "OAK DR {}")


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_read_quickly_is_what_the_grammars_read(shape: str) -> None:
    quick = 0
    for word in WORDS:
        text = shape.format(word)
        found = plain_street(text)
        if found is None:
            continue
        quick += 1
        whole = normalize_address(PostalAddress(f"7 {text}", "", "OR", ""))
        said = [
            (a.number, a.predir, a.street, a.suffix, a.postdir, a.units, a.details)
            for a in (found, whole)
        ]
        assert said[0] == said[1], text
    assert quick > 0


@pytest.mark.parametrize(
    "text", ["OAK", "Oak St", "OAK HL DR", "MOVED RD", "HIGHWAY 5", "AVENUE A"]
)
def test_what_is_not_plain_is_left_to_the_grammars(text: str) -> None:
    assert plain_street(text) is None
