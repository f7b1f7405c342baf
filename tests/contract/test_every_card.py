"""Every card in the tree keeps its word: its examples are approved, and every fault has its name.

A card that is asked over HTTP is found here by itself. It needs an example with an approved answer
(connectors.kit.examples); an expected file that is missing is written, and then the test fails.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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

CARDS = discover().cards
ASKED_OVER_HTTP = (ConnectorKind.REST, ConnectorKind.BUREAU)
BY_CARD = sorted(i for i, loaded in CARDS.items() if loaded.card.kind in ASKED_OVER_HTTP)
ELSEWHERE: Mapping[str, str] = {
    "county_court": "tests/unit/connectors_portal/test_portal_connector.py",
    "county_property_roll": "tests/unit/connectors_register/test_register_property.py",
    "death_master_file": "tests/unit/connectors_register/test_register_deaths.py",
    "sunbiz_corporations": "tests/unit/connectors_register/test_register_companies.py",
}
"""Where the cards are tried that load a file or follow pages."""
ROOT = Path(__file__).parents[2]


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
    loaded = CARDS[card_id]
    examples = examples_of(loaded)
    assert examples, f"{loaded.folder}: a source has at least one file in examples/"
    for example in examples:
        inquiry = inquiry_of(example, loaded)
        with replaying(loaded, example.says) as running:
            made = connector(loaded, example, running.url, 10.0)
            (answer,) = made.search([inquiry])
            told = as_told(running.asked, answer).replace(running.url, "https://example.com")
        assert check_answer(made, inquiry, answer) == []
        if not example.expected.exists():
            example.expected.write_text(told, encoding="utf-8")
            pytest.fail(f"{example.expected} was written: approve it, and run again")
        assert told == example.expected.read_text(encoding="utf-8"), example.path
    assert Outcome.HIT in {_outcome(example) for example in examples}


def _outcome(example: Example) -> Outcome | None:
    """The approved outcome; None for an example that nobody approved yet."""
    text = example.expected.read_text(encoding="utf-8") if example.expected.exists() else ""
    return next((o for o in Outcome if f'"outcome": "{o.value}"' in text), None)


def end_of(answer: Answer) -> tuple[Outcome, str]:
    """How an answer ended, as the table of faults says it."""
    if answer.outcome in (Outcome.HIT, Outcome.NO_HIT):
        return answer.outcome, "more than" if "only these were read" in answer.reason else ""
    return answer.outcome, answer.reason.partition(":")[0]


_SECONDS = {"timeout": 0.4, "slow body": 0.4}
"""How long a source has for the faults that are about it; a busy machine needs long for 50 MB."""


def tried(loaded: LoadedCard, example: Example, fault: Fault) -> list[str]:
    """What the answer to a fault breaks, in words."""
    changed = dataclasses.replace(loaded, section={**loaded.section, **fault.section})
    inquiry, is_paid = inquiry_of(example, loaded), loaded.card.cost.is_paid
    with replaying(changed, fault.says) as running:
        made = connector(changed, example, running.url, _SECONDS.get(fault.name, 30.0))
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
    loaded = CARDS[card_id]
    hits = [one for one in examples_of(loaded) if _outcome(one) is Outcome.HIT]
    assert hits, f"{loaded.folder}: no example whose approved answer is a hit"
    faults = faults_of(section_of(loaded), hits[0].says)
    assert len(faults) >= 20
    assert [words for fault in faults for words in tried(loaded, hits[0], fault)] == []


def test_a_card_without_an_example_fails(tmp_path: Path) -> None:
    loaded: Any = dataclasses.replace(CARDS[BY_CARD[0]], folder=tmp_path)
    assert examples_of(loaded) == []
