"""`skiptrace schedule`: what is begun by itself, and the process that begins it."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, tables


@click.group("schedule")
def command() -> None:
    """Begin the nightly batch and what goes with it by themselves.

    Kinds of work are nightly, collect (answers that are due, between nights), registers (those
    whose file is new or too old), verify (the record) and retention. What is begun when stands in
    `[schedule]` of the settings: a time zone, business days, blackouts, and a cron expression for
    each kind of work. Several schedulers may run over one case file: a time is begun once.
    """


@command.command("list")
@click.option(
    "--count",
    type=click.IntRange(min=1, max=100),
    default=5,
    show_default=True,
    help="How many times to come are shown of each kind.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def list_(config_file: str, count: int, as_json: bool) -> int:
    """List each kind of work with its next times and how the last ones ended."""
    from skiptrace.acts.schedule import planned
    from skiptrace.cli.schedule_view import print_plans
    from skiptrace.reports.canonical import canonical_json
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        views = planned(session.office, session.actor, count)
    if as_json:
        print_json(canonical_json(views))
    else:
        print_plans(views, tables())
    return Exit.DONE


@command.command()
@click.option("--once", is_flag=True, help="Begin what is due now, and end: for a timer.")
@click.pass_obj
def run(config_file: str, once: bool) -> int:
    """Begin what falls due, until told to stop; what is under way is ended first.

    A time that passed while no scheduler ran is made up for, if it is not too old. Killed in the
    middle, the next scheduler begins that work again, and no paid call is made twice.
    """
    from jobs.schedule.clockwork import run_until_stopped
    from skiptrace.acts.schedule import begin_schedule
    from skiptrace.cli.schedule_view import say
    from skiptrace.cli.terminated import unwound_on_sigterm

    failed = False

    def said(kind: str, what: object) -> None:
        nonlocal failed
        failed |= say(kind, what, people())

    with opened(config_file) as session, unwound_on_sigterm():
        made = begin_schedule(session.office, session.actor)
        if once:
            for plan in made.plans:
                if (done := made.tick(plan)) is not None:
                    said(plan.kind, done)
        else:
            run_until_stopped(made, said)
    return Exit.DONE_WITH_FAILURES if failed else Exit.DONE
