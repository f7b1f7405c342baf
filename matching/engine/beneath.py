"""Pairs below the model's floor, weighed beside those above it, which know nothing of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from matching.encode.batch import Ints, PersonBatch
from matching.engine.link import Linked, in_context, ordered
from matching.engine.second_pass import Blocked
from matching.score.constraints.held import Held
from matching.score.person_model import PersonModel

_UNITS = (
    "population", "competition", "claimed", "calibration", "spread", "shown", "constraint",
    "lifted", "weight",
)  # fmt: skip


def with_beneath(
    model: PersonModel, subjects: PersonBatch, blocked: Blocked, linked: Linked, places: Ints
) -> tuple[Linked, Ints]:
    """Everything that was kept, and where in it these survivors of `linked` are.

    The survivors stay as they are, to the byte. The others are weighed as if all were survivors.
    """
    found, levels = ordered([(linked.found, linked.pair), blocked.beneath])
    beside = replace(blocked.source, register=linked.register, claims=linked.found)
    wide = in_context(model, subjects, found, levels, beside)
    return as_they_were(wide, linked, np.flatnonzero(found.odds > model.floor), places)


def as_they_were(wide: Linked, linked: Linked, at: Ints, places: Ints) -> tuple[Linked, Ints]:
    """What was weighed anew, with the survivors of `linked` at these places as they were."""
    person = _over(wide.context.person, at[linked.context.person], at)
    context = replace(
        wide.context,
        levels=_levels_over(wide.context.levels, linked.context.levels, at),
        person=person[person],
    )
    held = Held(_over(wide.held.number, linked.held.number, at))
    units = {name: _over(getattr(wide, name), getattr(linked, name), at) for name in _UNITS}
    return replace(wide, context=context, held=held, **units), at[places]


def _levels_over(wide: Mapping[str, Any], own: Mapping[str, Any], at: Ints) -> dict[str, Any]:
    return {name: _over(column, own[name], at) for name, column in wide.items()}


def _over(wide: Any, own: Any, at: Ints) -> Any:
    """The column with those rows as they were."""
    found = wide.copy()
    found[at] = own
    return found
