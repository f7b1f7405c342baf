"""How rare what two names of organisations share is: bits of their words, in buckets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import log2

import numpy as np

from config.match_tables import match_table
from matching.encode.organizations import Called
from matching.parse.name_tables import surname_share
from matching.parse.organization.read import NormalOrganization

EDGES = (6.0, 8.0, 10.0, 12.0, 14.0, 16.0)
NAME_RARITY = (
    "not asked", "under 6 bits", *(f"{a:g} to {b:g} bits" for a, b in pairwise(EDGES)),
    "over 16 bits",
)  # fmt: skip
"""Bits of what names share: one organisation in 2**bits has it."""

_RAREST = 2.0**-15
_NAMED_AFTER = 0.3
"""The share of organisations that are named after a person."""

_WEIGHT = 3000.0
"""How many names of a table of records the shares known beforehand are worth."""

_FURTHER = 0.5
"""What a further word of a name is worth: words come together more often than by chance."""


@dataclass(frozen=True)
class WordShares:
    """How often words stand in the names of a table of records, of `names` in all."""

    counts: Mapping[str, int]
    names: int
    _known: dict[str, float] = field(default_factory=dict, compare=False)

    def bits(self, words: Iterable[str]) -> float:
        """The bits of several words together: the rarest counts in full."""
        each = sorted((self._bits(word) for word in words), reverse=True)
        return each[0] + _FURTHER * sum(each[1:]) if each else 0.0

    def _bits(self, word: str) -> float:
        found = self._known.get(word)
        if found is None:
            known = self.counts.get(word, 0) + _WEIGHT * _usual_share(word)
            found = self._known[word] = -log2(known / (self.names + _WEIGHT))
        return found


def word_shares(names: Sequence[NormalOrganization], called: Called) -> WordShares:
    """The shares in the names that records are called by, each as often as records bear it."""
    often = np.bincount(called.name, minlength=len(names))
    counts: Counter[str] = Counter()
    for at in np.flatnonzero(often).tolist():
        for word in set(names[at].words):
            counts[word] += int(often[at])
    return WordShares(counts, int(often.sum()))


NOTHING_COUNTED = WordShares({}, 0)
"""For the few records that a search returned: the shares known beforehand alone."""


def _usual_share(word: str) -> float:
    usual = business_words().get(word, 0.0)
    return max(usual, _NAMED_AFTER * surname_share(word), _RAREST)


@cache
def business_words() -> Mapping[str, float]:
    """How often each usual word stands in the names of organisations, 0 to 1."""
    raw = match_table("organization_words")
    return {word: float(share) for share, line in raw["shares"].items() for word in line.split()}
