"""A served court and the connector of the shipped card for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, load_card
from connectors.portal.connector import PortalConnector
from tests.inquiries import clock
from tests.unit.connectors_portal.court_site import CourtSite, serving

CARD = Path(__file__).parents[3] / "connectors/sandbox/sources/county_court/card.toml"


@pytest.fixture
def court() -> Iterator[CourtSite]:
    """A served court with no cases yet."""
    with serving(CourtSite()) as site:
        yield site


@pytest.fixture
def court_card() -> LoadedCard:
    """The shipped card of the county court, with time enough on any machine."""
    loaded = load_card(CARD)
    section = {**loaded.section, "deadline_seconds": 600.0}
    return replace(loaded, section=section, card=replace(loaded.card, timeout_seconds=120.0))


@pytest.fixture
def portal(court: CourtSite, court_card: LoadedCard, tmp_path: Path) -> PortalConnector:
    """The shipped card's connector for the served court."""
    return PortalConnector(court_card, SourceSettings(court.url, tmp_path, clock))
