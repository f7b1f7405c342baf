"""`skiptrace worker`: one process of a fleet that works off the orders of a night."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, opened_by_nobody, people
from skiptrace.reports.terminal import print_line

QUEUES = ("trace", "collect", "settle")


@click.command("worker")
@click.option(
    "--concurrency",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="So many tasks side by side, each with connections of its own to the sources.",
)
@click.option(
    "--queues",
    metavar="QUEUE,...",
    callback=lambda ctx, param, value: _queues(value),
    help=f"Only tasks of these queues: {', '.join(QUEUES)}. By default all.",
)
@click.option("--once", is_flag=True, help="End when no task is left, instead of waiting for more.")
@click.option("--setup", is_flag=True, help="Make the tables of the queue, once, and end.")
@click.pass_obj
def command(
    config_file: str, concurrency: int, queues: tuple[str, ...], once: bool, setup: bool
) -> int:
    """Work off the orders that `skiptrace nightly` hands on, until told to stop.

    Any number of workers, on any number of machines, share one case file in PostgreSQL; the
    settings say `executor = "fleet"` under `[nightly]`. A task is a chunk of orders; told to stop
    (SIGTERM), a worker ends what is in hand first. Killed, its orders are given to another once its
    lease is over, and no paid call is made twice. Needs `pip install skiptrace[fleet]`.

    Queues: `trace` has newly placed orders, `collect` those whose answer was to come later and is
    due, `settle` those with a call in doubt.
    """
    if setup:
        return _set_up(config_file)
    from jobs.fleet.work import Manner
    from skiptrace.acts.fleet import work_in_fleet

    with opened(config_file) as session:
        work_in_fleet(session.office, session.actor, Manner(concurrency, queues, not once))
    return Exit.DONE


def _set_up(config_file: str) -> int:
    from skiptrace.app.fleet import set_up

    with opened_by_nobody(config_file) as (_, case, _):
        words = "made" if set_up(case) else "there already"
        print_line(people(), f"the queue of the fleet: {words}")
    return Exit.DONE


def _queues(value: str | None) -> tuple[str, ...]:
    named = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    if unknown := sorted(set(named) - set(QUEUES)):
        raise click.BadParameter(f"{unknown[0]}: expected of {', '.join(QUEUES)}")
    return named
