"""Survivors weighed by what their own file has shown of the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.blind import top_candidates
from matching.engine.link import Linked
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.context import APART


def moved(linked: Linked, shown: Units) -> Linked:
    """The survivors with so much, in units of 1/64 bit, added to each before its rule holds it.

    Raised is a subject's likeliest person alone, and who may be the same one, as far as the others
    leave room. What moves them is the blind link (`score.wrong_share`, `score.too_low`).
    """
    if not shown.any():
        return linked
    if (shown > 0).any():
        most = np.where(_of_the_likeliest(linked), room(linked), 0)
        shown = np.minimum(shown, np.maximum(most, 0)).astype(np.int32)
    free = linked.free + shown
    taken = linked.held.taken(free)
    return replace(linked, shown=shown, constraint=taken, weight=free + taken)


def lifted(linked: Linked, added: Units) -> Linked:
    """The survivors with what the file adds to each, behind the rules, which still hold them back
    from being accepted. What adds it is the link without whom it found (`score.lookalikes`)."""
    if not added.any():
        return linked
    return replace(linked, lifted=added, weight=linked.weight + added)


def room(linked: Linked) -> Units:
    """What can be added so that a subject and the persons apart from it still share one whole.

    A person whose records may be the candidate's own takes none of its room, as it took nothing of
    its weight (`score.tied`).
    """
    person, likely = linked.context.person, linked.probability
    best = np.zeros(len(likely))
    np.maximum.at(best, person, likely)
    lead = np.flatnonzero(person == np.arange(len(person)))
    whole = np.bincount(linked.found.subject[lead], best[lead])
    others = whole[linked.found.subject] - best[person] - _may_be_one(linked, best)
    rest = np.clip(1.0 - others, 1e-12, 1.0 - 1e-12)
    most = np.floor(UNITS_PER_BIT * np.log2(rest / (1.0 - rest))).astype(np.int32)
    return np.asarray(np.maximum(most - linked.weight, 0), dtype=np.int32)


def _may_be_one(linked: Linked, best: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each candidate, how likely all other persons are that may be the same one."""
    left, right = _tied(linked)
    found = np.bincount(left, best[right], minlength=len(best))
    return np.asarray(found[linked.context.person])


def _of_the_likeliest(linked: Linked) -> NDArray[np.bool_]:
    """Who is of a subject's likeliest person, or of one that may be the same."""
    person = linked.context.person
    chosen = np.zeros(len(person), dtype=np.bool_)
    chosen[person[top_candidates(linked.found, linked.weight)]] = True
    left, right = _tied(linked)
    chosen[left[chosen[right]]] = True
    return np.asarray(chosen[person])


def _tied(linked: Linked) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of a subject's persons that are not surely two people, each both ways."""
    links, person = linked.context.links, linked.context.person
    left, right = person[links.left], person[links.right]
    tied = (left != right) & (links.odds >= APART)
    ways = [np.stack(pair) for pair in ((left[tied], right[tied]), (right[tied], left[tied]))]
    first, second = np.unique(np.concatenate(ways, axis=1), axis=1)
    return first, second
