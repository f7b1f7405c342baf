"""One answer an inquiry, and a source that says stop is not asked again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from connectors import batch
from connectors.base import failed
from connectors.batch import MOST_FAILURES_IN_A_ROW, Asked, ask_all
from connectors.reading import Unreadable
from skiptrace.model.card import ConnectorCard, Cost
from skiptrace.model.errors import (
    BotChallenge,
    ConnectorError,
    InDoubt,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.orders import make_card

FREE = Cost()
PRICED = Cost(per_hit=Decimal("0.10"))


def card(concurrency: int, cost: Cost = FREE) -> ConnectorCard:
    return make_card(concurrency=concurrency, cost=cost)


INQUIRIES = [make_inquiry(f"inq-{n}") for n in range(20)]


def scripted(errors: dict[int, ConnectorError], asked: list[str]) -> Callable[[Inquiry], Asked]:
    def ask(inquiry: Inquiry) -> Asked:
        asked.append(inquiry.id)
        error = errors.get(int(inquiry.id.removeprefix("inq-")))
        if error is None:
            return Asked(Answer(inquiry.id, Outcome.NO_HIT))
        return Asked(failed(inquiry, error, cost=Decimal("0.10")), error)

    return ask


@pytest.mark.parametrize("concurrency", [1, 4])
def test_every_inquiry_gets_one_answer(concurrency: int) -> None:
    asked: list[str] = []
    answers = list(ask_all(INQUIRIES, scripted({}, asked), card(concurrency)))
    assert sorted(a.inquiry_id for a in answers) == sorted(i.id for i in INQUIRIES)
    assert len(asked) == 20


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (SourceRefused("no"), Outcome.BLOCKED),
        (BotChallenge("no"), Outcome.BLOCKED),
        (SourceChanged("no"), Outcome.FAILED),
        (QuotaExhausted("no"), Outcome.FAILED),
    ],
)
def test_a_source_that_says_stop_is_not_asked_again(
    error: ConnectorError, outcome: Outcome
) -> None:
    asked: list[str] = []
    answers = list(ask_all(INQUIRIES, scripted({3: error}, asked), card(1)))
    assert asked == ["inq-0", "inq-1", "inq-2", "inq-3"]
    assert {(a.outcome, a.reason) for a in answers[3:]} == {
        (outcome, f"{type(error).__name__}: no")
    }
    assert [a.cost for a in answers[3:]] == [Decimal("0.10"), *[Decimal(0)] * 16]


@pytest.mark.parametrize("kind", [SourceUnavailable, InDoubt])
def test_failures_in_a_row_stop_the_batch_and_single_ones_do_not(
    kind: type[ConnectorError],
) -> None:
    asked: list[str] = []
    scattered = {n: kind("down") for n in (0, 1, 3, 5, 6, 9)}
    row = {n: kind("down") for n in range(11, 11 + MOST_FAILURES_IN_A_ROW)}
    answers = list(ask_all(INQUIRIES, scripted(scattered | row, asked), card(1)))
    assert len(asked) == 16
    assert len(answers) == 20
    assert {a.outcome for a in answers[16:]} == {Outcome.FAILED}
    assert {a.cost for a in answers[16:]} == {Decimal(0)}
    assert all("not asked" in a.reason for a in answers[16:])


def test_an_error_about_one_inquiry_stops_nothing() -> None:
    asked: list[str] = []
    errors = {n: ConnectorError("field not accepted") for n in range(20)}
    answers = list(ask_all(INQUIRIES, scripted(errors, asked), card(1)))
    assert (len(asked), len(answers)) == (20, 20)


def test_answers_come_as_they_come() -> None:
    gate = threading.Event()

    def ask(inquiry: Inquiry) -> Asked:
        if inquiry.id == "inq-0":
            gate.wait(5)
        return Asked(Answer(inquiry.id, Outcome.NO_HIT))

    answers = ask_all(INQUIRIES[:3], ask, card(3))
    early = [next(answers).inquiry_id, next(answers).inquiry_id]
    gate.set()
    assert (sorted(early), next(answers).inquiry_id) == (["inq-1", "inq-2"], "inq-0")


def test_a_reader_who_stops_reading_stops_the_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source answers the first; what leaves beside it is answered when the reader is gone."""
    asked: list[str] = []
    gone = threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            gone.set()
            super().shutdown(wait=wait)

    def ask(inquiry: Inquiry) -> Asked:
        asked.append(inquiry.id)
        if inquiry.id != "inq-0":
            gone.wait(60)
        return Asked(Answer(inquiry.id, Outcome.NO_HIT))

    monkeypatch.setattr(batch, "ThreadPoolExecutor", Pool)
    answers = ask_all(INQUIRIES, ask, card(2))
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(asked) <= 3


@pytest.mark.parametrize(
    ("cost", "outcome", "reason"),
    [
        (Cost(), Outcome.FAILED, "SourceChanged: our own fault (LookupError)"),
        (
            PRICED,
            Outcome.IN_DOUBT,
            "InDoubt: our own fault (LookupError); the call may have left",
        ),
    ],
)
def test_a_fault_of_ours_is_the_answer_of_one_inquiry(
    cost: Cost, outcome: Outcome, reason: str
) -> None:
    def ask(inquiry: Inquiry) -> Asked:
        if inquiry.id == "inq-3":
            raise LookupError("QUILLFEATHER")
        return Asked(Answer(inquiry.id, Outcome.NO_HIT))

    answers = {a.inquiry_id: a for a in ask_all(INQUIRIES, ask, card(4, cost))}
    assert len(answers) == 20
    broken = answers.pop("inq-3")
    assert (broken.outcome, broken.reason) == (outcome, reason)
    assert {a.outcome for a in answers.values()} == {Outcome.NO_HIT}


def test_answers_that_break_our_reading_stop_the_batch_only_in_a_row() -> None:
    asked: list[str] = []
    broken = {n: Unreadable("broken") for n in (0, 1, 3, *range(5, 10))}
    answers = list(ask_all(INQUIRIES, scripted(broken, asked), card(1)))
    assert (len(asked), len(answers)) == (10, 20)
    assert answers[0].reason == "SourceChanged: broken"
