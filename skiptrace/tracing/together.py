"""Reads what a chunk of traces needs at once; where that fails, of each alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from skiptrace.model.errors import CaseFileError, CaseFileUnavailable
from skiptrace.tracing.state import OrderTrace

K = TypeVar("K")
V = TypeVar("V")


def read_together(
    traces: Sequence[OrderTrace], read: Callable[[Sequence[OrderTrace]], Mapping[K, V]]
) -> dict[K, V]:
    """What `read` gives of all traces; where it fails, of each alone: who is at fault is parked.

    Raises CaseFileUnavailable when nothing can be read.
    """
    if not traces:
        return {}
    try:
        return dict(read(traces))
    except CaseFileUnavailable:
        raise
    except CaseFileError as error:
        if len(traces) == 1:
            traces[0].park(error, "read")
            return {}
    return {key: value for one in traces for key, value in read_together([one], read).items()}


def accounts_of(traces: Sequence[OrderTrace]) -> list[str]:
    """The ids of the accounts that the traces are about."""
    return [trace.order.account.id for trace in traces]
