"""Every card in the tree keeps its word: its examples are approved, and every fault has its name.

A card that is asked over HTTP is found here by itself. It needs an example with an approved answer
(connectors.kit.examples); an expected file that is missing is written, and then the test fails.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.engine.auth import secrets_of
from connectors.engine.connector import EngineConnector
from connectors.engine.section import EngineSection
from connectors.kit import check_answer
from connectors.kit.examples import Example, as_told, examples_of, options_of, replaying
from connectors.kit.faults import Fault, faults_of
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

ROOT = Path(__file__).parents[2]
SHIPPED = discover().cards
CARDS = discover([ROOT / "tests" / "contract" / "cards"]).cards
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


def inquiry_of(example: Example, loaded: LoadedCard) -> Inquiry:
    filled = {
        name: getattr(example.inquiry.fields, name) for name in example.inquiry.fields.filled()
    }
    return make_inquiry("inq-1", loaded.card.id, example.inquiry.entity, **filled)


def connector(loaded: LoadedCard, example: Example, url: str, timeout: float) -> EngineConnector:
    section = section_of(loaded)
    secrets = {name: f"test-{name}" for name in {*loaded.secrets, *secrets_of(section.auth)}}
    card = dataclasses.replace(loaded.card, limits=(), timeout_seconds=timeout)
    made = dataclasses.replace(loaded, card=card)
    options = options_of(example, section, url)
    return EngineConnector(made, SourceSettings(url, Path("unused"), clock, secrets, options))


def test_no_card_is_without_its_test() -> None:
    assert set(BY_CARD) | set(ELSEWHERE) == set(CARDS)
    for card_id, test in ELSEWHERE.items():
        assert card_id in (ROOT / test).read_text() or "court_site" in (ROOT / test).read_text()


@pytest.mark.parametrize("card_id", BY_CARD)
def test_the_examples_of_a_card_are_approved(card_id: str) -> None:
    check_examples(CARDS[card_id])


def check_examples(loaded: LoadedCard) -> None:
    """Fails without an example, without an approved answer, and for any other answer."""
    examples = examples_of(loaded)
    assert examples, f"{loaded.folder}: a source has at least one file in examples/"
    told = {one.path: told_of(one, loaded) for one in examples}
    if new := [one for one in examples if not one.expected.exists()]:
        for example in new:
            example.expected.write_text(told[example.path], encoding="utf-8")
        pytest.fail(f"written, to be approved: {[str(one.expected) for one in new]}")
    for example in examples:
        assert told[example.path] == example.expected.read_text(encoding="utf-8"), example.path
    assert Outcome.HIT in {_outcome(example) for example in examples}


def told_of(example: Example, loaded: LoadedCard) -> str:
    """What left and what came of an example, which keeps the contract."""
    inquiry = inquiry_of(example, loaded)
    with replaying(loaded, example.says) as running:
        made = connector(loaded, example, running.url, 10.0)
        (answer,) = made.search([inquiry])
        assert check_answer(made, inquiry, answer) == []
        return as_told(running.asked, answer).replace(running.url, "https://example.com")


def _outcome(example: Example) -> Outcome | None:
    """The approved outcome; None for an example that nobody approved yet."""
    text = example.expected.read_text(encoding="utf-8") if example.expected.exists() else ""
    return next((o for o in Outcome if f'"outcome": "{o.value}"' in text), None)


def end_of(answer: Answer) -> tuple[Outcome, str]:
    """How an answer ended, as the table of faults says it."""
    if answer.outcome in (Outcome.HIT, Outcome.NO_HIT):
        return answer.outcome, "more than" if "only these were read" in answer.reason else ""
    return answer.outcome, answer.reason.partition(":")[0]


def tried(loaded: LoadedCard, example: Example, fault: Fault) -> list[str]:
    """What the answer to a fault breaks, in words."""
    changed = dataclasses.replace(loaded, section={**loaded.section, **fault.section})
    inquiry, is_paid = inquiry_of(example, loaded), loaded.card.cost.is_paid
    with replaying(changed, fault.says) as running:
        made = connector(changed, example, running.url, fault.seconds)
        (answer,) = made.search([inquiry])
        calls = len(running.asked)
    allowed, found = (fault.paid if is_paid else fault.free), check_answer(made, inquiry, answer)
    if end_of(answer) not in allowed:
        found.append(f"ended as {end_of(answer)} ({answer.reason}), not {sorted(allowed)}")
    if is_paid and calls > 1:
        found.append(f"a paid call left {calls} times")
    if is_paid and answer.outcome is Outcome.BLOCKED and answer.cost:
        found.append("what was not served was billed")
    return [f"{fault.name}: {words}" for words in found]


@pytest.mark.parametrize("card_id", BY_CARD)
def test_every_fault_of_a_card_has_its_outcome(card_id: str) -> None:
    check_faults(CARDS[card_id])


def check_faults(loaded: LoadedCard) -> None:
    """Fails for any fault that ends in another way than it may."""
    hits = [one for one in examples_of(loaded) if _outcome(one) is Outcome.HIT]
    assert hits, f"{loaded.folder}: no example whose approved answer is a hit"
    faults = faults_of(section_of(loaded), hits[0].says)
    assert len(faults) >= 20
    assert [words for fault in faults for words in tried(loaded, hits[0], fault)] == []


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
requires = [["names"]]
yields = ["vessel", "address"]
purposes = ["PUB"]
verified = "none"
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
    with pytest.raises(AssertionError, match="at least one file in examples/"):
        check_examples(loaded)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "mooring.toml").write_text(NEW_EXAMPLE)
    with pytest.raises(pytest.fail.Exception, match="to be approved"):
        check_examples(loaded)
    check_examples(loaded)
    check_faults(loaded)
    approved = tmp_path / "examples" / "mooring.expected.json"
    approved.write_text(approved.read_text().replace("B-7", "B-8"))
    with pytest.raises(AssertionError):
        check_examples(loaded)
