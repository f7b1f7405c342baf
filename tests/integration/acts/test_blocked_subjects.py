"""A short walk of tests/campaigns/blocked_subjects.py, and laws that were broken by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from skiptrace.acts import reading
from skiptrace.casefile import standing_holds
from skiptrace.compliance.policy import policy
from tests.walk.walk import walk
from tests.walk.world import Leak

STEPS, SEED = 500, 3

Break = Callable[[pytest.MonkeyPatch], None]


def test_nothing_of_whoever_is_held_leaves(tmp_path: Path) -> None:
    count = walk(tmp_path, STEPS, SEED)
    happened = (
        "asked for trace",
        "asked for assets",
        "shown contact",
        "shown assets",
        "written",
        "held by an answer",
        "refused",
    )
    assert [what for what in happened if not count[what]] == []


def no_hold_counts(patch: pytest.MonkeyPatch) -> None:
    """The policy forgets holds and statuses."""
    patch.setattr(policy, "of_standing", lambda asked: ())


def no_hold_follows(patch: pytest.MonkeyPatch) -> None:
    """Holds of the person's other accounts are not read."""
    patch.setattr(standing_holds, "_borne", lambda tx, own, account_ids: {})


def no_view_asks(patch: pytest.MonkeyPatch) -> None:
    """Whoever reads findings and notes asks no policy."""
    patch.setattr(reading, "refuse_if_withheld", lambda policy, entry, kinds: None)


@pytest.mark.parametrize("broken", [no_hold_counts, no_hold_follows, no_view_asks])
def test_a_broken_law_is_seen(broken: Break, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        broken(patch)
        with pytest.raises(Leak):
            walk(tmp_path, 2000, SEED)
