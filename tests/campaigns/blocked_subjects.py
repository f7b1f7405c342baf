"""No order of holds, releases, answers, roles, waivers and judgements lets a blocked subject out.

`python -m tests.campaigns.blocked_subjects [STEPS] [SEED]` with tests on the path; 1 when something
of somebody who was held reached a source, a write-back or a view, with the moves that led there.
tests/integration/acts/test_blocked_subjects.py is its short version, and breaks the law by hand.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.walk.walk import walk
from tests.walk.world import Leak


def main(steps: str = "100000", seed: str = "1") -> int:
    """Walk, and tell what happened how often."""
    with tempfile.TemporaryDirectory() as name:
        try:
            count = walk(Path(name), int(steps), int(seed), _tell())
        except Leak as leak:
            print(leak)
            return 1
    print(", ".join(f"{n} {what}" for what, n in count.most_common()))
    return 0


def _tell() -> Callable[[int], None]:
    """Tells how far the walk is, on standard error, after each thousand steps."""
    walked = 0

    def advance(steps: int) -> None:
        nonlocal walked
        before, walked = walked, walked + steps
        if walked // 1000 > before // 1000:
            print(f"{walked:,} steps, nothing left", file=sys.stderr, flush=True)

    return advance


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
