"""What must be set for a source is read from its card, and what can be proved without anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import read_section
from connectors.engine.section import EngineSection
from connectors.kit.loopback import Asked, Says, provider
from connectors.needs import Needs, needs_of
from connectors.registry import SourceRegistry, discover
from skiptrace.model.errors import ConnectorError
from skiptrace.model.ports import Provable
from tests.inquiries import clock

REGISTRY = discover([Path(__file__).parents[2] / "contract" / "cards"], ["sandbox"])
BUSINESSES, LOOKUP = "co_business_entities", "token_lookup"


@pytest.mark.parametrize(
    ("card_id", "needs"),
    [
        (
            "enformion_person",
            Needs(
                "https://devapi.enformion.com",
                ("ap_name", "ap_password"),
                optional_options=("settlement_url",),
            ),
        ),
        (BUSINESSES, Needs("https://data.colorado.gov", optional_secrets=("app_token",))),
        (
            "next_links",
            Needs("https://next_links.example.com", ("token",), optional_options=("since",)),
        ),
        (LOOKUP, Needs("https://token_lookup.example.com", ("client_id", "client_secret"))),
        (
            "clear_person",
            Needs(
                "https://s2s.thomsonreuters.com",
                ("client_certificate", "client_key", "password", "username"),
                ("client_key_password",),
                optional_options=("ca_file", "dppa", "voter"),
                vendor_codes=("GLB",),
            ),
        ),
        ("sandbox_business_registry", Needs("", optional_secrets=("app_token",))),
        ("death_master_file", Needs("")),
    ],
)
def test_what_an_installation_sets_is_read_from_the_card(card_id: str, needs: Needs) -> None:
    assert needs_of(REGISTRY.cards[card_id]) == needs


def test_every_card_says_what_it_needs() -> None:
    for loaded in REGISTRY.cards.values():
        found = needs_of(loaded)
        assert set(loaded.secrets) <= set(found.secrets)
        assert found.incomplete == loaded.incomplete


def proved(registry: SourceRegistry, card_id: str, url: str) -> list[str]:
    secrets = dict.fromkeys(needs_of(registry.cards[card_id]).secrets, "s")
    options = {"token_url": f"{url}/token"}
    made = registry.build(card_id, SourceSettings(url, Path("x"), clock, secrets, options))
    assert isinstance(made, Provable)
    return list(made.prove())


@pytest.mark.parametrize(
    ("card_id", "says", "words"),
    [
        (LOOKUP, Says(body={"access_token": "t"}), ["it gave a token for our credentials"]),
        (LOOKUP, Says(401, {}), None),
        (BUSINESSES, Says(body={"columns": [{"fieldName": "entityid"}]}), None),
        (BUSINESSES, Says(404, {}), None),
        ("numbered_pages", Says(500, {}), []),
    ],
)
def test_what_was_proved_is_said_and_nobody_is_asked_for(
    card_id: str, says: Says, words: list[str] | None
) -> None:
    with provider([says]) as running:
        if words is None:
            with pytest.raises(ConnectorError):
                proved(REGISTRY, card_id, running.url)
        else:
            assert proved(REGISTRY, card_id, running.url) == words
        assert {asked.path for asked in running.asked} <= {"/token", "/api/views/4ykn-tg5h.json"}


def test_columns_that_are_those_of_the_card_are_proved() -> None:
    section = read_section(REGISTRY.cards[BUSINESSES], EngineSection)
    names = sorted(section.top_columns | {c for c in section.ignored if "*" not in c})

    def script(asked: Asked) -> Says:
        return Says(body={"columns": [{"fieldName": name} for name in names]})

    with provider(script) as running:
        assert proved(REGISTRY, BUSINESSES, running.url) == ["its columns are those of the card"]
