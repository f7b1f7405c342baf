"""A card that checks contact points: what it may not leave open, and what it never guesses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.engine.connector import EngineConnector
from connectors.engine.record_map.points import PointColumns, PointReader, Signs
from skiptrace.model.contact_check import CheckedPhone, Line
from skiptrace.model.errors import ConfigError, SourceChanged
from tests.inquiries import clock

CARD = """
id = "desk"
version = "1"
title = "A desk"
publisher = "Nobody"
jurisdiction = "US"
kind = "rest"
recipient = "data_broker"
lineage = "desk"
accepts = ["phones"]
requires = [["phones"]]
checks = ["phone"]
purposes = ["GLB-1"]
verified = "none"
base_url = "https://desk.example.com"

[rest]
path = "/n"
paging = { kind = "none" }
rows = "n"
asked = "first"
asks = [{ params = { n = "{phone}" } }]
says = { line = "kind" }
codes = { kind = { M = "wireless", X = "unknown" } }
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('checks = ["phone"]', "", "either `yields` or"),
        ('checks = ["phone"]', 'checks = ["phone"]\nyields = ["phone"]', "either `yields` or"),
        ('accepts = ["phones"]', 'accepts = ["phones", "names"]', "its field alone"),
        ('checks = ["phone"]', 'checks = ["address"]', "its field alone"),
        ('checks = ["phone"]', 'checks = ["email"]', "checks"),
        ('says = { line = "kind" }', "", "either names `parties` or `says`"),
        ('says = { line = "kind" }', 'says = { vacant = "kind" }', "no meaning of vacant"),
        ('says = { line = "kind" }', 'says = { line = "other" }', "expected the codes of other"),
        ('says = { line = "kind" }', 'says = { footnotes = "f" }', "expected the kind"),
        ('says = { line = "kind" }', 'says = { footnotes = "f", line = "kind" }', "of one alone"),
        ('says = { line = "kind" }', "says = {}", "of one alone"),
        ('M = "wireless"', 'M = "mobile"', "mobile is no meaning of line"),
        ('asked = "first"', 'asked = "all"', "asked once"),
        ('rows = "n"', 'rows = "n"\nreference = "id"', "reference"),
        ('checks = ["phone"]', 'checks = ["phone"]\nneeds_since = true', "the asks name the day"),
        ('n = "{phone}"', 'n = "{since}"', "the asks name the day"),
    ],
)
def test_a_card_that_says_too_little_or_too_much_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in CARD
    path = tmp_path / "card.toml"
    path.write_text(CARD.replace(old, new))
    settings = SourceSettings("", tmp_path, clock)
    with pytest.raises(ConfigError, match=words):
        EngineConnector(load_card(path), settings)


def test_a_whole_card_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_text(CARD)
    EngineConnector(load_card(path), SourceSettings("", tmp_path, clock))


DAY = date(2024, 5, 1)


def read(rows: list[dict[str, Any]], **columns: Any) -> object:
    codes = {"kind": {"M": "wireless", "L": "landline", "X": "unknown"}}
    placed = [(f"$[{n}]", row) for n, row in enumerate(rows)]
    return PointReader(PointColumns(**columns), codes).checked(placed, "2395550101", DAY)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([{"kind": "M"}], Line.WIRELESS),
        ([{"kind": "X"}], None),
        ([{"kind": None}], None),
        ([{}], None),
        ([{"kind": "M"}, {"kind": "M"}], Line.WIRELESS),
        ([{"kind": "M"}, {"kind": "L"}], None),
        ([{"kind": "M"}, {"kind": "X"}], None),
    ],
)
def test_rows_that_disagree_leave_it_unknown(rows: list[dict[str, Any]], line: Line | None) -> None:
    said = read(rows, line="kind")
    assert isinstance(said, CheckedPhone)
    assert said.line is line
    assert read([], line="kind") is None


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"score": "101"}, {"activity": "score"}),
        ({"score": "high"}, {"activity": "score"}),
        ({"of": "239-555-0102"}, {"echo": "of", "carrier": "c"}),
        ({"day": "2024-05-02"}, {"echo_since": "day", "carrier": "c"}),
        ({"marks": "AB,ZZ"}, {"signs": Signs(column="marks", between=",", mean={"AB": {}})}),
        ({"marks": "ABZ"}, {"signs": Signs(column="marks", width=2, mean={"AB": {}})}),
    ],
)
def test_what_is_not_as_published_is_a_change(row: dict[str, Any], columns: dict[str, Any]) -> None:
    with pytest.raises(SourceChanged):
        read([row], **{"carrier": "c", **columns})


@pytest.mark.parametrize("day", ["2024-05-01", "20240501", "", None])
def test_what_is_said_is_said_as_of_the_day_that_was_asked(day: str | None) -> None:
    said = read([{"day": day}], echo_since="day", carrier="c")
    assert isinstance(said, CheckedPhone)
    assert said.since == DAY


def test_of_two_signs_of_one_fact_the_first_of_the_table_counts() -> None:
    mean = {"B": {"line": "landline"}, "A": {"line": "wireless"}}
    said = read([{"marks": "A;B"}], signs=Signs(column="marks", between=";", mean=mean))
    assert isinstance(said, CheckedPhone)
    assert said.line is Line.LANDLINE
