"""`skiptrace hold`: put a hold on an account, show what holds it, or release one with evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, not_to_come, opened, people, tables, words
from skiptrace.reports.terminal import print_line


def _why(command: Callable[..., Any]) -> Callable[..., Any]:
    evidence = click.option(
        "--evidence", required=True, callback=words, help="On what ground, in words."
    )
    decorated: Callable[..., Any] = evidence(as_of_option(command))
    return decorated


def _obligor(help_: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option("--obligor", type=click.IntRange(min=1), help=help_)


@click.group("hold")
def command() -> None:
    """Put a hold on an account, show what holds it, or release a hold with its evidence.

    What binds the person (a stay, a death, a protected address) holds the person's other accounts
    too; what may bind them (an attorney, a cease request) holds them until a person looks.
    """


@command.command()
@click.argument("account")
@click.argument("code")
@_obligor("Whom it is about, by number; the primary one is 1. By default the whole account.")
@_why
@click.pass_obj
def add(
    config_file: str,
    account: str,
    code: str,
    obligor: int | None,
    evidence: str,
    as_of: datetime | None,
) -> int:
    """Hold ACCOUNT by CODE, such as ATTY or BK13-OPEN, from that day on.

    The day is that of receipt, today or an earlier one. An unknown code is refused. A death, an
    attorney, service and a bankruptcy are one person's: with --obligor nobody else on the account
    is held by them, but for those who owe with the debtor of a chapter 12 or 13 case.
    """
    from skiptrace.acts.holds import HoldAsked, place_hold
    from skiptrace.cli.hold_view import known_code

    since = not_to_come(as_of)
    with opened(config_file) as session:
        known = known_code(session.policy.law.holds, code)
        asked = HoldAsked(account, known, since, evidence, obligor=obligor)
        place_hold(session.office, session.actor, asked)
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
@_obligor("Only the holds about the obligor of that number.")
@_why
@click.pass_obj
def release(
    config_file: str,
    account: str,
    code: str,
    matter: str | None,
    obligor: int | None,
    evidence: str,
    as_of: datetime | None,
) -> int:
    """Release every open hold CODE of ACCOUNT; a held account is due again the next night.

    It frees the person's other accounts too. Where the hold stands on one of those and only may
    reach this account, it is released for this account alone; where it binds the person, it is
    released where it stands. Where several obligors are held by it, --obligor says which one is
    released. With --matter the legal team goes on with one matter.
    """
    from skiptrace.acts.holds import HoldAsked, release_hold, waive_for_matter

    on, of_matter = not_to_come(as_of), (matter or "").strip()
    asked = HoldAsked(account, code, on, evidence, of_matter, obligor)
    with opened(config_file) as session:
        if matter is None:
            release_hold(session.office, session.actor, asked)
            said = f"{code} released"
        else:
            waive_for_matter(session.office, session.actor, asked)
            said = f"{code} no longer keeps an asset report of that matter back"
    print_line(people(), said)
    return Exit.DONE


@command.command()
@click.argument("account")
@click.argument("code")
@click.option("--matter", callback=words, help="The legal matter that was let pass.")
@_why
@click.pass_obj
def revoke(
    config_file: str,
    account: str,
    code: str,
    matter: str | None,
    evidence: str,
    as_of: datetime | None,
) -> int:
    """Take back what was let pass of CODE on ACCOUNT: the hold restrains again.

    With --matter it is the matter that a release let pass; without, a hold of another account that
    was said not to reach this one.
    """
    from skiptrace.acts.holds import HoldAsked, revoke_waiver

    asked = HoldAsked(account, code, not_to_come(as_of), evidence, (matter or "").strip())
    with opened(config_file) as session:
        revoke_waiver(session.office, session.actor, asked)
    print_line(people(), f"{code} restrains again")
    return Exit.DONE


@command.command()
@click.argument("account")
@as_of_option
@click.pass_obj
def show(config_file: str, account: str, as_of: datetime | None) -> int:
    """Show the open holds of ACCOUNT, and those of other accounts that reach it."""
    from skiptrace.acts.holds import show_holds
    from skiptrace.cli.hold_view import print_holds

    with opened(config_file) as session:
        found = show_holds(session.office, session.actor, account, day(as_of))
    print_holds(found, tables())
    return Exit.DONE
