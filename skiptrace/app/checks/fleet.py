"""The fleet: that what a night hands on can be worked off."""

from __future__ import annotations

from skiptrace.app.build import case_file
from skiptrace.app.fleet import FLEET, require_fleet
from skiptrace.app.installation import Installation
from skiptrace.casefile.task_queue import processes


def check_fleet(installation: Installation) -> str:
    """Where the night is a fleet's, the extra is installed and the queue is there."""
    if installation.settings.nightly.executor != FLEET:
        return "a night is worked off by the process that begins it"
    case, _ = case_file(installation)
    try:
        require_fleet(installation, case)
        with case.read() as tx:
            count = processes(tx)
    finally:
        case.close()
    return f"its queue is there; {count} worker processes are heard of"
