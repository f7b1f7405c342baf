"""Threads of one process take turns to write where the file has one writer."""

from __future__ import annotations

import threading

import pytest

from skiptrace.casefile import engine
from skiptrace.casefile.engine import Turn
from skiptrace.model.errors import CaseFileUnavailable


def test_one_thread_at_a_time_has_the_turn() -> None:
    turn, at_once, most = Turn(is_single=True), 0, 0

    def write() -> None:
        nonlocal at_once, most
        for _ in range(50):
            with turn.taken():
                at_once += 1
                most = max(most, at_once)
                threading.Event().wait(0.0001)
                at_once -= 1

    writers = [threading.Thread(target=write) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert most == 1


def test_a_turn_that_never_comes_is_an_error_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "_BUSY_SECONDS", 0.01)
    turn = Turn(is_single=True)
    with turn.taken(), pytest.raises(CaseFileUnavailable, match="another thread"), turn.taken():
        pytest.fail("two have the turn")
    with turn.taken():
        pass


def test_an_error_gives_the_turn_back() -> None:
    turn = Turn(is_single=True)
    with pytest.raises(ValueError, match="within"), turn.taken():
        raise ValueError("within")
    with turn.taken():
        pass


def test_where_writers_work_at_once_nobody_waits() -> None:
    turn = Turn(is_single=False)
    with turn.taken(), turn.taken():
        pass
