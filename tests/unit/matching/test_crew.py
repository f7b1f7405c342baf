"""Work that processes do side by side: answers in order, errors whole, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from matching import crew
from matching.crew import Crew, done_in_order, processes_allowed
from skiptrace.model.errors import MatchingError


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that is alone in its process, on a machine of two processors."""
    monkeypatch.setattr(crew, "cores", lambda: 2)
    with processes_allowed():
        yield


@pytest.mark.usefixtures("allowed")
def test_answers_come_in_the_order_of_the_pieces() -> None:
    spent: list[float] = []
    pieces = [np.arange(n) for n in range(9)]
    sums = [int(piece.sum()) for piece in pieces]
    assert list(done_in_order(np.sum, pieces, spent, several=True)) == sums
    assert len(spent) == len(pieces)


def processes(*, several: bool = True) -> set[int]:
    return set(done_in_order(lambda _: os.getpid(), range(5), [], several=several))


@pytest.mark.usefixtures("allowed")
def test_only_several_pieces_are_worked_on_in_other_processes() -> None:
    assert processes(several=False) == {os.getpid()}
    assert os.getpid() not in processes()


def test_where_nobody_says_so_nothing_is_forked() -> None:
    assert processes() == {os.getpid()}


@pytest.mark.usefixtures("allowed")
def test_a_thread_may_not_fork_because_the_command_may() -> None:
    with ThreadPoolExecutor(2) as threads:
        found = [future.result() for future in [threads.submit(processes) for _ in range(4)]]
    assert found == [{os.getpid()}] * 4


@pytest.mark.usefixtures("allowed")
def test_who_was_forked_forks_nobody() -> None:
    inner = set(done_in_order(lambda _: len(processes()), range(4), [], several=True))
    assert inner == {1}


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("fails_at", [1, 2])
def test_where_nothing_can_be_forked_the_work_is_done_at_hand(
    monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    made: list[int] = []

    def fork(self: Crew[object, object]) -> None:
        made.append(1)
        if len(made) == fails_at:
            raise OSError("no room for a process")
        forking(self)

    forking = Crew._fork
    monkeypatch.setattr(Crew, "_fork", fork)
    assert processes() == {os.getpid()}
    monkeypatch.setattr(Crew, "_fork", forking)
    monkeypatch.setattr(crew, "_CAN_FORK", False)
    assert processes() == {os.getpid()}


@pytest.mark.usefixtures("allowed")
def test_an_interrupt_waits_for_no_piece(tmp_path: Path) -> None:
    def long(_: int) -> int:
        (tmp_path / "begun").touch()
        signal.pause()
        return 0

    def interrupted() -> Iterator[int]:
        yield 0
        yield 1
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(done_in_order(long, interrupted(), [], several=True))


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


@pytest.mark.usefixtures("allowed")
def test_what_the_work_raises_is_raised_and_the_process_goes_on() -> None:
    with Crew(refuse, 2) as workers:
        with pytest.raises(ValueError, match="the second piece"):
            workers.do(1)
        with pytest.raises(MatchingError, match="TwoParts"):
            workers.do(2)
        assert [workers.do(piece) for piece in (0, 3, 4, 5)] == [0, 3, 4, 5]


@pytest.mark.usefixtures("allowed")
def test_a_process_that_is_ended_is_an_error_and_not_a_wait() -> None:
    def die(_: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with Crew(die, 2) as workers, pytest.raises(MatchingError, match="ended from outside"):
        workers.do(0)


@pytest.mark.usefixtures("allowed")
def test_all_processes_have_ended_when_the_work_is_done() -> None:
    with Crew(lambda _: os.getpid(), 2) as workers:
        pids = {workers.do(n) for n in range(4)}
        assert os.getpid() not in pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


KILLED = """
import os, signal, sys
from matching.crew import Crew, processes_allowed
def work(piece):
    return os.getpid()
with processes_allowed(), Crew(work, 2) as workers:
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
