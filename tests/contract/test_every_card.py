"""Every card in the tree keeps its word: its examples are approved, and every fault has its name.

A card that is asked over HTTP is found here by itself. It needs an example with an approved answer
(connectors.kit.examples); an expected file that is missing is written, and then the test fails.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.card import LoadedCard, read_section
from connectors.engine.searches import Searches
from connectors.engine.section import EngineSection
from connectors.kit.examples import examples_of, replaying
from connectors.kit.faults import faults_of
from connectors.kit.tried import Make, check_examples, check_faults, connector_of
from connectors.registry import discover
from connectors.scaffold import SORTS, new_source
from connectors.schema import card_schema
from skiptrace.model.card import ConnectorKind
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry, SearchFields
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.waterfall import Outcome
from tests.inquiries import certified_for, make_inquiry

ROOT = Path(__file__).parents[2]
SHIPPED = discover().cards
CARDS = discover([ROOT / "tests" / "contract" / "cards"], ["sandbox"]).cards
"""Those of the tree, and small ones that show what the engine can read."""
ASKED_OVER_HTTP = (ConnectorKind.REST, ConnectorKind.BUREAU)
BY_CARD = sorted(i for i, loaded in CARDS.items() if loaded.card.kind in ASKED_OVER_HTTP)
ELSEWHERE: Mapping[str, str] = {
    "county_court": "tests/unit/connectors_portal/test_portal_connector.py",
    "county_property_roll": "tests/unit/connectors_register/test_register_property.py",
    "death_master_file": "tests/unit/connectors_register/test_register_deaths.py",
    "sunbiz_corporations": "tests/unit/connectors_register/test_register_companies.py",
}
"""Where the cards are tried that load a file or follow pages."""


def section_of(loaded: LoadedCard) -> EngineSection:
    return read_section(loaded, EngineSection)


def made(entity: EntityKind, fields: SearchFields, point: ContactPoint | None = None) -> Inquiry:
    filled = {name: getattr(fields, name) for name in fields.filled()}
    return make_inquiry("inq-1", entity=entity, point=point, **filled)


def made_for(loaded: LoadedCard) -> Make:
    """Makes inquiries on purposes that the source has codes for."""
    return lambda *asked: certified_for(loaded.card, made(*asked))


def test_no_card_is_without_its_test() -> None:
    registers = {i for i, loaded in CARDS.items() if loaded.card.kind is ConnectorKind.REGISTER}
    by_file = {i for i in registers if (CARDS[i].folder / "examples").is_dir()}
    exchanged = {i for i, loaded in CARDS.items() if loaded.card.kind is ConnectorKind.FILES}
    assert set(BY_CARD) | by_file | exchanged | set(ELSEWHERE) == set(CARDS)
    for card_id, test in ELSEWHERE.items():
        assert card_id in (ROOT / test).read_text() or "court_site" in (ROOT / test).read_text()


@pytest.mark.parametrize("card_id", BY_CARD)
def test_the_examples_of_a_card_are_approved(card_id: str) -> None:
    assert check_examples(CARDS[card_id], made_for(CARDS[card_id])) == []


PARTS: Mapping[str, object] = {
    "names": (PersonName("Ann", "M", "Quillfeather"),),
    "dob": PartialDate(1980, 3, 9),
    "addresses": (PostalAddress("12 Oak St", "Port Alvera", "FL", "34802"),),
    "phones": ("2395550101",),
    "emails": ("ann@example.com",),
    "organization": "Quill & Feather LLC",
    "ssn": "900112233",
    "ssn4": "2233",
    "ein": "120000000",
}


def barely(need: frozenset[str], point: ContactPoint | None = None) -> Inquiry:
    """An inquiry that holds what one set of a card's `requires` names, and no part more."""
    fields: dict[str, Any] = {}
    for name in {one.partition(".")[0] for one in need}:
        parts = {one.partition(".")[2] for one in need if one.startswith(f"{name}.")}
        value: Any = PARTS[name]
        one = value[0] if isinstance(value, tuple) else value
        if parts and name != "dob":
            known = {f.name for f in dataclasses.fields(one)} - parts
            one = dataclasses.replace(one, **dict.fromkeys(known, ""))
        fields[name] = (one,) if isinstance(value, tuple) else one
    kind = EntityKind.ORGANIZATION if "organization" in fields else EntityKind.PERSON
    return make_inquiry("inq-1", entity=kind, point=point, **fields)


@pytest.mark.parametrize("card_id", BY_CARD)
def test_what_a_card_needs_is_enough_for_a_search(card_id: str) -> None:
    """So that no money is set aside for a call that then is not made."""
    loaded = CARDS[card_id]
    section, options = section_of(loaded), examples_of(loaded)[0].options
    searches = Searches(section, options)
    for need in loaded.card.requires:
        point = ContactPoint(FindingKind.PHONE, "", "2395550101", date(2024, 5, 1))
        inquiry = barely(need, point if loaded.card.needs_since else None)
        inquiry = certified_for(loaded.card, inquiry)
        asks = section.upload.row(inquiry, options) if section.upload else searches.of(inquiry)
        assert asks, f"{card_id} is asked nothing by {sorted(need)}"


@pytest.mark.parametrize("card_id", BY_CARD)
def test_every_fault_of_a_card_has_its_outcome(card_id: str) -> None:
    loaded = CARDS[card_id]
    assert len(faults_of(section_of(loaded), examples_of(loaded)[0].says)) >= 20
    assert check_faults(loaded, made_for(loaded)) == []


