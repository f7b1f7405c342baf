"""The fleet of an installation: its queue, what hands orders on to it, and its worker processes.

Needs the extra `fleet` (Procrastinate) and a case file in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from skiptrace.app.installation import Installation
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import ConfigError
from skiptrace.tracing.trace import Tracer

if TYPE_CHECKING:
    from jobs.execution.run import Execution, Executor
    from jobs.fleet.tasks import FleetWork
    from jobs.fleet.work import Manner
    from jobs.worker import Workplace

FLEET = "fleet"
"""The executor of `nightly.executor` that hands orders on."""


def handing_on(installation: Installation, case: CaseFile, run: Tracer, night: date) -> Executor:
    """What hands the orders of a night on; raises as `require_fleet` does."""
    require_fleet(installation, case)
    from jobs.fleet.deferring import Deferring, HandingOn

    return HandingOn(run, Deferring(case, installation.settings.nightly.chunk, night))


def require_fleet(installation: Installation, case: CaseFile) -> None:
    """Raise ConfigError where the settings ask for no fleet or the extra is not installed.

    CaseFileError where the case file is in SQLite, or the queue is not there.
    """
    if installation.settings.nightly.executor != FLEET:
        raise ConfigError(f'nightly.executor: expected "{FLEET}" where workers are to work')
    _require_extra()
    from jobs.fleet.tables import require_tables

    require_tables(case)


def set_up(case: CaseFile) -> bool:
    """Make the tables of the queue, unless this release made them; whether they were made."""
    _require_extra()
    from jobs.fleet.tables import make_tables

    return make_tables(case)


def fleet_work(
    installation: Installation,
    place: Workplace,
    executions: Iterable[Execution],
    ended: Callable[[], None],
) -> FleetWork:
    """What one worker process does; `ended` is called after each task."""
    from jobs.fleet.tasks import FleetWork, benches_of

    settings = installation.settings.nightly
    return FleetWork(place, benches_of(executions), settings.run_budget, settings.chunk, ended)


def run_fleet_work(installation: Installation, fleet: FleetWork, manner: Manner) -> None:
    """Work until told to stop; see `jobs.fleet.work`."""
    from jobs.fleet.work import work
    from skiptrace.casefile.engine import case_file_url

    work(case_file_url(installation.case_url), fleet, manner)


def _require_extra() -> None:
    try:
        import_module("procrastinate")
    except ImportError:
        words = "procrastinate is not installed: pip install 'skiptrace[fleet]'"
        raise ConfigError(f"nightly.executor: {words}") from None
