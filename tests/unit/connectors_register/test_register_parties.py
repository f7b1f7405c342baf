"""Whom a register's columns name: what the source says of the kind comes before the reader."""

from __future__ import annotations

from collections import defaultdict

import pytest

from connectors.card import load_card, read_section
from connectors.engine.record_map.reader import PartyReader
from connectors.register.layout import RegisterSection
from tests.unit.connectors_register.register_files import SOURCES

SUNBIZ = read_section(load_card(SOURCES / "sunbiz_corporations" / "card.toml"), RegisterSection)
AGENT = next(party for party in SUNBIZ.parties if party.whole == "agent_name")


@pytest.mark.parametrize(
    ("name", "said", "person", "organization"),
    [
        ("TESTER, WILMA", "P", "WILMA|TESTER", ""),
        ("HONDA SERVICE", "P", "SERVICE|HONDA", ""),
        ("HONDA SERVICE", "", "|", "HONDA SERVICE"),
        ("HONDA SERVICE", "C", "|", "HONDA SERVICE"),
        ("TESTER, WILMA", "C", "|", "TESTER, WILMA"),
        ("TESTER ROOFING LLC", "", "|", "TESTER ROOFING LLC"),
        ("TESTER, WILMA", "", "WILMA|TESTER", ""),
    ],
)
def test_what_the_source_says_of_the_kind_comes_first(
    name: str, said: str, person: str, organization: str
) -> None:
    row = defaultdict(str, {"agent_name": name, "agent_type": said})
    (one,) = PartyReader(SUNBIZ.map).named(AGENT, row)
    assert f"{one.name.given}|{one.name.surname}" == person
    assert one.organization == organization
