"""Asks a scheduler again and again what is due, each kind of work by itself, until told to stop.

APScheduler only wakes it: jobs lie in memory, one run of a kind at a time, late wake-ups are one.
What is due never comes from its clock.
"""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from jobs.schedule.plan import Plan
from jobs.schedule.scheduler import DoneDue, Scheduler
from skiptrace.model.errors import CaseFileError

Said = Callable[[str, DoneDue | CaseFileError], None]
"""Takes the kind and what became of it, for the operator."""

EVERY = 15.0
"""Seconds between two looks."""


def run_until_stopped(scheduler: Scheduler, said: Said, every: float = EVERY) -> None:
    """Begin what falls due until the process is told to stop; what is under way is ended first."""
    clockwork = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(max(1, len(scheduler.plans)))},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        timezone="UTC",
    )
    for plan in scheduler.plans:
        clockwork.add_job(look, "interval", (scheduler, plan, said), seconds=every)
    try:
        clockwork.start()
    finally:
        if clockwork.running:
            clockwork.shutdown(wait=True)


def look(scheduler: Scheduler, plan: Plan, said: Said) -> None:
    """One look at one kind of work; a case file that cannot be reached is tried again later."""
    try:
        done = scheduler.tick(plan)
    except CaseFileError as error:
        said(plan.kind, error)
        return
    if done is not None:
        said(plan.kind, done)
