"""card.toml is strict: an unknown or wrong key is an error that names the file and the key."""

from __future__ import annotations

import typing
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.card import FieldName, StrictTable, load_card, read_section
from skiptrace.model.card import ConnectorKind, Limit, Recipient, Verification
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import SearchFields

CARD = """
id = "county_roll"
version = "3"
title = "County roll"
publisher = "The county"
jurisdiction = "US-FL"
kind = "rest"
recipient = "public_record"
lineage = "county-roll"
accepts = ["names", "dob"]
requires = [["names"], ["names", "dob"]]
yields = ["address", "real_property"]
purposes = ["PUB"]
verified = "shape"
limits = [{ calls = 5, seconds = 1 }, { calls = 125, seconds = 86400 }]
cost = { per_hit = "0.10" }
base_url = "https://example.com/api/"

[rest]
rows = 5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "card.toml"
    path.write_text(text)
    return path


def test_a_card_says_everything_the_gate_and_the_waterfall_need(tmp_path: Path) -> None:
    loaded = load_card(written(tmp_path, CARD))
    card = loaded.card
    assert (card.id, card.version, card.kind) == ("county_roll", "3", ConnectorKind.REST)
    assert (card.recipient, card.verified) == (Recipient.PUBLIC_RECORD, Verification.SHAPE)
    assert card.requires == (frozenset({"names"}), frozenset({"names", "dob"}))
    assert card.yields == {"address", "real_property"}
    assert card.cost.ceiling == Decimal("0.10")
    assert card.limits == (Limit(5, 1.0), Limit(125, 86400.0))
    assert (loaded.section["rows"], loaded.folder) == (5, tmp_path)
    assert loaded.base_url == "https://example.com/api"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "county_roll"', 'id = "County Roll"', "id"),
        ('id = "county_roll"', "", "id"),
        ('publisher = "The county"', 'publisher = ""', "publisher"),
        ('kind = "rest"', 'kind = "soap"', "kind"),
        ('verified = "shape"', 'verified = "yes"', "verified"),
        ('verified = "shape"', 'verified = "shape"\nfree = true', "free"),
        ('accepts = ["names", "dob"]', 'accepts = ["names", "balance"]', "accepts"),
        ('accepts = ["names", "dob"]', 'accepts = ["names"]', "requires"),
        ("requires = [[", "requires = [[], [", "requires"),
        ('requires = [["names"]', 'requires = [["names.shoe"]', "shoe is no part of names"),
        ('requires = [["names"]', 'requires = [["dob.day", "phones"]', "requires"),
        ('purposes = ["PUB"]', "purposes = []", "purposes"),
        ('yields = ["address"', 'yields = ["shoe_size"', "yields"),
        ("calls = 5", "calls = 0", "limits.0.calls"),
        ("calls = 5", "count = 5, calls = 5", "limits.0.count"),
        ('per_hit = "0.10"', 'per_hit = "-1"', "cost.per_hit"),
        ("https://example.com/api/", "https://example.com/?q=1", "base_url"),
        ("https://example.com/api/", "ftp://example.com", "base_url"),
        ('version = "3"', 'version = "3"\nconnector = "no colon"', "connector"),
        ("[rest]", "[register]", "register"),
        ("[rest]\nrows = 5", "rest = 5", "rest"),
        ('version = "3"', "version = ", "not TOML"),
    ],
)
def test_a_wrong_card_names_its_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert old in CARD
    path = written(tmp_path, CARD.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load_card(path)
    assert str(path) in str(caught.value)
    assert key in str(caught.value)


def test_an_unreadable_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"card\.toml: cannot be read"):
        load_card(tmp_path / "card.toml")


class Rows(StrictTable):
    rows: int


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("rows = 'x'", r"\[rest\] rows: "),
        ("rows = 1\nmore = 2", r"\[rest\] more: "),
        ("", "rows: "),
    ],
)
def test_a_wrong_section_names_its_table_and_key(tmp_path: Path, section: str, words: str) -> None:
    loaded = load_card(written(tmp_path, CARD.replace("rows = 5", section)))
    with pytest.raises(ConfigError, match=words):
        read_section(loaded, Rows)


def test_cards_accept_exactly_the_fields_that_an_inquiry_can_hold() -> None:
    assert set(typing.get_args(FieldName)) == {f.name for f in fields(SearchFields)}
