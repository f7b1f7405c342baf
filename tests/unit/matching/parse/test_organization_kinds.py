"""Organisations are told from people: trades, churches, bodies; surnames that are words."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path

import pytest

from config.census_names import census_name_shares
from matching.parse.organization.signs import is_organization_name
from matching.parse.party.read import NameOrder, PartyKind, read_parties
from tests.tables import each

LINES = (Path(__file__).parent / "organization_kinds.tsv").read_text(encoding="utf-8").splitlines()
KINDS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]
WORDS = "CHURCH BANKS PARISH TEMPLE HALL PARK LODGE BISHOP STONE PRICE CASH LAW POPE FLOWERS GLASS"


@each(("kind", "text"), KINDS)
def test_kind_of_a_name(kind: str, text: str) -> None:
    for written in (text, text.upper()):
        found = {party.kind for party in read_parties(written, NameOrder.UNKNOWN)}
        assert (PartyKind.ORGANIZATION in found) is (kind == "organization"), written


def test_people_with_surnames_that_are_words_stay_people() -> None:
    shares = census_name_shares()
    given = [*islice(shares.female_given, 150), *islice(shares.male_given, 150)]
    wrong = [
        text
        for name, surname in product(given, WORDS.split())
        for text in (f"{name} {surname}", f"{surname} {name}", f"{surname}, {name} L",
                     f"{name} L {surname}", f"{name} ANN {surname}")
        if is_organization_name(text)
    ]  # fmt: skip
    assert len(wrong) <= len(given) * len(WORDS.split()) * 5 // 1000, wrong[:20]


@pytest.mark.parametrize("text", ["A" * 600, "& " * 300, "LLC " * 150, "A." * 300, "'S " * 200])
def test_a_hostile_field_is_answered(text: str) -> None:
    assert is_organization_name(text) in (True, False)
