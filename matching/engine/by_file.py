"""Survivors weighed by what their own file has shown of the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.engine.link import Linked
from matching.score.additive import UNITS_PER_BIT, Units


def moved(linked: Linked, by: float) -> Linked:
    """The survivors with so much, in natural log-odds, added to each before its rule holds it.

    All are lowered alike. Raised are those that are as likely as not, of which alone it was
    measured, as far as the subject's other persons leave room. So the order stays but for those
    that a rule holds. What moves them is the blind link (`score.wrong_share`).
    """
    units = round(by / np.log(2.0) * UNITS_PER_BIT)
    if not units:
        return linked
    shown = np.full(len(linked.weight), units, dtype=np.int32)
    if units > 0:
        shown = np.where(linked.free < 0, 0, np.minimum(shown, room(linked)))
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
    """What can be added so that the persons of a subject still share one whole."""
    person, likely = linked.context.person, linked.probability
    best = np.zeros(len(likely))
    np.maximum.at(best, person, likely)
    lead = np.flatnonzero(person == np.arange(len(person)))
    whole = np.bincount(linked.found.subject[lead], best[lead])
    rest = np.clip(1.0 - (whole[linked.found.subject] - best[person]), 1e-12, 1.0 - 1e-12)
    most = np.floor(UNITS_PER_BIT * np.log2(rest / (1.0 - rest))).astype(np.int32)
    return np.asarray(np.maximum(most - linked.weight, 0), dtype=np.int32)
