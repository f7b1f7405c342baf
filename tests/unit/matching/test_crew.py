"""Work that processes do side by side: answers in order, errors whole, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from matching import crew
from matching.crew import Crew, done_in_order
from skiptrace.model.errors import MatchingError


def test_answers_come_in_the_order_of_the_pieces() -> None:
    spent: list[float] = []
    pieces = [np.arange(n) for n in range(9)]
    assert list(done_in_order(np.sum, pieces, spent)) == [int(p.sum()) for p in pieces]
    assert len(spent) == len(pieces)


@pytest.mark.parametrize(("pieces", "here"), [(1, True), (2, False)])
def test_a_single_piece_is_worked_on_at_hand(pieces: int, here: bool) -> None:
    with_two = pytest.MonkeyPatch()
    with with_two.context() as patch:
        patch.setattr(crew, "cores", lambda: 2)
        found = set(done_in_order(lambda _: os.getpid(), range(pieces), []))
    assert (found == {os.getpid()}) is here


def test_where_nothing_can_be_forked_the_work_is_done_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crew, "_CAN_FORK", False)
    assert set(done_in_order(lambda _: os.getpid(), range(5), [])) == {os.getpid()}


class TwoParts(Exception):
    """Cannot be handed over: it is made of two parts and remembers one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def refuse(piece: int) -> int:
    if piece == 1:
        raise ValueError("the second piece")
    if piece == 2:
        raise TwoParts("a", "b")
    return piece


def test_what_the_work_raises_is_raised_and_the_process_goes_on() -> None:
    with Crew(refuse, 2) as workers:
        with pytest.raises(ValueError, match="the second piece"):
            workers.do(1)
        with pytest.raises(MatchingError, match="TwoParts"):
            workers.do(2)
        assert [workers.do(piece) for piece in (0, 3, 4, 5)] == [0, 3, 4, 5]


def test_a_process_that_is_ended_is_an_error_and_not_a_wait() -> None:
    def die(_: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with Crew(die, 2) as workers, pytest.raises(MatchingError, match="ended from outside"):
        workers.do(0)


def test_all_processes_have_ended_when_the_work_is_done() -> None:
    with Crew(lambda _: os.getpid(), 2) as workers:
        pids = {workers.do(n) for n in range(4)}
        assert os.getpid() not in pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


KILLED = """
import os, signal, sys
from matching.crew import Crew
def work(piece):
    return os.getpid()
with Crew(work, 2) as workers:
    print(*{workers.do(n) for n in range(9)}, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_whose_asker_was_killed_end_by_themselves() -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    for pid in map(int, killed.stdout.split()):
        deadline = time.monotonic() + 30
        while _is_running(pid):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as told:  # noqa: PTH123  it may be gone meanwhile
            return told.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
