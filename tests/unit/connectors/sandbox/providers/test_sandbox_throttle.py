"""A bucket of tokens that refills."""

from __future__ import annotations

from connectors.sandbox.providers.throttle import Rate, Throttle


def test_a_burst_then_a_steady_rate_by_caller() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    rate = Rate(per_second=2, burst=3)
    assert [throttle.wait_for("a", rate) for _ in range(4)] == [0, 0, 0, 1]
    assert throttle.wait_for("b", rate) == 0
    now[0] = 0.5
    assert [throttle.wait_for("a", rate) for _ in range(2)] == [0, 1]
    now[0] = 1000.0
    assert [throttle.wait_for("a", rate) for _ in range(4)] == [0, 0, 0, 1]
