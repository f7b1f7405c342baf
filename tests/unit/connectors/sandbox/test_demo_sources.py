"""The demo asks many kinds of sources, shipped cards among them, and each knows somebody."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests

from config.loader import parsed
from config.settings import Settings
from config.waterfall import WaterfallFile, waterfalls
from connectors.base import SourceSettings
from connectors.registry import discover
from connectors.sandbox.build import TownSummary
from connectors.sandbox.demo.installation import demo_settings, demo_waterfall
from connectors.sandbox.serve import serving
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.tables import each

SHIPPED = discover().cards
CARDS = discover(plugins=["sandbox"]).cards
SETTINGS = parsed(demo_settings(), "settings.toml", Settings)
ASKED = {i: CARDS[i] for i in SETTINGS.sources}
SOMEBODY = {
    "nppes": "SELECT first, last, '' FROM health_provider ORDER BY number LIMIT 20",
    "bop_inmates": "SELECT first, last, '' FROM prisoner ORDER BY number LIMIT 20",
    "sandbox_parcels": "SELECT '', owner_1, '' FROM roll_property WHERE homestead = 'Y' "
    "AND owner_1 GLOB '* * ?' AND owner_1 NOT GLOB '* * * *' ORDER BY parcel_id LIMIT 20",
    "sandbox_batch_bureau": "SELECT first, last, born FROM subscriber ORDER BY number LIMIT 20",
}
"""Of each source that the town serves anew, whom it lists: given name, surname, birth."""


def kind_of(card_id: str) -> str:
    """By what is spoken: a file that is loaded, pages, a protocol, JSON; at once or later."""
    loaded = ASKED[card_id]
    spoken = loaded.section.get("protocol", "json" if loaded.card.kind == "rest" else "")
    return f"{loaded.card.kind} {spoken} {'later' if 'pending' in loaded.section else ''}"


def test_the_demo_asks_a_dozen_sources_of_six_kinds() -> None:
    assert len(ASKED) >= 13
    assert len({kind_of(card_id) for card_id in ASKED}) >= 7
    assert len(ASKED.keys() & SHIPPED.keys()) >= 7, "shipped cards, that the demo proves"


def test_every_source_of_the_demo_stands_in_a_tier_and_none_is_asked_twice() -> None:
    found = waterfalls(parsed(demo_waterfall(), "waterfall.toml", WaterfallFile))
    tiers = [tier for w in found.by_scope.values() for tier in w.tiers]
    assert {c for tier in tiers for c in tier.connectors} == ASKED.keys()
    for waterfall in (*found.by_scope.values(), *found.by_action.values()):
        for kind in ("person", "organization"):
            mine = [t for t in waterfall.tiers if t.subject is None or t.subject == kind]
            asked = [c for tier in mine for c in tier.connectors]
            assert len(asked) == len(set(asked))


def known(town: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(town / "town.sqlite")) as connection:
        return connection.execute(sql).fetchall()


def made_name(given: str, surname: str) -> PersonName:
    """A name of a row; of an owner the first two words, LAST FIRST M."""
    if not given:
        surname, given, *_ = surname.split()
    return PersonName(given, "", surname)


@pytest.mark.parametrize("card_id", SOMEBODY)
def test_the_town_serves_a_card_somebody_whom_it_lists(
    card_id: str, town: TownSummary, tmp_path: Path
) -> None:
    table = SETTINGS.sources[card_id]
    rows = known(town.folder, SOMEBODY[card_id])
    assert rows
    with serving(town.folder) as port:
        url = table.base_url.replace("{sandbox}", f"http://127.0.0.1:{port}")
        secrets = dict.fromkeys(table.secrets, "sandbox")
        settings = SourceSettings(url, tmp_path, clock, secrets)
        connector = discover(plugins=["sandbox"]).build(card_id, settings)
        asked = [
            make_inquiry(
                f"inq-{n}",
                connector_id=card_id,
                names=(made_name(given, surname),),
                **({"dob": PartialDate.parse(born)} if born else {}),
            )
            for n, (given, surname, born) in enumerate(rows)
        ]
        answers = list(connector.search(asked))
    wanted = Outcome.PENDING if "later" in kind_of(card_id) else Outcome.HIT
    assert {a.outcome for a in answers} == {wanted}, [a.reason for a in answers]
    assert wanted is Outcome.PENDING or all(a.records for a in answers)


@each(
    ("path", "words"),
    [
        ("/nppes/api/?version=2.1&last_name=S*", "at least two characters"),
        ("/nppes/api/?version=2.1&first_name=ANN", "No valid search criteria"),
        ("/nppes/api/?version=2.1&last_name=SMITH&limit=201", "between 1 and 200"),
        ("/nppes/api/?version=1&last_name=SMITH", "Unsupported version"),
        ("/arcgis/Parcels/FeatureServer/0/query?where=owner_9+%3D+%271%27", "Unable to complete"),
        ("/arcgis/Parcels/FeatureServer/0/query", "Unable to complete"),
        ("/arcgis/Parcels/FeatureServer/0/query?objectIds=1;2", "Unable to complete"),
        ("/arcgis/Parcels/FeatureServer/7", "Layer not found"),
    ],
)
def test_what_a_provider_cannot_answer_it_says_within_status_200(
    served: str, path: str, words: str
) -> None:
    answer = requests.get(served + path, timeout=10)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.fixture(scope="module")
def served(town: TownSummary) -> Any:
    with serving(town.folder) as port:
        yield f"http://127.0.0.1:{port}"


def test_a_layer_gives_a_page_and_says_that_it_is_one(served: str, town: TownSummary) -> None:
    query = f"{served}/arcgis/Parcels/FeatureServer/0/query"
    wanted = {"where": "parcel_id like '%'", "outFields": "parcel_id", "f": "json"}
    page = requests.get(query, wanted, timeout=10).json()
    ids = requests.get(query, wanted | {"returnIdsOnly": "true"}, timeout=10).json()["objectIds"]
    parcels = known(town.folder, "SELECT count(*) FROM roll_property")[0][0]
    assert len(ids) == parcels > len(page["features"]) == 200
    assert page["exceededTransferLimit"] is True


def test_the_files_have_the_published_layouts(town: TownSummary) -> None:
    liens = (town.folder / "files" / "flrd.txt").read_text(encoding="latin-1").splitlines()
    assert {len(line) for line in liens} == {206} and len(liens) > 10_000
    assert {line[68] for line in liens} == {"P", "C"}
    with (town.folder / "files" / "sdn.csv").open(newline="", encoding="utf-8") as file:
        entries = list(csv.reader(file))
    assert {len(entry) for entry in entries} == {12} and len(entries) >= 5_000
