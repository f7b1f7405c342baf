"""`skiptrace check`: one number or address, checked at sources that name nobody."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from skiptrace.cli.dollars import Dollars
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, tables
from skiptrace.model.kinds import FindingKind
from skiptrace.reports.terminal import print_json, print_line, print_rows
from skiptrace.reports.wording import dollars

if TYPE_CHECKING:
    from skiptrace.acts.contact_checks import CheckView

_OPTIONS = (
    click.option("--finding", metavar="FINDING", help="Check this finding of the account."),
    click.option("--purpose", "purposes", multiple=True, help="A purpose code; may be repeated."),
    click.option("--budget", type=Dollars(), help="The most it may cost, in US dollars."),
    click.option("--again", is_flag=True, help="Buy anew what was bought of late."),
    click.option(
        "--obligor",
        type=click.IntRange(min=1),
        default=None,
        help="The obligor it is asked for, by number; by default the first who owes.",
    ),
    click.option("--json", "as_json", is_flag=True, help="JSON on standard output."),
    as_of_option,
)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group("check")
def command() -> None:
    """Check one number or address at sources that are asked about it alone, and name nobody."""


@command.command()
@click.argument("account")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The last day the number was known to be the debtor's; by default the finding's.",
)
@_options
@click.pass_obj
def phone(config_file: str, /, account: str, **given: Any) -> int:
    """Say what kind of line a number is, who carries it, and whether it reaches anybody.

    The number is that of --finding, or one line of standard input, so that it stands in no list of
    processes. It is asked about for ACCOUNT, on its purpose, under its holds and within the budget.
    What was checked of late for whatever account is not bought again. Sources of reassigned numbers
    are asked whether it was given up since a day.
    """
    return _checked(config_file, FindingKind.PHONE, account, given)


@command.command()
@click.argument("account")
@_options
@click.pass_obj
def address(config_file: str, /, account: str, **given: Any) -> int:
    """Say whether mail is delivered at an address, how it is written, and where it lies.

    The address is that of --finding, or one line of standard input, so that it stands in no list of
    processes. It is asked about for ACCOUNT, on its purpose, under its holds and within the budget.
    What was checked of late for whatever account is not bought again.
    """
    return _checked(config_file, FindingKind.ADDRESS, account, given)


def _checked(config_file: str, kind: FindingKind, account: str, given: dict[str, Any]) -> int:
    from skiptrace.acts.contact_checks import CheckAsked, check_contact
    from skiptrace.reports.canonical import canonical_json

    finding = given["finding"] or ""
    asked = CheckAsked(
        account,
        kind,
        day(given["as_of"]),
        "" if finding else _line(kind),
        finding,
        since.date() if (since := given.get("since")) is not None else None,
        given["obligor"],
        given["again"],
        frozenset(given["purposes"]),
        given["budget"],
    )
    with opened(config_file) as session:
        view = check_contact(session.office, session.actor, asked)
    if given["as_json"]:
        print_json(canonical_json(view))
    else:
        _print(view)
    if view.is_told:
        return Exit.DONE
    return Exit.REFUSED if view.is_refused else Exit.FAILED


def _line(kind: FindingKind) -> str:
    """The line of standard input; at a terminal it is asked for and not shown."""
    if sys.stdin.isatty():
        return str(click.prompt(kind.value, hide_input=True))
    text = sys.stdin.readline().strip()
    if not text:
        raise click.UsageError(f"give --finding, or the {kind.value} as a line of standard input")
    return text


def _print(view: CheckView) -> None:
    told = tables()
    print_line(told, f"Account {view.account}, {view.kind.value} {view.value}", "bold")
    for words in view.said or ("No source said anything of it.",):
        print_line(told, words)
    if view.trouble:
        print_line(told, f"Not to be used: {view.trouble}", "bold")
    rows = (
        (title, step.outcome.value, dollars(step.cost), step.rule, step.reason)
        for title, step in zip(view.sources, view.steps, strict=True)
    )
    columns = ("Source", "Outcome", ">Cost", "Rule", "Reason")
    print_rows(told, f"Asked, {dollars(view.cost)} in all", columns, rows)
