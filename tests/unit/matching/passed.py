"""Records of profiles that pass by subjects in partitions of any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from config.default_model import LINK_MODEL
from matching.block.candidates import Bounds
from matching.encode.batch import Words
from matching.encode.profiles import batch_of_profiles
from matching.engine.first_pass import Counted, FirstPass, Subjects, subjects_of
from matching.engine.link import Linked, in_context
from matching.engine.second_pass import Blocked, Linking, Told, block_and_score
from matching.profile import Profile
from matching.score.person_model import load_model
from matching.score.population import REFERENCE

MODEL = load_model(LINK_MODEL)


class Kept:
    """Parts in memory."""

    def __init__(self) -> None:
        self.parts: dict[str, object] = {}

    def put(self, name: str, part: object) -> None:
        """Keep a part."""
        self.parts[name] = part

    def get(self, name: str) -> Any:
        """The part of that name."""
        return self.parts[name]


@dataclass(frozen=True)
class TwoSides:
    """Subjects and records."""

    subjects: Sequence[Profile]
    records: Sequence[Profile]

    def asked(self) -> Subjects:
        """The subjects as columns."""
        words = Words()
        return subjects_of(batch_of_profiles(self.subjects, words), words)

    def counted(self, bounds: Bounds, size: int) -> Counted:
        """The first pass, in partitions of that size."""
        first_pass = FirstPass(self.asked(), Kept(), bounds)
        for first in range(0, max(len(self.records), 1), size):
            words = first_pass.further_words()
            part = self.records[first : first + size]
            first_pass.add(batch_of_profiles(part, words), words)
        return first_pass.counted()

    def linked(
        self, bounds: Bounds, size: int = 1000, told: Told | None = None
    ) -> tuple[Blocked, Linked]:
        """Both passes, and the survivors in context, by their numbers among all records."""
        counted = self.counted(bounds, size)
        linking = Linking(MODEL, bounds, REFERENCE, batch=True)
        blocked = block_and_score(linking, counted, told or Told())
        people = counted.subjects.people
        linked = in_context(MODEL, people, blocked.found, blocked.levels, blocked.source)
        return blocked, linked.numbered(blocked.number)
