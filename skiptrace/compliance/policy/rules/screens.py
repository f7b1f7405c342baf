"""The rule that screens come first: what they would have forbidden is not known, so nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.rule import Asked, Rule, Said

UNSCREENED = "D-SCREEN"
"""The rule of what waits for a screen: an unknown status is a hold, never leave."""


def screens_answered(asked: Asked) -> Iterator[Said]:
    """Every screen has answered, and not too long ago; one that timed out holds.

    Where screens are not asked about, whoever runs them keeps back what waits for them.
    """
    screens, day = asked.facts.screens, asked.facts.day
    if screens is None:
        return
    oldest = day - timedelta(days=asked.law.settings.days.screen)
    silent = [s for s in screens if s.answered is None or not oldest <= s.answered <= day]
    if silent:
        names = ", ".join(sorted({s.kind for s in silent}))
        words = f"no answer of the screen {names}: nothing is asked until it answers"
        yield Said(Severity.HOLD, words)


RULES = (
    Rule(
        UNSCREENED,
        "screens come first",
        "design: an unknown or old status holds",
        frozenset({Stage.CALL, Stage.WRITE_BACK, Stage.REPORT}),
        Severity.HOLD,
        screens_answered,
    ),
)
