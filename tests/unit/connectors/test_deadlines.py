"""Deadlines: all are met in their order on one thread; cancelled ones are not."""

from __future__ import annotations

import os
import queue
import select
import signal
import threading
import time

import pytest

from connectors.deadlines import Deadlines

WAIT = 10.0


@pytest.mark.parametrize(
    ("asked", "cancelled", "expected"),
    [
        ([0.0], (), [0]),
        ([0.2, 0.1, 0.0], (), [2, 1, 0]),
        ([0.1, 0.1, 0.1], (), [0, 1, 2]),
        ([0.1, 0.05, 0.15], (1,), [0, 2]),
        ([0.05, 0.1], (0,), [1]),
    ],
)
def test_they_are_met_in_order(
    asked: list[float], cancelled: tuple[int, ...], expected: list[int]
) -> None:
    met: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    deadlines = Deadlines()

    def meet(number: int) -> None:
        met.put((number, threading.current_thread().name))

    made = [deadlines.after(s, lambda n=n: meet(n)) for n, s in enumerate(asked)]  # type: ignore[misc]
    for number in cancelled:
        made[number].cancel()

    came = [met.get(timeout=WAIT) for _ in expected]

    assert [number for number, _ in came] == expected
    assert {name for _, name in came} == {"deadlines"}
    assert met.empty()


def test_a_thousand_share_one_thread() -> None:
    before = _threads()
    deadlines = Deadlines()

    made = [deadlines.after(60.0, lambda: None) for _ in range(1_000)]

    assert _threads() == before + 1
    assert not any(one.is_cancelled for one in made)


def _threads() -> int:
    return [thread.name for thread in threading.enumerate()].count("deadlines")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_its_own_thread() -> None:
    """Whoever holds the lock as the process forks: here it is held for certain."""
    deadlines = Deadlines()
    deadlines.after(60.0, lambda: None)
    read, write = os.pipe()
    with deadlines._changed:
        child = os.fork()
    if not child:
        deadlines.after(0.0, lambda: os._exit(os.write(write, b"met")))
        time.sleep(WAIT)
        os._exit(0)
    try:
        assert select.select([read], [], [], WAIT)[0], "the forked process met no deadline"
        assert os.read(read, 3) == b"met"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        os.close(write)
