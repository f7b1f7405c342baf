"""Fan-out: every answer arrives once, groups stay bounded, an error is not swallowed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from jobs.execution import threads as execution
from jobs.execution.threads import Group, Item, fan_out
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome


def answers(prefix: str, count: int) -> Iterator[Answer]:
    return (Answer(f"{prefix}{n}", Outcome.NO_HIT) for n in range(count))


@pytest.mark.parametrize("sizes", [{}, {"a": 0}, {"a": 1}, {"a": 3, "b": 250, "c": 0}])
def test_every_answer_arrives_once_under_its_connector(sizes: dict[str, int]) -> None:
    searches = {cid: lambda cid=cid, n=n: answers(cid, n) for cid, n in sizes.items()}
    groups: list[Group] = []
    fan_out(searches, groups.append)
    came = sorted((cid, a.inquiry_id) for group in groups for cid, a in group)
    assert came == sorted((cid, f"{cid}{n}") for cid, size in sizes.items() for n in range(size))
    assert all(0 < len(group) <= 100 for group in groups)


def test_an_error_is_raised_after_the_answers_that_came_before_it() -> None:
    def breaks() -> Iterator[Answer]:
        yield Answer("x", Outcome.HIT)
        raise ValueError("a fault of ours")

    came: list[str] = []
    with pytest.raises(ValueError, match="a fault of ours"):
        fan_out({"a": breaks}, lambda group: came.extend(a.inquiry_id for _, a in group))
    assert came == ["x"]


def test_a_search_that_cannot_even_begin_is_an_error_and_no_hang() -> None:
    def cannot_begin() -> Iterator[Answer]:
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        fan_out({"a": cannot_begin, "b": lambda: answers("b", 2)}, [].append)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("no disk")], ids=repr)
@pytest.mark.parametrize("stores_first", [True, False], ids=["after it stored", "before"])
def test_what_came_before_an_interrupt_is_handed_on_and_nothing_more_is_asked(
    error: BaseException, stores_first: bool
) -> None:
    asked: list[str] = []
    stored: list[str] = []
    interrupted = threading.Event()

    def endless() -> Iterator[Answer]:
        for n in range(100_000):
            asked.append(f"a{n}")
            if n == 3:
                interrupted.wait(10)
            yield Answer(f"a{n}", Outcome.HIT)

    def take(group: Group) -> None:
        is_first = not interrupted.is_set()
        if stores_first or not is_first:
            stored.extend(a.inquiry_id for _, a in group)
        if is_first:
            interrupted.set()
            raise error

    with pytest.raises(type(error)):
        fan_out({"a": endless}, take)
    assert len(asked) < 100_000
    assert sorted(set(stored)) == sorted(asked), "whatever was asked was stored"


def test_answers_that_trickle_in_are_handed_on_together() -> None:
    def slow() -> Iterator[Answer]:
        for answer in answers("a", 10):
            threading.Event().wait(0.001)
            yield answer

    groups: list[Group] = []
    fan_out({"a": slow}, groups.append)
    assert sum(map(len, groups)) == 10
    assert len(groups) < 10


def test_nobody_waits_for_more_once_every_search_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "_GATHERED", 3_600.0)
    groups: list[Group] = []
    fan_out({"a": lambda: answers("a", 1), "b": lambda: answers("b", 2)}, groups.append)
    assert [len(group) for group in groups] == [3]


class Interrupted(queue.SimpleQueue[Item]):
    """A queue whose second item is interrupted while it is waited for."""

    waited = 0

    def get(self, block: bool = True, timeout: float | None = None) -> Item:
        self.waited += 1
        if self.waited == 2:
            raise KeyboardInterrupt
        return super().get(block, timeout)


def test_what_was_gathered_before_an_interrupt_is_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(execution.queue, "SimpleQueue", Interrupted)
    stored: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        fan_out(
            {"a": lambda: answers("a", 2)},
            lambda group: stored.extend(a.inquiry_id for _, a in group),
        )
    assert stored[:1] == ["a0"]
