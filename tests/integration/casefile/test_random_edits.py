"""Some of the random edits of tests/campaigns/random_edits: all are found, and named."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns.random_edits import NOT_BOUND, campaign

EDITS = 40


def test_random_edits_are_found_and_named(tmp_path: Path) -> None:
    done = campaign(tmp_path, EDITS, "the short one")
    assert done.made.total() == EDITS
    assert len(done.made) > 15, "they are of many kinds"
    assert not NOT_BOUND & done.made.keys()
    assert done.missed == []
    assert done.unnamed == []
