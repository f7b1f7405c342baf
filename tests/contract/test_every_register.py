"""Every card of a register in the tree keeps its word: its examples are approved.

A card that loads a file is found here by itself if it has examples: the reply of one is the file,
with as few rows as show its layout. An expected file that is missing is written, and then the test
fails.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.kit import check_answer
from connectors.kit.examples import Example, as_told, examples_of
from connectors.kit.faults import Fault, faults_of_file
from connectors.kit.loopback import Says, provider
from connectors.kit.tried import end_of
from connectors.register.connector import RegisterConnector
from connectors.register.layout import RegisterSection
from connectors.registry import connector_class, discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.contract.test_every_card import barely, made
from tests.inquiries import clock

CARDS = discover(plugins=["sandbox"]).cards
BY_FILE = sorted(
    card_id
    for card_id, loaded in CARDS.items()
    if loaded.card.kind is ConnectorKind.REGISTER and (loaded.folder / "examples").is_dir()
)
EVERY = {i for i, loaded in CARDS.items() if loaded.card.kind is ConnectorKind.REGISTER}


def asked(loaded: LoadedCard, example: Example, folder: Path, body: bytes) -> Answer:
    """The answer of the example's inquiry over that file; one row is enough of it."""
    path = folder / "register.file"
    path.write_bytes(body)
    few: dict[str, Any] = {**loaded.section, "min_rows": 1, "max_reject_share": 0}
    settings = SourceSettings(
        "", folder / "data", clock, {}, {"path": str(path), **example.options}
    )
    connector = connector_class(loaded)(dataclasses.replace(loaded, section=few), settings)
    inquiry = made(example.inquiry.entity, example.inquiry.fields)
    (answer,) = connector.search([inquiry])
    assert check_answer(connector, inquiry, answer) == []
    return answer


@pytest.mark.parametrize("card_id", BY_FILE)
def test_the_examples_of_a_register_are_approved(card_id: str, tmp_path: Path) -> None:
    loaded = CARDS[card_id]
    examples, told, outcomes = examples_of(loaded), [], set()
    for number, example in enumerate(examples):
        (folder := tmp_path / str(number)).mkdir()
        answer = asked(loaded, example, folder, example.says[0].raw)
        outcomes.add(answer.outcome)
        told.append(as_told([], answer))
    new = [one.expected for one in examples if not one.expected.exists()]
    for one, text in zip(examples, told, strict=True):
        if one.expected in new:
            one.expected.write_text(text, encoding="utf-8")
        assert text == one.expected.read_text(encoding="utf-8"), one.path
    if new:
        pytest.fail(f"written, to be approved: {[str(path) for path in new]}")
    assert Outcome.HIT in outcomes


@pytest.mark.parametrize("card_id", BY_FILE)
def test_every_fault_of_a_download_has_its_outcome(card_id: str, tmp_path: Path) -> None:
    """The same faults as those of a source that is asked over HTTP; none is ever a no hit."""
    loaded = CARDS[card_id]
    example = next(one for one in examples_of(loaded) if "hit" in one.expected.read_text())
    faults = faults_of_file(example.says[0])
    assert len(faults) >= 17
    good = Fault("good", example.says, frozenset({(Outcome.HIT, "")}), frozenset())
    for number, fault in enumerate([*faults, good]):
        answer = downloaded(loaded, example, tmp_path / str(number), fault)
        assert end_of(answer) in fault.free, f"{card_id}, {fault.name}: {answer.reason}"


@pytest.mark.parametrize("card_id", sorted(EVERY - set(BY_FILE)))
def test_every_fault_of_a_download_of_any_register_has_its_outcome(
    card_id: str, tmp_path: Path
) -> None:
    """Also of those whose files are tried elsewhere: by a file that is none of theirs."""
    loaded = CARDS[card_id]
    inquiry = barely(max(loaded.card.requires, key=sorted))
    for number, fault in enumerate(faults_of_file(Says(body=b"no row of a register\n" * 40))):
        card = dataclasses.replace(loaded.card, timeout_seconds=fault.seconds)
        with provider(fault.says) as running:
            settings = SourceSettings(running.url, tmp_path / str(number), clock)
            made_of = dataclasses.replace(loaded, card=card)
            (answer,) = RegisterConnector(made_of, settings).search([inquiry])
        assert end_of(answer) in fault.free, f"{card_id}, {fault.name}: {answer.reason}"


def downloaded(loaded: LoadedCard, example: Example, folder: Path, fault: Fault) -> Answer:
    """The answer of the example's inquiry when the publisher says this for the file."""
    few: dict[str, Any] = {**loaded.section, "min_rows": 1, "max_reject_share": 0}
    card = dataclasses.replace(loaded.card, timeout_seconds=fault.seconds)
    with provider(fault.says) as running:
        settings = SourceSettings(running.url, folder, clock, {}, example.options)
        made_of = dataclasses.replace(loaded, card=card, section=few)
        connector = connector_class(loaded)(made_of, settings)
        inquiry = made(example.inquiry.entity, example.inquiry.fields)
        (answer,) = connector.search([inquiry])
    assert check_answer(connector, inquiry, answer) == []
    return answer


@pytest.mark.parametrize("card_id", BY_FILE)
def test_a_file_of_another_layout_is_never_no_hit(card_id: str, tmp_path: Path) -> None:
    loaded = CARDS[card_id]
    example = examples_of(loaded)[0]
    section, body = read_section(loaded, RegisterSection), example.says[0].raw
    head, _, rest = body.partition(b"\n")
    cut = b"\n".join(line[: len(line) // 2] for line in body.splitlines())
    wrong = {"cut": cut, "empty": b"", "a page": b"<html>back soon</html>\n"}
    if section.has_header:
        wrong["another header"] = head.replace(head[:3], b"ZZZ", 1) + b"\n" + rest
    for name, text in wrong.items():
        folder = tmp_path / name.replace(" ", "_")
        folder.mkdir()
        answer = asked(loaded, example, folder, text)
        assert answer.outcome is Outcome.FAILED, name
        assert answer.reason.startswith("SourceChanged"), name
