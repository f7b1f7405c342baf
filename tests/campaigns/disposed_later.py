"""Disposes of an installation's accounts as if some years had passed, as its scheduler would.

`python -m tests.campaigns.disposed_later YEARS SETTINGS CERTIFICATES`, by the user who runs it: the
act of `skiptrace retention run`, with a clock that is ahead.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from skiptrace.acts.retention import dispose
from skiptrace.app.installation import utc_now
from skiptrace.cli.session import opened


def main(years: str, settings: str, certificates: str) -> int:
    """Dispose, and say of how much; 1 where nothing could go."""

    def later() -> datetime:
        now = utc_now()
        return now.replace(year=now.year + int(years), day=min(now.day, 28))

    with opened(settings) as session:
        office = replace(session.office, clock=later)
        made = dispose(office, session.actor, Path(certificates))
    print(f"{len(made)} disposals, {sum(len(one.keys) for one in made)} keys destroyed")
    return int(not made)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
