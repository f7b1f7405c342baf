"""A worker process of the fleet: Procrastinate's worker over our tasks, until it is told to stop.

Beats, the retry of a lost worker's task, what is periodic and pruning are Procrastinate's. A
connection that is cut off is made anew after a moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, builtin_tasks
from procrastinate.app import WorkerOptions
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from sqlalchemy import URL

from jobs.fleet.tasks import FleetWork
from skiptrace.casefile.task_queue import HEARD, SCHEMA, TRACE
from skiptrace.model.errors import CaseFileUnavailable
from skiptrace.model.spans import event

TEND, PRUNE = "tend", "prune"
_EVERY_QUARTER_MINUTE = "* * * * * */15"
_EVERY_HOUR = "23 * * * *"
_KEPT_HOURS = 72
_PAUSE = 5.0
"""Seconds until a connection that was cut off is tried again."""
_CUT_OFF = (ConnectorException, psycopg.Error, OSError)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a process works: so many tasks side by side, of these queues; none named is all.

    One that does not `wait` ends when nothing is left to do.
    """

    concurrency: int = 1
    queues: Sequence[str] = ()
    wait: bool = True


def work(database: URL, fleet: FleetWork, manner: Manner) -> None:
    """Work off tasks until told to stop (SIGTERM, SIGINT); those in hand are ended first.

    CaseFileUnavailable where one that does not wait is cut off from the database.
    """
    if not manner.wait:
        fleet.tend()
    asyncio.run(_work(database, fleet, manner))


async def _work(database: URL, fleet: FleetWork, manner: Manner) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    with ThreadPoolExecutor(manner.concurrency + 2, thread_name_prefix="task") as threads:
        loop.set_default_executor(threads)
        with _told_to_stop(loop, stopped):
            while not stopped.is_set():
                cut_off = await _until_stopped(_app(database, fleet), manner, stopped)
                if stopped.is_set() or not (manner.wait or cut_off):
                    return
                event("fleet.cut_off", logging.WARNING, error=cut_off or "no_beat")
                if not manner.wait:
                    raise CaseFileUnavailable(f"the queue of the fleet was cut off: {cut_off}")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), _PAUSE)


async def _until_stopped(app: App, manner: Manner, stopped: asyncio.Event) -> str:
    """Work until told to stop, or until Procrastinate's worker gives up for want of a database.

    What kind of error that was is given, if it told one.
    """
    try:
        await _worked(app, manner, stopped)
    except _CUT_OFF as error:
        return type(error).__name__
    return ""


async def _worked(app: App, manner: Manner, stopped: asyncio.Event) -> None:
    async with app.open_async():
        working = asyncio.create_task(app.run_worker_async(**_options(manner)))
        told = asyncio.create_task(stopped.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if not working.done():
            working.cancel()  # it ends what is in hand, and takes nothing more
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _options(manner: Manner) -> WorkerOptions:
    options: WorkerOptions = {
        "concurrency": manner.concurrency,
        "wait": manner.wait,
        "delete_jobs": "successful",
        "install_signal_handlers": False,
        "stalled_worker_timeout": HEARD.total_seconds(),
    }
    if manner.queues:
        options["queues"] = [*manner.queues, TEND, PRUNE]
    return options


def _app(database: URL, fleet: FleetWork) -> App:
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    own = database.query.get("options", ())
    options = " ".join([*([own] if isinstance(own, str) else own), f"-c search_path={SCHEMA}"])
    connector = PsycopgConnector(conninfo=address, kwargs={"options": options})
    app = App(connector=connector)

    @app.task(name=TRACE)
    def trace(orders: list[str], night: str) -> None:
        fleet.trace(orders, date.fromisoformat(night))

    @app.periodic(cron=_EVERY_QUARTER_MINUTE)
    @app.task(name=TEND, queue=TEND, queueing_lock=TEND, priority=1)
    async def tend(timestamp: int) -> None:
        """Lost workers' tasks first, so that what they name is not deferred besides.

        Only tasks without a queueing lock are retried: one with a lock that waits beside a twin
        cannot be.
        """
        jobs = app.job_manager
        for job in await jobs.get_stalled_jobs():
            if job.task_name == TRACE:
                await jobs.retry_job(job)
            else:
                await jobs.finish_job(job, Status.ABORTED, delete_job=True)
        await asyncio.to_thread(fleet.tend)

    @app.periodic(cron=_EVERY_HOUR)
    @app.task(name=PRUNE, queue=PRUNE, queueing_lock=PRUNE, pass_context=True)
    async def prune(context: JobContext, timestamp: int) -> None:
        await builtin_tasks.remove_old_jobs(
            context,
            max_hours=_KEPT_HOURS,
            remove_failed=True,
            remove_cancelled=True,
            remove_aborted=True,
        )

    return app


@contextlib.contextmanager
def _told_to_stop(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set the event; a process is told only in its main thread."""
    is_told = threading.current_thread() is threading.main_thread()
    signals = (signal.SIGTERM, signal.SIGINT) if is_told else ()
    for one in signals:
        loop.add_signal_handler(one, stopped.set)
    try:
        yield
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