@pytest.mark.parametrize("card_id", [i for i in BY_CARD if CARDS[i].card.certify])
def test_nothing_leaves_on_a_purpose_that_the_source_has_no_code_for(card_id: str) -> None:
    loaded = CARDS[card_id]
    (example, *_) = examples_of(loaded)
    inquiry = made(example.inquiry.entity, example.inquiry.fields)
    with replaying(loaded, example.says) as running:
        (answer,) = connector_of(loaded, example, running.url, 5.0).search([inquiry])
        assert running.asked == []
    assert answer.outcome is Outcome.BLOCKED
    assert "no code of the source for a purpose of the" in answer.reason


NEW_CARD = """
id = "harbor_moorings"
version = "1"
title = "Moorings of the harbour"
publisher = "Harbour Master (fictional)"
jurisdiction = "US-FL"
kind = "rest"
recipient = "public_record"
lineage = "harbor-moorings"
accepts = ["names"]
requires = [["names.surname"]]
yields = ["vessel", "address"]
purposes = ["PUB"]
verified = "none"
coverage = "berths let for a season"
base_url = "https://harbor.example.com"

[rest]
path = "/moorings"
auth = { kind = "query", params = { key = "api_key" } }
paging = { kind = "page", page = "page", size = 25, end = "more", more = "hasMore" }
rows = "moorings"
reference = "berth"
required = ["berth", "owner"]
asks = [{ params = { last = "{surname}", first = "{given?}" } }]

[rest.codes]
state = { A = "active", L = "laid up" }

[[rest.parties]]
whole = "owner"
kind = "either"
addresses = [{ role = "mailing", line = "line", city = "city", in_state = "FL", zip = "zip" }]
indicators = [
  { kind = "vessel", description = "mooring, {state}", reference = "berth", dated = "since" },
]
"""
NEW_EXAMPLE = """
[inquiry]
name = "Ann Quillfeather"

[[replies]]
json = '''
{"hasMore": false, "moorings": [{"berth": "B-7", "owner": "QUILLFEATHER ANN", "state": "A",
  "since": "2021-05-04", "line": "12 OAK ST", "city": "PORT ALVERA", "zip": "34802"}]}
'''
"""


def test_a_source_is_one_card_and_one_example_without_code(tmp_path: Path) -> None:
    """Under sixty lines, no Python; and it is not taken until its answer is approved."""
    assert len((NEW_CARD + NEW_EXAMPLE).strip().splitlines()) < 60
    (tmp_path / "card.toml").write_text(NEW_CARD)
    loaded = discover([tmp_path]).cards["harbor_moorings"]
    assert "at least one file in examples/" in check_examples(loaded, made)[0]
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "mooring.toml").write_text(NEW_EXAMPLE)
    assert "to be approved" in check_examples(loaded, made)[0]
    assert check_examples(loaded, made) == []
    assert check_faults(loaded, made) == []
    approved = tmp_path / "examples" / "mooring.expected.json"
    approved.write_text(approved.read_text().replace("B-7", "B-8"))
    assert "another than the approved one" in check_examples(loaded, made)[0]


def test_a_fault_that_ends_otherwise_is_told(tmp_path: Path) -> None:
    """The table of faults itself: a card whose rule takes an error for nothing found."""
    card = NEW_CARD.replace(
        "[rest.codes]", '[[rest.errors]]\nsays = "captcha"\nmeans = "nothing"\n\n[rest.codes]'
    )
    (tmp_path / "card.toml").write_text(card)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "mooring.toml").write_text(NEW_EXAMPLE)
    loaded = discover([tmp_path]).cards["harbor_moorings"]
    check_examples(loaded, made)
    (told,) = check_faults(loaded, made)
    assert told.startswith("harbor_moorings, challenge: ended as")


@pytest.mark.parametrize("sort", SORTS)
def test_a_new_source_begins_with_what_only_has_to_be_approved(tmp_path: Path, sort: str) -> None:
    written = new_source("harbor_moorings", tmp_path, sort)
    assert [path.name for path in written] == [
        "card.toml", "somebody.toml", "test_harbor_moorings.py",
    ]  # fmt: skip
    lines = [line for path in written[:2] for line in path.read_text().splitlines() if line]
    assert len(lines) < 60, "one card and one example, without code"
    folder = tmp_path / "harbor_moorings"
    for passes in (False, True):
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert (run.returncode == 0) is passes, run.stdout
        assert ("to be approved" in run.stdout) is not passes
    assert '"outcome": "hit"' in (folder / "examples" / "somebody.expected.json").read_text()
    with pytest.raises(ConfigError, match="is there already"):
        new_source("harbor_moorings", tmp_path)
    with pytest.raises(ConfigError, match="expected small letters"):
        new_source("Harbor", tmp_path)


def test_the_schema_knows_every_key_that_a_card_has() -> None:
    schema = card_schema()
    known = {name for table in schema["$defs"].values() for name in keys_of(table)}
    known |= set(schema["properties"])
    for loaded in CARDS.values():
        for name in loaded.section:
            assert name in known, f"{loaded.card.id}: {name}"
    json.dumps(schema)


def keys_of(table: dict[str, Any]) -> set[str]:
    variants = table.get("anyOf", [table])
    return {name for one in variants for name in one.get("properties", {})}
