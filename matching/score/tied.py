"""What rivals cannot take: a rival may be the candidate itself, so that both are the subject's.

Two records that look like two people may be one person's all the same: a date mistyped, a name that
changed. So far as they are one, the rival that fits the subject speaks for the candidate.
"""

from __future__ import annotations

import numpy as np

from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.constraints.rules import ANOTHER
from matching.score.context import CONTRADICTED, SAME, Context, RecordLinks

_ONE_EACH = 1
"""The level of `register` of a source that holds one record a person."""

_NOTHING = -99 * UNITS_PER_BIT


def given_back(alone: Units, weight: Units, around: Context) -> Units:
    """What competition took too much of, at least 0, in units of 1/64 bit.

    `alone` is what each candidate would weigh without rivals, `weight` what these left. It keeps
    the weight at which a rival is the subject and the candidate's record is that rival's, the
    smaller of both standing for their product; that two records contradict each other is a mistake
    as often as a rule allows for another person. In a source of one record a person no record is a
    rival's.
    """
    if len(weight) and around.levels["register"][0] == _ONE_EACH:
        return np.zeros(len(weight), dtype=np.int32)
    least = _least(weight, around)
    return np.asarray(np.maximum(np.minimum(alone, least) - weight, 0), dtype=np.int32)


def _least(weight: Units, around: Context) -> Units:
    """The weight of each candidate, by its likeliest rival that may be the same person."""
    links, person = around.links, around.person
    apart = person[links.left] != person[links.right]
    left, right, one = links.left[apart], links.right[apart], _one(links)[apart]
    found = np.full(len(weight), _NOTHING, dtype=np.int32)
    np.maximum.at(found, person[left], np.minimum(one, weight[right]))
    np.maximum.at(found, person[right], np.minimum(one, weight[left]))
    return found[person]


def _one(links: RecordLinks) -> Units:
    """How surely the records of each two persons are one's, in units of 1/64 bit: at most as not.

    Those that only a contradiction parts are at CONTRADICTED; what is less alike is below it.
    """
    mistaken = np.log(ANOTHER / (1.0 - ANOTHER))
    odds = np.where(links.odds == CONTRADICTED, mistaken, np.minimum(links.odds, SAME))
    return np.asarray(np.floor(odds * (UNITS_PER_BIT / np.log(2.0))), dtype=np.int32)
