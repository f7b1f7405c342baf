"""The blind link: subjects linked once more without what identifies them, which then says who was
right.

Where both sides of a pair have a date of birth or a number, its probability without them can be
held against what they say. A record that looks like the subject and turns out to be someone else is
the decoy that such a file holds anyway: a father, a namesake, a twin, as often as there are some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.encode.batch import PersonBatch
from matching.engine.link import Linked, Part, Source, in_context, own_weight, part_at
from matching.score.context import ScoredPairs, natural
from matching.score.person_model import PersonModel

IDENTITY = ("birth", "ssn")
"""The comparisons that are hidden."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """Blind top candidates of which something was hidden, in an order that only they decide.

    `said` is their natural log-odds by the blind link, `told` what the hidden evidence adds; of
    whom is `free` no rule holds anything down.
    """

    said: NDArray[np.float64]
    told: NDArray[np.float64]
    free: NDArray[np.bool_]

    @classmethod
    def of(
        cls, said: NDArray[np.float64], told: NDArray[np.float64], free: NDArray[np.bool_]
    ) -> Revealed:
        """The same in that order."""
        order = np.lexsort((free, told, said))
        return cls(said[order], told[order], free[order])

    def __len__(self) -> int:
        return len(self.said)

    @property
    def likely(self) -> Revealed:
        """Those that are as likely as not."""
        at = self.said >= 0.0
        return Revealed(self.said[at], self.told[at], self.free[at])


NOTHING_REVEALED = Revealed(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_))


def is_identified(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Which pairs have a date of birth or a number on both sides."""
    return np.asarray(np.logical_or.reduce([levels[name] > 0 for name in IDENTITY]))


def blind_odds(
    model: PersonModel, source: Source, levels: Mapping[str, Levels]
) -> NDArray[np.float64]:
    """Natural log-odds of pairs by their own levels but those of IDENTITY."""
    return natural(own_weight(model, source, _hidden(levels)))


def revealed(
    model: PersonModel, subjects: PersonBatch, source: Source, pairs: Part, linked: Linked
) -> Revealed:
    """Links the subjects of these pairs blind, each as if only it were, and uncovers the answer.

    `pairs` are all of those subjects that are above the model's floor, blind or not; `linked` is
    the real link of the same source, by whose candidates other subjects claim the records.
    """
    (found, levels), hidden = blind_pairs(model, source, pairs)
    beside = replace(source, register=linked.register, claims=linked.found)
    linked = in_context(model, subjects, *hidden, beside)
    top = top_candidates(hidden[0], linked.weight)
    top = top[is_identified(levels)[top]]
    said, told = natural(linked.weight[top]), (found.odds - hidden[0].odds)[top]
    return Revealed.of(said, told, linked.constraint[top] == 0)


def blind_pairs(model: PersonModel, source: Source, pairs: Part) -> tuple[Part, Part]:
    """The pairs that are above the model's floor blind: as they are, and with IDENTITY hidden."""
    blind = blind_odds(model, source, pairs[1])
    order = np.lexsort((pairs[0].record, -blind, pairs[0].subject))
    order = order[blind[order] > model.floor]
    found, levels = part_at(pairs, order)
    hidden = ScoredPairs(found.subject, found.record, blind[order])
    return (found, levels), (hidden, _hidden(levels))


def top_candidates(found: ScoredPairs, weight: NDArray[np.integer]) -> NDArray[np.int64]:
    """The place of each subject's likeliest pair, of equals that of the first record."""
    order = np.lexsort((found.record, -weight, found.subject))
    subject = found.subject[order]
    return np.asarray(order[np.flatnonzero(np.diff(subject, prepend=-1))])


def blind_part(part: Part, asked: NDArray[np.bool_]) -> Part:
    """The pairs of the subjects that are asked for."""
    return part_at(part, np.flatnonzero(asked[part[0].subject]))


def _hidden(levels: Mapping[str, Levels]) -> dict[str, Levels]:
    return {n: np.zeros_like(c) if n in IDENTITY else c for n, c in levels.items()}
