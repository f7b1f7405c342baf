"""Every portal's card meets the faults of any source over HTTP: none of them is ever a no hit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.kit import check_answer
from connectors.kit.faults import faults_of_file
from connectors.kit.loopback import Says, provider
from connectors.kit.tried import end_of
from connectors.portal.connector import PortalConnector
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.waterfall import Outcome
from tests.contract.test_every_card import barely
from tests.inquiries import clock

PORTALS = {
    card_id: loaded
    for card_id, loaded in discover(plugins=["sandbox"]).cards.items()
    if loaded.card.kind is ConnectorKind.PORTAL
}
PAGE = Says(
    body=b"<html><head><title>Another page</title></head><body><p>Nothing here</p></body></html>",
    media_type="text/html",
)
FAULTS = {fault.name: fault for fault in faults_of_file(PAGE)}
UNREAD = frozenset({(Outcome.FAILED, "SourceChanged"), (Outcome.FAILED, "SourceUnavailable")})


def hasty(loaded: LoadedCard, seconds: float) -> LoadedCard:
    """The card with so many seconds for a page, and no pause between two."""
    section = {**loaded.section, "deadline_seconds": 30.0}
    card = dataclasses.replace(loaded.card, timeout_seconds=max(seconds, 1.0), limits=())
    return dataclasses.replace(loaded, section=section, card=card)


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("card_id", sorted(PORTALS))
def test_every_fault_of_a_portal_has_its_outcome(card_id: str, name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    inquiry = barely(max(PORTALS[card_id].card.requires, key=sorted))
    says = tuple(dataclasses.replace(one, hold=one.hold * 3) for one in fault.says)
    with provider(says) as running:
        settings = SourceSettings(running.url, tmp_path, clock)
        connector = PortalConnector(hasty(PORTALS[card_id], fault.seconds), settings)
        (answer,) = connector.search([inquiry])
    assert check_answer(connector, inquiry, answer) == []
    is_told = any(outcome is Outcome.BLOCKED for outcome, _ in fault.free)
    assert end_of(answer) in (fault.free if is_told else fault.free | UNREAD), answer.reason


@pytest.mark.parametrize(("name", "calls"), [("429 with 900 s", 1), ("429", 3)])
@pytest.mark.parametrize("card_id", sorted(PORTALS))
def test_a_portal_is_not_asked_before_it_says(
    card_id: str, name: str, calls: int, tmp_path: Path
) -> None:
    inquiry = barely(max(PORTALS[card_id].card.requires, key=sorted))
    with provider(FAULTS[name].says) as running:
        settings = SourceSettings(running.url, tmp_path, clock)
        connector = PortalConnector(hasty(PORTALS[card_id], FAULTS[name].seconds), settings)
        (answer,) = connector.search([inquiry])
        asked = [one.path for one in running.asked if one.path != "/robots.txt"]
    assert len(asked) == calls
    assert "429" in answer.reason, "what it said, and no deadline that passed meanwhile"
