"""Limits hold over every window, for several limits and several threads at once."""

from __future__ import annotations

import threading

import pytest

from connectors.pace import LONGEST_WAIT, Pace
from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def starts(limits: list[Limit], calls: int) -> list[float]:
    clock = Time()
    pace = Pace(limits, clock, clock.sleep)
    found = []
    for _ in range(calls):
        pace.wait()
        found.append(clock.now - 1000)
    return found


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ([], [0, 0, 0, 0, 0]),
        ([Limit(1, 2)], [0, 2, 4, 6, 8]),
        ([Limit(2, 1)], [0, 0, 1, 1, 2]),
        ([Limit(2, 1), Limit(3, 10)], [0, 0, 1, 10, 10]),
    ],
)
def test_calls_leave_as_soon_as_every_limit_allows(
    limits: list[Limit], expected: list[float]
) -> None:
    assert starts(limits, 5) == expected


def test_a_wait_that_is_too_long_is_an_exhausted_quota_and_takes_no_place() -> None:
    clock = Time()
    pace = Pace([Limit(1, LONGEST_WAIT + 1)], clock, clock.sleep)
    pace.wait()
    for _ in range(2):
        with pytest.raises(QuotaExhausted):
            pace.wait()
    clock.sleep(LONGEST_WAIT + 1)
    pace.wait()


def test_threads_share_one_pace() -> None:
    slept = list[float]()
    pace = Pace([Limit(4, 0.25)], lambda: 1000.0, slept.append)
    threads = [threading.Thread(target=pace.wait) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slept) == [0.25] * 4 + [0.5] * 4
