"""Survivors weighed by what their own file has shown of the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.engine.link import Linked
from matching.score.additive import UNITS_PER_BIT, Units


def lowered(linked: Linked, by: float) -> Linked:
    """The survivors with so much, in natural log-odds, taken from each before its rule holds it.

    All are taken alike, so their order stays but for those that a rule holds. What takes it is the
    blind link (`score.wrong_share`).
    """
    units = round(by / np.log(2.0) * UNITS_PER_BIT)
    if units <= 0:
        return linked
    shown = np.full(len(linked.weight), -units, dtype=np.int32)
    free = linked.free + shown
    taken = linked.held.taken(free)
    return replace(linked, shown=shown, constraint=taken, weight=free + taken)


def lifted(linked: Linked, added: Units) -> Linked:
    """The survivors with what the file adds to each, behind the rules, which still hold them back
    from being accepted. What adds it is the link without whom it found (`score.lookalikes`)."""
    if not added.any():
        return linked
    return replace(linked, shown=linked.shown + added, weight=linked.weight + added)
