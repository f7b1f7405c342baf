"""Fan-out: every answer arrives once, groups stay bounded, an error is not swallowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jobs.executor import fan_out
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome


def answers(prefix: str, count: int) -> Iterator[Answer]:
    return (Answer(f"{prefix}{n}", Outcome.NO_HIT) for n in range(count))


@pytest.mark.parametrize("sizes", [{}, {"a": 0}, {"a": 1}, {"a": 3, "b": 250, "c": 0}])
def test_every_answer_arrives_once_under_its_connector(sizes: dict[str, int]) -> None:
    searches = {cid: lambda cid=cid, n=n: answers(cid, n) for cid, n in sizes.items()}
    groups = list(fan_out(searches))
    came = sorted((cid, a.inquiry_id) for group in groups for cid, a in group)
    assert came == sorted((cid, f"{cid}{n}") for cid, size in sizes.items() for n in range(size))
    assert all(0 < len(group) <= 100 for group in groups)


def test_an_error_is_raised_after_the_answers_that_came_before_it() -> None:
    def breaks() -> Iterator[Answer]:
        yield Answer("x", Outcome.HIT)
        raise ValueError("a fault of ours")

    came: list[str] = []
    with pytest.raises(ValueError, match="a fault of ours"):
        for group in fan_out({"a": breaks}):
            came.extend(a.inquiry_id for _, a in group)
    assert came == ["x"]


def test_a_search_that_cannot_even_begin_is_an_error_and_no_hang() -> None:
    def cannot_begin() -> Iterator[Answer]:
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        list(fan_out({"a": cannot_begin, "b": lambda: answers("b", 2)}))


def test_when_the_reader_stops_no_search_goes_on() -> None:
    asked: list[int] = []

    def endless() -> Iterator[Answer]:
        for n in range(100_000):
            asked.append(n)
            yield Answer(f"a{n}", Outcome.NO_HIT)

    groups = fan_out({"a": endless})
    next(groups)
    groups.close()  # type: ignore[attr-defined]
    assert len(asked) < 100_000
