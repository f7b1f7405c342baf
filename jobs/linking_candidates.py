"""The candidates of all subjects, and those that survive the comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from jobs.linking_summary import Clock
from matching.columns.people import People
from matching.link import Blocked, Keyed, Source, block_and_score, keyed
from matching.meet import Bounds
from matching.person_model import PersonModel


@dataclass(frozen=True, slots=True)
class Linking:
    """What is linked: all subjects with a source, by a model, within bounds."""

    model: PersonModel
    subjects: People
    source: Source
    bounds: Bounds


def blocking_keys(linking: Linking, clock: Clock) -> Keyed:
    """The blocking keys of both sides."""
    with clock.phase("block"):
        return keyed(linking.subjects, linking.source, linking.bounds)


def compared(
    linking: Linking, keys: Keyed, clock: Clock, advance: Callable[[int], None]
) -> Blocked:
    """The pairs above the model's floor; `advance` is told of subjects that are done.

    Blocking and scoring run side by side, so the time passed is shared out as the threads spent
    theirs.
    """
    began = perf_counter()
    blocked = block_and_score(
        linking.model, linking.subjects, linking.source, keys, linking.bounds, advance
    )
    spent = perf_counter() - began
    busy = max(sum(blocked.seconds), 1e-9)
    clock.seconds["block"] += spent * blocked.seconds[0] / busy
    clock.seconds["score"] += spent * blocked.seconds[1] / busy
    return blocked
