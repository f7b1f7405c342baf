"""A fleet that is killed in the middle of a purchase finishes it, and pays once.

The long version is `python -m tests.campaigns.fleet`.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.campaigns.fleet import TODAY, Fleet, finish, in_peace, untraced, wrongs_of
from tests.campaigns.moments import Moment, Watch

ACCOUNTS = 12
MOMENTS = (Moment.SENT, Moment.PENDING)


def test_kills_where_a_purchase_can_be_lost_change_nothing(
    tmp_path: Path, town: Path, postgres_url: str
) -> None:
    calm = in_peace(tmp_path / "calm", town, ACCOUNTS)
    site = untraced(tmp_path / "site", town, postgres_url, ACCOUNTS)
    watch = Watch()
    with watch.watching(), site.served():
        site.run("nightly", "--as-of", TODAY)
        fleet = Fleet(site, postgres_url, random.Random(2), watch, {"worker": 1})
        try:
            struck = [fleet.strike_at(moment, fleet.kill, 90) for moment in MOMENTS]
        finally:
            fleet.end()
        finish(site)
    assert struck == [True] * len(MOMENTS), fleet.happened
    assert wrongs_of(site, calm) == []
