"""`skiptrace status`: how the night stands, read beside it; and whether a monitor should call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, tables
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.acts.status import Status

_LEAST_PAUSE = 1.0


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.option(
    "--watch",
    type=click.FloatRange(min=_LEAST_PAUSE),
    metavar="SECONDS",
    help="Show it again and again, so many seconds apart, until the night is over.",
)
@click.option("--check", is_flag=True, help="For a monitor: say what is wrong and end with a code.")
@click.pass_obj
def command(config_file: str, as_json: bool, watch: float | None, check: bool) -> int:
    """Show the night that is under way, or the last one: workers, orders, tiers, sources, money.

    It is read beside the night, from another process or machine, and changes nothing of it. What is
    left of the time is an estimate by the last minutes.

    With --check the exit code is the answer: 0 all is well, or nothing was ever begun; 4 somebody
    should look (a worker is late, orders are in doubt or parked, a source fails, the money is used
    up); 1 the night does not go on by itself (its run was killed, it stands still), or the case
    file cannot be read. Whether a next run could begin is `skiptrace doctor --ready`.
    """
    from skiptrace.acts.status_reading import begin_status

    if check and watch is not None:
        raise click.UsageError("give --check or --watch")
    with opened(config_file) as session:
        reader = begin_status(session.office, session.actor)
        found = reader.read()
        _show(found, as_json, check)
        while watch is not None and found.night is not None and found.night.is_under_way:
            time.sleep(watch)
            found = reader.read()
            _show(found, as_json, check)
    return _code(found) if check else Exit.DONE


def _show(found: Status, as_json: bool, check: bool) -> None:
    from skiptrace.cli.status_view import print_status
    from skiptrace.reports.canonical import canonical_json

    if as_json:
        print_json(canonical_json(found))
    elif check:
        for matter in found.matters:
            print_line(tables(), f"{matter.severity.value}: {matter.words}")
        if not found.matters:
            print_line(tables(), "all is well")
    else:
        print_status(found, tables())


def _code(found: Status) -> Exit:
    from skiptrace.acts.status import Severity

    codes = {None: Exit.DONE, Severity.LOOK: Exit.DONE_WITH_FAILURES}
    return codes.get(found.severity, Exit.FAILED)
