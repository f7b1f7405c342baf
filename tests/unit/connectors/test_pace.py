"""Limits hold over every window as the source counts: a call that it may not have counted yet."""

from __future__ import annotations

import threading

import pytest

from connectors.pace import LONGEST_WAIT, Became, OwnPlaces, Pace
from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted, SourceUnavailable
from skiptrace.model.places import Terms, window

TIMEOUT = 30.0
ANSWERED, UNSENT, LOST = Became.ANSWERED, Became.UNSENT, Became.LOST


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(limits: list[Limit], clock: Time) -> Pace:
    return Pace(Terms("source", tuple(limits), TIMEOUT), OwnPlaces(clock), clock, clock.sleep)


@pytest.mark.parametrize(
    ("limits", "seconds", "expected"),
    [
        ([], 0, [0, 0, 0, 0, 0]),
        ([Limit(1, 2)], 0, [0, 2.02, 4.04, 6.06, 8.08]),
        ([Limit(1, 2)], 1, [0, 3.02, 6.04, 9.06, 12.08]),
        ([Limit(2, 1)], 0, [0, 0, 1.01, 1.01, 2.02]),
        ([Limit(2, 1)], 0.2, [0, 0.2, 1.21, 1.41, 2.42]),
        ([Limit(2, 1), Limit(3, 10)], 0, [0, 0, 1.01, 10.1, 10.1]),
        ([Limit(2, 1), Limit(3, 10)], 0.5, [0, 0.5, 1.51, 10.6, 11.1]),
        ([Limit(8, 1)], 0, [0, 0, 0, 0, 0, 0, 0, 0, 1.01]),
    ],
)
def test_a_place_is_free_a_window_after_the_answer_came(
    limits: list[Limit], seconds: float, expected: list[float]
) -> None:
    clock = Time()
    pace, found = paced(limits, clock), []
    for _ in expected:
        with pace.place() as place:
            place.go()
            found.append(clock.now - 1000)
            clock.sleep(seconds)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("became", "after", "next_at"),
    [
        (ANSWERED, 1, 1 + 10.1),
        (LOST, 1, 2 * TIMEOUT + 10.1),
        (LOST, TIMEOUT, 2 * TIMEOUT + 10.1),
        (UNSENT, 1, 1),
        (None, 1, 2 * TIMEOUT + 10.1),
    ],
)
def test_what_became_of_a_call_says_how_long_its_place_counts(
    became: Became | None, after: float, next_at: float
) -> None:
    """One that nobody tells of (None) counts as long as one that is lost."""
    clock = Time()
    pace = paced([Limit(1, 10)], clock)
    first = pace.place()
    clock.sleep(after)
    if became is not None:
        first.over(became)
        first.over(ANSWERED if became is LOST else LOST)  # only the first word counts
    with pace.place():
        assert clock.now - 1000 == pytest.approx(next_at)


@pytest.mark.parametrize(
    ("fails", "next_at"), [(False, 2 + 1.01), (True, 2 * TIMEOUT + 1.01)], ids=["well", "error"]
)
def test_a_call_that_ends_with_an_error_is_lost(fails: bool, next_at: float) -> None:
    clock = Time()
    pace = paced([Limit(1, 1)], clock)
    try:
        with pace.place():
            clock.sleep(2)
            if fails:
                raise OSError
    except OSError:
        pass
    with pace.place():
        assert clock.now - 1000 == pytest.approx(next_at)


def test_a_call_leaves_no_more_once_its_place_has_passed() -> None:
    clock = Time()
    pace = paced([Limit(1, 1)], clock)
    with pace.place() as place:
        clock.sleep(TIMEOUT)
        place.go()
        clock.sleep(0.1)
        with pytest.raises(SourceUnavailable, match="nothing leaves"):
            place.go()


def test_a_block_that_is_given_up_holds_what_left_of_it_and_no_more() -> None:
    clock = Time()
    pace = paced([Limit(8, 60)], clock)
    for _ in range(2):
        with pace.place():
            pass
        pace.rest()
    for _ in range(6):
        with pace.place():
            assert clock.now == 1000
    with pace.place():
        assert clock.now - 1000 == pytest.approx(60.25)


def test_a_wait_that_is_too_long_is_an_exhausted_quota_and_takes_no_place() -> None:
    clock = Time()
    limit = Limit(1, LONGEST_WAIT + 1)
    pace = paced([limit], clock)
    with pace.place():
        pass
    for _ in range(2):
        with pytest.raises(QuotaExhausted):
            pace.place()
    clock.sleep(window(limit))
    with pace.place():
        pass


def test_threads_share_one_pace() -> None:
    clock, lock, went = Time(), threading.Lock(), list[float]()
    pace = paced([Limit(4, 0.25)], clock)

    def call() -> None:
        with pace.place(), lock:
            went.append(clock.now - 1000)

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for start in went:
        assert sum(start <= t < start + 0.25 for t in went) <= 4
