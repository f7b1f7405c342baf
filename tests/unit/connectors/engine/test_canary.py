"""`sources check`: a search whose answer is known shows that a source still answers so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import read_section
from connectors.engine.auth import NoAuth
from connectors.engine.canary import NOT_ASKED
from connectors.engine.connector import EngineConnector
from connectors.engine.section import EngineSection
from connectors.kit.loopback import Says, provider
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind, Cost
from skiptrace.model.errors import BotChallenge, SkiptraceError, SourceChanged, SourceUnavailable
from tests.inquiries import clock

GLEIF = discover().cards["gleif"]
WITH_CANARY = {
    card_id: read_section(loaded, EngineSection)
    for card_id, loaded in discover().cards.items()
    if loaded.card.kind in (ConnectorKind.REST, ConnectorKind.BUREAU) and "canary" in loaded.section
}


def entity(name: str) -> dict[str, Any]:
    return {"id": "L", "attributes": {"entity": {"legalName": {"name": name}}}}


def page(*names: str) -> Says:
    return Says(body={"data": [entity(name) for name in names]})


def proved(says: Says, base_url: str = "", **changes: Any) -> tuple[list[str], list[str]]:
    """What was proved, and the paths that were asked; at the published address by default."""
    with provider([says]) as running:
        card = replace(GLEIF.card, **changes)
        loaded = replace(GLEIF, card=card, base_url=base_url or running.url)
        made = EngineConnector(loaded, SourceSettings(running.url, Path("unused"), clock))
        return list(made.prove()), [
            asked.query.get("filter[entity.legalName]", "") for asked in running.asked
        ]


def test_a_known_answer_proves_what_it_shows() -> None:
    words, asked = proved(page("OTHER LLC", "APPLE INC."))
    assert words == ["a search whose answer is known gave it, one row of 2"]
    assert asked == ["Apple Inc."]


FAULTS: Mapping[str, tuple[Says, type[SkiptraceError]]] = {
    "another answer": (page("OTHER LLC"), SourceChanged),
    "nothing": (page(), SourceChanged),
    "a new column": (Says(body={"data": [{**entity("APPLE INC."), "extra": 1}]}), SourceChanged),
    "a page": (Says(200, b"<html>are you a human?</html>", "text/html"), BotChallenge),
    "a failure": (Says(503, {}, headers={"Retry-After": "900"}), SourceUnavailable),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_hold_is_told(name: str) -> None:
    says, error = FAULTS[name]
    with pytest.raises(error):
        proved(says)


def test_it_is_asked_at_the_published_address_alone() -> None:
    """A town that plays the source knows nothing of the world's companies."""
    words, asked = proved(page(), base_url="https://api.gleif.example.com")
    assert words == [NOT_ASKED]
    assert asked == []


def test_a_paid_source_is_never_asked_to_prove_it() -> None:
    census = discover().cards["census_geocoder"]
    paid = replace(census, card=replace(census.card, cost=Cost(per_call=Decimal("0.01"))))
    made = EngineConnector(paid, SourceSettings(paid.base_url, Path("unused"), clock))
    assert list(made.prove()) == []


@pytest.mark.parametrize("card_id", WITH_CANARY)
def test_a_canary_of_a_card_reads_columns_that_it_knows(card_id: str) -> None:
    section = WITH_CANARY[card_id]
    assert section.canary is not None
    assert set(section.canary.holds) <= section.read_columns | section.required
    assert isinstance(section.auth, NoAuth) or section.auth.kind == "oauth2"
