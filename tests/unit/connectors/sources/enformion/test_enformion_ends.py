"""How a paid call can end: each end with its outcome, its cost and what is kept.

Only a call that surely never left, or that the bureau says it did not serve, is a failure at no
cost, which a later run may ask again. Everything else is either in doubt or paid, and never bought
a second time.
"""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from connectors.kit.loopback import Says, closed_url, dripping, provider
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors.sources.enformion.test_enformion_connector import (
    ANN,
    PERSON,
    PRICE,
    answer_of,
    connector,
    people,
)

FREE = Decimal(0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PACKED = gzip.compress(people(PERSON).raw)


def raising(error: Exception) -> Callable[..., Any]:
    def connect(*_: object, **__: object) -> Any:
        raise error

    return connect


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError("timed out"),
        socket.gaierror(-2, "Name or service not known"),
        ConnectionRefusedError(111, "Connection refused"),
        OSError(113, "No route to host"),
    ],
)
def test_a_connection_that_was_not_made_is_a_failure_at_no_cost(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib3.util.connection.create_connection", raising(error))
    (answer,) = connector("http://127.0.0.1:9").search([ANN])
    assert (answer.outcome, answer.cost, answer.snapshots) == (Outcome.FAILED, FREE, ())
    assert answer.reason.startswith("SourceUnavailable: ")


def test_a_handshake_that_failed_is_a_failure_at_no_cost() -> None:
    with provider([people(PERSON)]) as running:
        (answer,) = connector(running.url.replace("http://", "https://")).search([ANN])
        assert (answer.outcome, answer.cost, running.asked) == (Outcome.FAILED, FREE, [])


def test_nobody_there_is_a_failure_at_no_cost() -> None:
    (answer,) = connector(closed_url()).search([ANN])
    assert (answer.outcome, answer.cost) == (Outcome.FAILED, FREE)


IN_DOUBT = {
    "reset after the request": Says(reset=True),
    "a length that never comes": Says(body=b"{", headers={"Content-Length": "9"}, cut_at=1),
    "garbled chunks": Says(body=b"zz\r\n{}", headers={"Transfer-Encoding": "chunked"}),
    "chunks without an end": Says(
        body=b'1\r\n{\r\n"', headers={"Transfer-Encoding": "chunked"}, cut_at=6
    ),
    "a cut gzip": Says(body=PACKED[:60], headers={"Content-Encoding": "gzip"}),
    "no gzip at all": Says(body=b'{"a": 1}', headers={"Content-Encoding": "gzip"}),
    "a cut object": Says(body=people(PERSON).raw[:300]),
    "nothing": Says(body=b""),
    "no object": Says(body=b"[]"),
    "a web page": Says(body=b"<html>Back soon</html>", media_type="text/html"),
    "a failure": Says(500, {}),
    "a gateway's failure": Says(502, b"<html></html>", "text/html"),
    "a time-out of theirs": Says(408, {}),
}


@pytest.mark.parametrize("end", IN_DOUBT)
def test_an_answer_that_did_not_come_whole_is_in_doubt(end: str) -> None:
    answer = answer_of([IN_DOUBT[end], people(PERSON)])
    assert answer.outcome is Outcome.IN_DOUBT
    assert answer.reason.startswith("InDoubt: POST /PersonSearch: ")
    assert len(answer.snapshots) == (0 if end == "reset after the request" else 1)


def test_a_body_over_the_limit_is_in_doubt_and_its_beginning_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("connectors.engine.transport.http.LARGEST_BODY", 2_000)
    monkeypatch.setattr("connectors.engine.transport.http.KEPT_OF_TOO_LARGE", 500)
    answer = answer_of([people(*[PERSON] * 200), people(PERSON)])
    assert answer.outcome is Outcome.IN_DOUBT
    assert "larger than 32 MiB" in answer.reason
    assert [len(kept.body) for kept in answer.snapshots] == [500]


@pytest.mark.parametrize(
    ("start", "drop", "kept"),
    [(b"HTTP/1.1", b" ", 0), (HEAD + b"X: ", b"a", 1), (HEAD + b"\r\n{", b" ", 1)],
)
def test_an_answer_that_drips_is_in_doubt_at_the_card_s_time(
    start: bytes, drop: bytes, kept: int
) -> None:
    with dripping(start, drop) as source:
        (answer,) = connector(source.url, timeout=0.5).search([ANN])
        assert source.shut.wait(10)
        assert source.connections == 1
    assert (answer.outcome, len(answer.snapshots)) == (Outcome.IN_DOUBT, kept)


@pytest.mark.parametrize(
    "says",
    [
        people(PERSON, newKey=1),
        people(newKey=[PERSON]),
        people(PERSON | {"shoeSize": 9}),
        Says(body={"isError": False}),
        Says(body={"people": [PERSON], "isError": False}),
        Says(body={"persons": {"0": PERSON}, "isError": False}),
        Says(body={"persons": [], "isError": "no"}),
    ],
)
def test_an_answer_that_cannot_be_read_is_paid_and_kept(says: Says) -> None:
    """Whether it names somebody cannot be told, so that it is read again and not bought again."""
    answer: Answer = answer_of([says])
    assert (answer.outcome, answer.cost, len(answer.snapshots)) == (Outcome.FAILED, PRICE, 1)
    assert answer.reason.startswith("SourceChanged: ")


def test_an_answer_that_names_somebody_is_no_challenge_whatever_its_type_says() -> None:
    """A billed answer declared as a web page, with a word in it that a challenge would hold."""
    person = PERSON | {"emailAddresses": [{"emailAddress": "captcha@example.com"}]}
    answer = answer_of([Says(body=people(person).raw, media_type="text/html")])
    assert (answer.outcome, answer.cost) == (Outcome.HIT, PRICE)


@pytest.mark.parametrize("status", [401, 402, 403, 429])
def test_a_call_that_the_bureau_did_not_serve_costs_nothing(status: int) -> None:
    answer = answer_of([Says(status, {"isError": True})])
    assert (answer.outcome in (Outcome.FAILED, Outcome.BLOCKED), answer.cost) == (True, FREE)
