"""`skiptrace accounts`: every account as it stands, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import click

from skiptrace.acts.account_state import AccountState
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session, as_of_option, day, opened, people, tables, words
from skiptrace.reports.terminal import print_line

_DAY = click.DateTime(["%Y-%m-%d"])
_MOST = 1000
_LIMIT = 100


@click.group("accounts")
def command() -> None:
    """Show accounts as they stand: due, held, incomplete, in doubt, done; and why."""


@command.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in AccountState]),
    help="Only accounts that stand so; may be repeated.",
)
@click.option("--hold", default="", metavar="CODE", help="Only those with this hold of their own.")
@click.option("--creditor", default="", help="Only those of a creditor with these letters.")
@click.option(
    "--source", default="", metavar="ID", help="Only those that this source left incomplete."
)
@click.option("--placed-after", type=_DAY, help="Only those whose last order is of a later day.")
@click.option(
    "--placed-before", type=_DAY, help="Only those whose last order is of an earlier day."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"At most so many; {_LIMIT} unless --csv is given, and {_MOST} with --json.",
)
@click.option("--after", default=0, metavar="PLACE", help="Go on behind the last page's `next`.")
@click.option("--json", "as_json", is_flag=True, help="One page as JSON on standard output.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV on standard output, all unless --limit.")
@as_of_option
@click.pass_context
def list_(ctx: click.Context, /, as_json: bool, as_csv: bool, **given: Any) -> int:
    """List accounts in order of intake, with state and reason, page by page.

    The states, the most pressing first: in_doubt and parked wait for a person (`skiptrace orders`);
    held, with the rule, since when, and who can release it; incomplete, with the source or the
    budget; person_review; waiting for a run that placed an order; due; quarantined, whose contacts
    may not be used; done; not_traced, because mail was refused or is held; no_mail; closed by the
    creditor. An account of several obligors stands as the most pressing of those who owe.
    """
    from skiptrace.acts.accounts import list_accounts
    from skiptrace.cli.accounts_view import page_json, print_lines_of, write_csv
    from skiptrace.reports.terminal import print_json

    if as_json and as_csv:
        raise click.UsageError("give --json or --csv")
    limit = given["limit"] or (None if as_csv else _LIMIT)
    if as_json and limit is not None and limit > _MOST:
        raise click.UsageError(f"--json gives at most {_MOST} accounts a page; see --after")
    with opened(ctx.obj) as session:
        reader = session.accounts(day(given["as_of"]))
        asked = _asked(session, given)
        lines = list_accounts(session.office, session.actor, reader, asked)
        if as_csv:
            write_csv(islice(lines, limit))
            return Exit.DONE
        page = list(islice(lines, limit))
        more = next(lines, None) is not None
    after = page[-1].place if more else None
    if as_json:
        print_json(page_json(page, after))
        return Exit.DONE
    print_lines_of(page, tables())
    if after is not None:
        print_line(people(), f"there are more: --after {after}")
    return Exit.DONE


@command.command()
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@as_of_option
@click.pass_obj
def show(
    config_file: str,
    account: str,
    as_json: bool,
    as_of: datetime | None,
) -> int:
    """Show ACCOUNT in full: who is on it, how each stands and why, and what was found.

    With the holds that reach it, the other accounts of the same debtor, and what was written back.
    What a hold keeps back is not shown. Nothing is asked or bought: `skiptrace trace` does that.
    """
    from skiptrace.acts.account_view import show_account
    from skiptrace.app.build import desk_of
    from skiptrace.cli.account_view import print_account
    from skiptrace.reports.canonical import canonical_json
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        reader = session.accounts(day(as_of))
        writer = desk_of(session.installation, session.policy)
        view = show_account(session.office, session.actor, reader, writer, account)
    if as_json:
        print_json(canonical_json(view))
    else:
        print_account(view, tables())
    return Exit.DONE


@command.command()
@click.argument("account")
@click.option(
    "--obligor",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Whose number, as `accounts show` numbers them.",
)
@click.option(
    "--field",
    type=click.Choice(["ssn", "ein"]),
    default="ssn",
    show_default=True,
    help="Which of the fields that are shown by their last four digits.",
)
@click.option("--reason", required=True, callback=words, help="Why, in words.")
@click.pass_obj
def unmask(config_file: str, account: str, obligor: int, field: str, reason: str) -> int:
    """Write a masked number of one obligor of ACCOUNT in full to standard output.

    Who saw it, and why, is an event of the audit trail.
    """
    from skiptrace.acts.unmasking import Masked, UnmaskAsked
    from skiptrace.acts.unmasking import unmask as unmask_field

    with opened(config_file) as session:
        asked = UnmaskAsked(account, obligor, reason, Masked(field))
        number = unmask_field(session.office, session.actor, asked)
    print_line(tables(), number)
    return Exit.DONE


def _asked(session: Session, given: dict[str, Any]) -> Any:
    from skiptrace.acts.accounts import AccountsAsked

    return AccountsAsked(
        states=frozenset(map(AccountState, given["states"])),
        hold=_code(session, given["hold"]),
        creditor=given["creditor"],
        source=_source(session, given["source"]),
        ordered_from=_day_beside(given["placed_after"], 1),
        ordered_to=_day_beside(given["placed_before"], -1),
        after=given["after"],
    )


def _code(session: Session, written: str) -> str:
    from skiptrace.cli.hold_view import known_code

    return known_code(session.policy.law.holds, written) if written else ""


def _source(session: Session, written: str) -> str:
    from skiptrace.app.sources import cards

    if written and written not in cards(session.installation):
        raise click.BadParameter("no connector has that id", param_hint="--source")
    return written


def _day_beside(at: datetime | None, days: int) -> date | None:
    return at.date() + timedelta(days=days) if at is not None else None
