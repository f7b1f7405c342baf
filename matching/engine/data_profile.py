"""What data look like to a model: what is known of its pairs, and how many have namesakes.

A model learned where names alone tell people apart is dangerous where they do not; one learned with
dates of birth knows little where there are none. Its file says what it was learned on, and data
that look otherwise are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from matching.engine.link import Linked
from matching.score.context import CONTEXT_LEVELS

KNOWN: Mapping[str, str] = {
    "birth": "dates of birth",
    "ssn": "social security numbers",
    "phone": "telephones",
    "email": "e-mail addresses",
    "place": "street addresses",
    "locality": "towns or ZIP codes",
    "middle": "middle names",
}
"""The comparisons of which it counts whether both sides have them, and what they compare."""

ENOUGH = 100
"""Subjects with candidates from which on data have a look of their own."""

_MUCH, _TIMES = 0.3, 3.0
"""A share that counts, and by how many times another must differ from it to be told."""

_SOME = 0.02
_NAMESAKES = CONTEXT_LEVELS["other namesakes"].index("none") + 1


@dataclass(frozen=True, slots=True)
class DataProfile:
    """Shares of 0 to 1: `known`, by comparison, of the candidates of which both sides have data;
    `namesakes` of the subjects with another person of their name among the candidates. `subjects`
    are those with candidates.
    """

    known: Mapping[str, float]
    namesakes: float
    subjects: int

    def facts(self) -> dict[str, Any]:
        """Plain values for a model's file."""
        return asdict(self)


def data_profile(linked: Linked) -> DataProfile:
    """How the candidates of a linking look; all shares are 0 without any."""
    subject = linked.found.subject
    own = np.unique(subject)
    named = np.unique(subject[linked.context.levels["other namesakes"] >= _NAMESAKES])
    return DataProfile(
        {name: _share(int((linked.pair[name] > 0).sum()), len(subject)) for name in KNOWN},
        _share(len(named), len(own)),
        len(own),
    )


def pooled_profile(profiles: Sequence[DataProfile]) -> DataProfile:
    """Several as one, each subject counting once."""
    subjects = sum(one.subjects for one in profiles)
    return DataProfile(
        {name: _mean([(p.known[name], p.subjects) for p in profiles]) for name in KNOWN},
        _mean([(p.namesakes, p.subjects) for p in profiles]),
        subjects,
    )


def profile_in(training: Mapping[str, Any]) -> DataProfile | None:
    """What a model's file says it was learned on; None for one that does not say."""
    raw = training.get("data")
    return DataProfile(raw["known"], raw["namesakes"], raw["subjects"]) if raw else None


def told_apart(learned: DataProfile, here: DataProfile) -> tuple[str, ...]:
    """In words, how data look otherwise than those a model was learned on; of few data, nothing."""
    return tuple(_differences(learned, here)) if here.subjects >= ENOUGH else ()


def _differences(learned: DataProfile, here: DataProfile) -> Iterator[str]:
    for name, words in KNOWN.items():
        there, now = learned.known[name], here.known[name]
        if max(there, now) >= _MUCH and max(there, now) > _TIMES * min(there, now):
            yield f"{words} are known of {now:.0%} of the candidates, there of {there:.0%}"
    if here.namesakes > _TIMES * learned.namesakes + _SOME:
        yield (
            f"{here.namesakes:.0%} of the subjects have a namesake among their candidates, there "
            f"{learned.namesakes:.0%}"
        )


def _share(some: int, every: int) -> float:
    return round(some / every, 4) if every else 0.0


def _mean(values: Sequence[tuple[float, int]]) -> float:
    every = sum(weight for _, weight in values)
    return round(sum(value * weight for value, weight in values) / every, 4) if every else 0.0
