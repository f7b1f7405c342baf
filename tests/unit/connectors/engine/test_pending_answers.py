"""Answers that come later: what a source may say of a ticket, and what each of it means."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.kit.examples import examples_of, replaying
from connectors.kit.loopback import Asked, Says, provider
from connectors.kit.tried import connector_of
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError, InDoubt
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import certified_for, clock, make_inquiry

LOADED = discover(plugins=["sandbox"]).cards["sandbox_batch_bureau"]
ANN = make_inquiry(
    "inq-1",
    LOADED.card.id,
    names=(PersonName("Ann", "", "Quillfeather", "", "Ann Quillfeather"),),
    dob=PartialDate(1980, 3, 9),
)
LATER = {
    "job": "job/1",
    "ask_next": "2026-11-30T08:00:00+00:00",
    "expires": "2026-12-30T08:00:00+00:00",
}
TICKET = Ticket(
    "job/1", datetime(2026, 11, 30, 8, tzinfo=UTC), datetime(2026, 12, 30, 8, tzinfo=UTC)
)
PERSON = {
    "id": "G-1", "first": "Ann", "middle": "", "last": "Quillfeather", "born": "1980-03-09",
    "addresses": [], "phones": [],
}  # fmt: skip


def made(url: str, **section: Any) -> EngineConnector:
    loaded = dataclasses.replace(LOADED, section={**LOADED.section, **section})
    return EngineConnector(loaded, SourceSettings(url, Path("unused"), clock, {"api_key": "k"}))


def submitted(says: Says) -> tuple[Answer, list[Asked]]:
    with provider(lambda _: says) as running:
        (answer,) = made(running.url).search([ANN])
        return answer, list(running.asked)


@pytest.mark.parametrize(
    ("says", "outcome", "ticket"),
    [
        (Says(202, LATER), Outcome.PENDING, TICKET),
        (
            Says(202, {"job": 7}),
            Outcome.PENDING,
            Ticket("7", clock() + timedelta(hours=1), clock() + timedelta(days=30)),
        ),
        (
            Says(202, LATER | {"ask_next": "soon", "expires": "2026-12-30T08:00:00"}),
            Outcome.PENDING,
            Ticket("job/1", clock() + timedelta(hours=1), clock() + timedelta(days=30)),
        ),
        (Says(202, {"expires": LATER["expires"]}), Outcome.IN_DOUBT, None),
        (Says(202, b"taken", "text/plain"), Outcome.IN_DOUBT, None),
        (Says(500, {}), Outcome.IN_DOUBT, None),
        (Says(401, {}), Outcome.BLOCKED, None),
        (Says(200, {"people": []}), Outcome.NO_HIT, None),
        (Says(200, {"people": [PERSON]}), Outcome.HIT, None),
    ],
)
def test_what_a_submission_is_told(says: Says, outcome: Outcome, ticket: Ticket | None) -> None:
    answer, asked = submitted(says)

    assert (answer.outcome, answer.ticket) == (outcome, ticket)
    assert [(one.method, one.path) for one in asked] == [("POST", "/jobs")]
    assert answer.cost == (LOADED.card.cost.ceiling if outcome is Outcome.HIT else 0)


@pytest.mark.parametrize(
    ("says", "outcome", "is_billed"),
    [
        (Says(202, LATER), Outcome.PENDING, False),
        (Says(200, {"people": []}), Outcome.NO_HIT, False),
        (Says(200, {"people": [PERSON]}), Outcome.HIT, True),
        (Says(410, {}), Outcome.FAILED, False),
        (Says(200, {"people": [PERSON | {"new": "1"}]}), Outcome.FAILED, True),
        (Says(404, {}), None, False),
        (Says(401, {}), None, False),
        (Says(429, {}), None, False),
        (Says(200, b"<html>are you human</html>", "text/html"), None, False),
        (Says(200, b'{"people": [', "application/json"), None, False),
    ],
)
def test_what_a_ticket_is_told(says: Says, outcome: Outcome | None, is_billed: bool) -> None:
    """Nothing is said of a ticket by a reply that is neither its answer nor its end."""
    with provider(lambda _: says) as running:
        found = list(made(running.url).collect([(ANN, TICKET)]))
        paths = {one.path for one in running.asked}

    assert [one.outcome for one in found if one.outcome is not Outcome.IN_DOUBT] == (
        [outcome] if outcome else []
    )
    assert [bool(one.cost) for one in found] == [is_billed] * len(found)
    assert paths == {"/jobs/job%2F1"}


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (Says(202, LATER), Outcome.PENDING),
        (Says(200, {"people": [PERSON]}), Outcome.HIT),
        (Says(404, {}), None),
        (Says(500, {}), InDoubt),
        (Says(202, {}), InDoubt),
    ],
)
def test_a_lost_submission_is_settled_by_our_own_reference(says: Says, expected: object) -> None:
    with provider(lambda _: says) as running:
        connector = made(running.url)
        assert connector.can_settle
        if expected is InDoubt:
            with pytest.raises(InDoubt):
                connector.settle(ANN)
        else:
            answer = connector.settle(ANN)
            assert (answer and answer.outcome) == expected
        asked = [(one.path, one.query) for one in running.asked]

    assert asked
    assert all(one == ("/jobs", {"reference": "inq-1"}) for one in asked)


def test_a_card_whose_answers_come_later_is_asked_once() -> None:
    with pytest.raises(ConfigError, match="is asked once"):
        made("http://127.0.0.1:1", asked="all")


def test_a_page_that_was_billed_costs_its_price_whatever_is_wrong_with_its_end() -> None:
    paging = {"kind": "none", "size": 20, "total": "total"}
    with provider(lambda _: Says(200, {"people": [PERSON], "total": 5})) as running:
        (answer,) = made(running.url, paging=paging).search([ANN])

    assert answer.outcome is Outcome.FAILED
    assert answer.cost == LOADED.card.cost.ceiling


CLEAR = discover().cards["clear_person"]


def test_an_answer_that_does_not_come_at_once_is_collected_and_never_asked_for_again() -> None:
    """Two steps: what was submitted is one call, however often its answer is asked for."""
    person = next(one for one in examples_of(CLEAR) if one.path.stem == "person")
    taken, results = person.says
    missing = Says(404, b"<e/>", "text/xml")
    plain = make_inquiry("inq-1", name="Ann Quillfeather", ssn="900112233")
    inquiry = certified_for(CLEAR.card, plain)
    with replaying(CLEAR, [taken, missing, missing, results]) as running:
        desk = connector_of(CLEAR, person, running.url, 20.0)
        (awaited,) = desk.search([inquiry])
        assert (awaited.outcome, awaited.cost) == (Outcome.PENDING, Decimal(0))
        assert awaited.ticket is not None
        elsewhere = dataclasses.replace(
            awaited.ticket, reference="https://elsewhere.example.com/results/1"
        )
        waiting = [(inquiry, elsewhere), (inquiry, awaited.ticket)]
        assert list(desk.collect(waiting)) == []  # nor is another host ever asked
        (answer,) = desk.collect([(inquiry, awaited.ticket)])
        calls = [(asked.method, "authorization" in asked.headers) for asked in running.asked]
    assert (answer.outcome, answer.cost) == (Outcome.HIT, Decimal("1.00"))
    assert calls == [("POST", True), ("GET", True), ("GET", True), ("GET", True)]
