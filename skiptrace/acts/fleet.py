"""A worker process of the fleet, at work for the user who started it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from skiptrace.acts.office import Office
from skiptrace.app.anchoring import anchor_of, append_mark
from skiptrace.app.build import execution_of, tracer, workplace
from skiptrace.app.fleet import fleet_work, require_fleet, run_fleet_work
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor

if TYPE_CHECKING:
    from jobs.fleet.work import Manner


def work_in_fleet(office: Office, actor: Actor, manner: Manner) -> None:
    """Work off the tasks of the fleet until told to stop; each has sources of its own.

    Raises ConfigError or CaseFileError where there is no fleet to work in.
    """
    office.ask(actor, Act.RUN_NIGHT, f"worker, {manner.concurrency} tasks side by side")
    installation, case, keyring = office.installation, office.case, office.keyring
    require_fleet(installation, case)
    anchor = anchor_of(installation, keyring)

    def ended() -> None:
        if anchor.exists():
            append_mark(anchor, case, keyring)

    with ExitStack() as stack:
        opened = [
            stack.enter_context(office.sources(installation, case))
            for _ in range(manner.concurrency)
        ]
        runs = [tracer(installation, case, keyring, sources) for sources in opened]
        executions = [execution_of(installation, case, run) for run in runs]
        fleet = fleet_work(installation, workplace(installation, case), executions, ended)
        run_fleet_work(installation, fleet, manner)
