"""In bulk work cycles are looked for seldom; before and after it as ever."""

from __future__ import annotations

import gc

import pytest

from jobs.seldom_collected import seldom_collected


def test_the_collector_is_as_it_was_once_the_work_is_done() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        with pytest.raises(KeyError), seldom_collected():
            assert gc.get_threshold()[0] > 10_000
            with seldom_collected():
                pass
            assert gc.get_threshold()[0] > 10_000
            assert gc.get_freeze_count() > 0
            raise KeyError("a fault")
        assert gc.get_threshold() == (700, 10, 10)
    finally:
        gc.set_threshold(*before)


def test_cycles_that_the_work_makes_are_found() -> None:
    class Ring:
        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            ended.append(1)

    ended: list[int] = []
    with seldom_collected():
        kept = [[Ring(), *([] for _ in range(9))] for _ in range(20_000)]
        kept.clear()
        kept = [[[] for _ in range(10)] for _ in range(20_000)]
    assert len(ended) > 1_000
    assert len(kept) == 20_000
