"""Asks one source about a batch: as many at once as its card allows, until the source says stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from connectors.base import failed
from connectors.reading import Unreadable
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    BotChallenge,
    ConnectorError,
    InDoubt,
    LeaseLost,
    NoPermit,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave
from skiptrace.model.record import Answer

MOST_FAILURES_IN_A_ROW = 5
_STOPS_AT_ONCE = (SourceRefused, BotChallenge, SourceChanged, QuotaExhausted)
_STOPS_IN_A_ROW = (SourceUnavailable, InDoubt, Unreadable)


@dataclass(frozen=True, slots=True)
class Asked:
    """One inquiry's answer, with the error behind it when the source failed."""

    answer: Answer
    error: ConnectorError | None = None


def ask_all(
    inquiries: Sequence[Inquiry], ask: Callable[[Inquiry], Asked], card: ConnectorCard
) -> Iterator[Answer]:
    """One answer for each inquiry, in the order in which they come; nothing that `ask` raises.

    Only LeaseLost is raised, when nothing may leave any more, after the answers of those that had.
    A refusal, a challenge, a change or an exhausted quota ends the batch, and so do five failures
    in a row: each inquiry that was not asked gets a failure with the same words and no cost. When
    the reader stops reading, inquiries that have not left are not asked.
    """
    breaker = _Breaker(ask, card)
    answers = _answers(inquiries, breaker, card.concurrency)
    yield from (answer for answer in answers if answer is not None)
    if breaker.lost is not None:
        raise breaker.lost


def _answers(
    inquiries: Sequence[Inquiry], breaker: _Breaker, concurrency: int
) -> Iterator[Answer | None]:
    if concurrency == 1 or len(inquiries) < 2:
        yield from map(breaker, inquiries)
        return
    pool = ThreadPoolExecutor(min(concurrency, len(inquiries)), thread_name_prefix="source")
    try:
        for future in as_completed([pool.submit(breaker, inquiry) for inquiry in inquiries]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def let_go(inquiries: Sequence[Inquiry], leave: Leave) -> tuple[list[Inquiry], list[Answer]]:
    """For a source that is asked about all at once: those that may go, and answers for the rest."""
    going: list[Inquiry] = []
    kept: list[Answer] = []
    for inquiry in inquiries:
        try:
            leave(inquiry)
        except NoPermit as error:
            kept.append(failed(inquiry, error))
        else:
            going.append(inquiry)
    return going, kept


class _Breaker:
    """Asks until the source says stop, and then answers in its words.

    `lost` is set once nothing may leave any more; what was not asked then gets no answer at all.
    """

    def __init__(self, ask: Callable[[Inquiry], Asked], card: ConnectorCard) -> None:
        self._ask = ask
        self._card = card
        self._lock = threading.Lock()
        self._stop: ConnectorError | None = None
        self._in_a_row = 0
        self.lost: LeaseLost | None = None

    def __call__(self, inquiry: Inquiry) -> Answer | None:
        if self.lost is not None:
            return None
        if self._stop is not None:
            return failed(inquiry, self._stop)
        try:
            asked = self._ask(inquiry)
        except LeaseLost as error:
            self.lost = error
            return None
        except NoPermit as error:
            return failed(inquiry, error)
        except ConnectorError as error:
            asked = Asked(failed(inquiry, error), error)
        except Exception as fault:  # noqa: BLE001 - one inquiry's fault is that inquiry's
            unexpected = self._unexpected(fault)
            asked = Asked(failed(inquiry, unexpected), unexpected)
        self._note(asked.error)
        return asked.answer

    def _unexpected(self, fault: Exception) -> ConnectorError:
        """A fault of ours; whether a paid call had left by then nobody knows."""
        words = f"our own fault ({type(fault).__name__})"
        is_paid = self._card.cost.is_paid
        return InDoubt(f"{words}; the call may have left") if is_paid else Unreadable(words)

    def _note(self, error: ConnectorError | None) -> None:
        with self._lock:
            self._in_a_row = self._in_a_row + 1 if isinstance(error, _STOPS_IN_A_ROW) else 0
            if isinstance(error, _STOPS_AT_ONCE) and not isinstance(error, Unreadable):
                self._stop = error
            elif error is not None and self._in_a_row >= MOST_FAILURES_IN_A_ROW:
                words = f"not asked after {self._in_a_row} failures in a row; the last: {error}"
                self._stop = SourceUnavailable(words)
