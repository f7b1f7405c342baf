"""`skiptrace hold`: put a hold on an account, show what holds it, or release one with evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, not_to_come, opened, people, words
from skiptrace.reports.terminal import print_line


def _why(command: Callable[..., Any]) -> Callable[..., Any]:
    evidence = click.option(
        "--evidence", required=True, callback=words, help="On what ground, in words."
    )
    decorated: Callable[..., Any] = evidence(as_of_option(command))
    return decorated


@click.group("hold")
def command() -> None:
    """Put a hold on an account, show what holds it, or release a hold with its evidence.

    What binds the person (a stay, a death, a protected address) holds the person's other accounts
    too; what may bind them (an attorney, a cease request) holds them until a person looks.
    """


@command.command()
@click.argument("account")
@click.argument("code")
@_why
@click.pass_obj
def add(config_file: str, account: str, code: str, evidence: str, as_of: datetime | None) -> int:
    """Hold ACCOUNT by CODE, such as ATTY or BK13-OPEN, from that day on.

    The day is that of receipt, today or an earlier one. An unknown code is refused.
    """
    from skiptrace.cli.hold_view import add_hold, known_code

    since = not_to_come(as_of)
    with opened(config_file) as session:
        known = known_code(session.policy.law.holds, code)
        add_hold(session, account, (known, since), evidence)
    print_line(people(), f"held by {known}")
    return Exit.DONE


@command.command()
@click.argument("account")
@click.argument("code")
@click.option(
    "--matter",
    callback=words,
    help="Let an asset report of this legal matter pass, and release nothing else.",
)
@_why
@click.pass_obj
def release(
    config_file: str,
    account: str,
    code: str,
    matter: str | None,
    evidence: str,
    as_of: datetime | None,
) -> int:
    """Release every open hold CODE of ACCOUNT; a held account is due again the next night.

    It frees the person's other accounts too. Where the hold stands on one of those and only may
    reach this account, it is released for this account alone; where it binds the person, it is
    released where it stands. With --matter the legal team goes on with one matter.
    """
    from skiptrace.cli.hold_view import release_holds, waive_for_matter

    on = not_to_come(as_of)
    with opened(config_file) as session:
        if matter is None:
            release_holds(session, account, (code, on), evidence)
            said = f"{code} released"
        else:
            waive_for_matter(session, account, (code, on), (evidence, matter.strip()))
            said = f"{code} no longer keeps an asset report of that matter back"
    print_line(people(), said)
    return Exit.DONE


@command.command()
@click.argument("account")
@as_of_option
@click.pass_obj
def show(config_file: str, account: str, as_of: datetime | None) -> int:
    """Show the open holds of ACCOUNT, and those of other accounts that reach it."""
    from skiptrace.cli.hold_view import print_holds

    with opened(config_file) as session:
        print_holds(session, account, day(as_of))
    return Exit.DONE
