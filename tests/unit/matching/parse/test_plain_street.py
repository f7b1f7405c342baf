"""Streets of plain words are read as the grammars read them, or left to the grammars."""

from __future__ import annotations

import pytest

from matching.parse.address import read
from matching.parse.address.form import NormalAddress
from matching.parse.address.plain_street import plain_street
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


TOWNS = (
    ("Salem", "OR", "97301"), ("Salem", "OR", ""), ("Salem", "", ""), ("Salem", "Oregon", "97301"),
    ("Salem", "WA", "97301"), ("Oak", "OR", "97301"), ("Oak Hill", "WV", "25901"),
    ("Hill", "NH", "03243"), ("Ponce", "PR", "00716"), ("APO", "AE", "09021"),
    ("Elmhurst", "NY", "11373"), ("Salem", "OR", "00000"), ("Slaem", "OR", "97301"),
    ("New York", "NY", "10001"), ("Drive", "DR", ""),
)  # fmt: skip
HOUSES = ("7", "12", "1432", "101")
STREETS = (
    "OAK ST", "Oak St", "N Oak Hill Ln", "9TH AVE", "OAK AVE W", "SALEM RD", "OREGON AVE", "OAK",
    "12 OAK ST", "OAK ST # 4", "OAK DR DR", "MAIN ST OR", "ELMHURST AVE", "HILL ST", "PONCE ST",
    "DRIVE ST", "YORK AVE", "WEXFORD CT", "97301 OAK ST", "VACANT LN", "OAK ST, SALEM",
)  # fmt: skip


@pytest.mark.parametrize("town", TOWNS, ids="|".join)
def test_a_plain_line_reads_as_the_grammars_read_it(town: tuple[str, str, str]) -> None:
    """A second space is left to the grammars, and says nothing more."""
    lines = [(house, street) for house in HOUSES for street in STREETS]
    if town in TOWNS[:2]:
        lines += [("7", shape.format(word)) for shape in SHAPES[:2] for word in WORDS]
    for house, street in lines:
        quick, whole = (
            normalize_address(PostalAddress(f"{house}{space}{street}", *town, "0012"))
            for space in (" ", "  ")
        )
        assert quick == whole


@pytest.mark.parametrize(
    ("line", "city", "is_quick"),
    [
        ("12 Oak St", "Salem", True),
        ("12 9th St", "Salem", False),
        ("12 Oak St", "Oak", False),
        ("12 Oak St", "", False),
        ("012 Oak St", "Salem", False),
        ("12 Oak St Apt 4", "Salem", False),
    ],
)
def test_the_grammars_are_asked_only_for_lines_that_are_not_plain(
    line: str, city: str, is_quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    normalize_address(PostalAddress("1 ELM ST", city, "OR", "97301"))  # the town is read once
    asked: list[object] = []
    monkeypatch.setattr(read, "read_facts", lambda last: asked.append(last) or (NormalAddress(),))
    read._facts.cache_clear()
    normalize_address(PostalAddress(line, city, "OR", "97301"))
    read._facts.cache_clear()
    assert (not asked) is is_quick
