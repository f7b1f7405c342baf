"""Voter files are shipped off: no state is open, and what nobody may see is emptied or left out."""

from __future__ import annotations

import pytest

from config.law import VoterTable
from config.waterfall import shipped_waterfalls
from connectors.card import read_section
from connectors.catalogue import shipped
from connectors.register.layout import RegisterSection
from skiptrace.compliance.policy.decision import Severity
from tests.unit.compliance.policy.cases_of_calls import _law, call
from tests.unit.compliance.policy.rule_cases import Case
from tests.unit.compliance.policy.test_rules import ACTING, severity_of

CARDS = {card_id: loaded for card_id, loaded in shipped().items() if "voter" in card_id}
RULE = ACTING["R53", "voters"]


def test_there_are_voter_cards() -> None:
    assert sorted(CARDS) == ["fl_voters", "nc_voters", "oh_voters"]


@pytest.mark.parametrize("card_id", sorted(CARDS))
def test_the_gate_refuses_a_voter_card_until_counsel_opens_its_state(card_id: str) -> None:
    card = CARDS[card_id].card
    state = card.jurisdiction.removeprefix("US-")
    opened = _law(voter=VoterTable(forbidden=(), allowed={state: "statute, and why"}))
    other = _law(voter=VoterTable(forbidden=(), allowed={"TX": "statute, and why"}))
    assert severity_of(RULE, Case(call(card), Severity.BLOCK)) is Severity.BLOCK
    assert severity_of(RULE, Case(call(card), Severity.BLOCK, law=other)) is Severity.BLOCK
    assert severity_of(RULE, Case(call(card), None, law=opened)) is None


@pytest.mark.parametrize("card_id", sorted(CARDS))
def test_no_shipped_tier_asks_a_voter_card(card_id: str) -> None:
    assert "death_master_file" in repr(shipped_waterfalls())
    assert card_id not in repr(shipped_waterfalls())


@pytest.mark.parametrize(
    ("card_id", "emptied", "flag"),
    [
        ("fl_voters", {"gender", "race", "party"}, "exempt"),
        ("nc_voters", {"race_code", "ethnic_code", "party_cd", "gender_code"}, "confidential_ind"),
    ],
)
def test_sex_race_and_party_are_emptied_and_the_exempt_are_left_out(
    card_id: str, emptied: set[str], flag: str
) -> None:
    section = read_section(CARDS[card_id], RegisterSection)
    assert emptied <= set(section.dropped)
    assert section.withdrawn == {flag: ("Y",)}
