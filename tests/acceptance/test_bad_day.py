"""A bad day over few accounts: the short version of `tests/campaigns/bad_day.py`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.campaigns.bad_day import (
    LIMITS,
    Counted,
    bad_days,
    days,
    new_site,
    settled,
    wrong_with,
)
from tests.installation import DAY

ACCOUNTS, SEED = 24, 5


def test_a_bad_day_makes_nothing_up_loses_nothing_and_buys_nothing_twice(
    tmp_path: Path, town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = new_site(tmp_path / "site", town, ACCOUNTS)
    calm = site.copy(tmp_path / "calm")
    counted = Counted()
    assert settled(calm, days(DAY), Counted()) == []
    assert bad_days(site, random.Random(SEED), 1, counted, rarest=6) == []
    assert wrong_with(site, calm, counted) == []
    assert "incomplete" in capsys.readouterr().out, "the day was bad"
    struck = {source for source, _ in counted.struck}
    assert len(struck) >= 4 and len({kind for _, kind in counted.struck}) >= 5
    assert all(counted.times[source] for source in LIMITS)
