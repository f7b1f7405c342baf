"""A source that asks for proof of a human: the question becomes a person's task, and no other."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import read_section
from connectors.engine.by_hand import WAITS
from connectors.engine.connector import EngineConnector
from connectors.engine.section import EngineSection
from connectors.kit.loopback import Says, provider
from connectors.registry import discover
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import NOW, clock, make_inquiry

BOP = discover().cards["bop_inmates"]
HUMAN = {"Captcha": True, "Messages": {}, "FormToken": "", "InmateLocator": []}
FOUND = {
    "Captcha": False,
    "Messages": {},
    "FormToken": "",
    "InmateLocator": [
        {"inmateNum": "99999-001", "nameLast": "MARLOWE", "nameFirst": "BO", "age": "44"}
    ],
}
BO = make_inquiry("inq-1", name="Bo Marlowe")


def connector(url: str) -> EngineConnector:
    loaded = replace(BOP, card=replace(BOP.card, limits=()))
    return EngineConnector(loaded, SourceSettings(url, Path("unused"), clock))


def answers(says: Says, *inquiries: Inquiry) -> tuple[list[Answer], int]:
    with provider([says]) as running:
        return list(connector(running.url).search(inquiries)), len(running.asked)


def test_the_question_waits_for_a_person_and_the_rest_are_not_asked() -> None:
    others = [make_inquiry(f"inq-{n}", name=f"Ann Number{n}") for n in (2, 3)]
    (first, *rest), calls = answers(Says(body=HUMAN), BO, *others)
    assert (first.outcome, first.snapshots, calls) == (Outcome.PENDING, (), 1)
    assert first.ticket is not None
    assert "www.bop.gov/inmateloc" in first.ticket.task
    assert "Marlowe" not in first.ticket.task + first.reason
    assert first.ticket.deadline - NOW == WAITS > timedelta(days=1)
    assert {one.outcome for one in rest} == {Outcome.BLOCKED}
    assert all(one.reason.startswith("BotChallenge") for one in rest)


def test_what_a_person_brings_is_read_as_the_answer() -> None:

    brought = Snapshot(
        json.dumps(FOUND).encode(), "application/json", "brought by a person -> 200", NOW
    )
    answer = connector("http://127.0.0.1:9").read(BO, [brought])
    assert (answer.outcome, answer.records[0].ref) == (Outcome.HIT, "99999-001")


@pytest.mark.parametrize(
    ("says", "inquiry"),
    [
        (Says(200, b"<html><div id='captcha'>Are you a human?</div></html>", "text/html"), BO),
        (
            Says(body=HUMAN),
            make_inquiry(
                "inq-1", names=(PersonName("Bo", surname="Marlowe"), PersonName("B", surname="Mar"))
            ),
        ),
    ],
    ids=["a page before the source", "a question of several searches"],
)
def test_what_no_single_reply_answers_is_no_task(says: Says, inquiry: Inquiry) -> None:
    [answer], _ = answers(says, inquiry)
    assert (answer.outcome, answer.ticket) == (Outcome.BLOCKED, None)


def test_only_a_challenge_is_a_persons_task() -> None:
    rule: dict[str, Any] = {**BOP.section["errors"][0], "means": "refused"}
    with pytest.raises(ConfigError, match="task: of an error that means `challenge`"):
        read_section(replace(BOP, section={**BOP.section, "errors": [rule]}), EngineSection)
