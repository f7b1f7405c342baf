"""How much work a call is, without a clock: the same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

ALLOWED_LINES = 3_000
"""What reading a text may run besides, whatever its length."""


def counted(call: Callable[[], T]) -> tuple[T, int]:
    """What a call gives, and how many lines of Python it ran; each turn of a loop counts.

    Give it a text that was not read before: what a cache knows is no work.
    """
    count = 0

    def step(_frame: FrameType, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        found = call()
    finally:
        sys.settrace(before)
    return found, count
