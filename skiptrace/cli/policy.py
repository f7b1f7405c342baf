"""`skiptrace policy`: what the law says, of an account, of the tables, of days to come."""

from __future__ import annotations

from datetime import datetime

import click

from skiptrace.cli.contact_law import contact, notice
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import day, opened, tables
from skiptrace.reports.terminal import print_json

_DAY = click.DateTime(["%Y-%m-%d"])
_json_option = click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")


@click.group("policy")
def command() -> None:
    """Show what the law allows, by which rule and whose table, and try counsel's cases."""


command.add_command(contact)
command.add_command(notice)


@command.command()
@click.argument("account")
@click.option("--on", type=_DAY, default=None, help="The day that is judged; by default today.")
@_json_option
@click.pass_obj
def explain(config_file: str, account: str, on: datetime | None, as_json: bool) -> int:
    """Show what the law says of ACCOUNT at every stage, with every reason and its source.

    The strictest reason stands first and decides. What a source's card, a contact or a suit adds is
    not asked.
    """
    from skiptrace.acts.policy import explain_account
    from skiptrace.cli.policy_view import print_law
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        purposes = frozenset(session.installation.settings.trace.purposes)
        asked = (account, day(on), purposes)
        found = explain_account(session.office, session.actor, session.policy, asked)
    if as_json:
        print_json(canonical_json(found))
    else:
        print_law(found, tables())
    return Exit.DONE


@command.command("list")
@_json_option
@click.pass_obj
def list_(config_file: str, as_json: bool) -> int:
    """List every rule with its days, places and source, what is out of scope, and the tables."""
    from skiptrace.acts.policy import list_policy
    from skiptrace.cli.policy_view import print_policy
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        found = list_policy(session.policy)
    if as_json:
        print_json(canonical_json(found))
    else:
        print_policy(found, tables())
    return Exit.DONE


@command.command()
@click.pass_obj
def test(config_file: str) -> int:
    """Try counsel's cases (cases.toml) against the tables; exit code 1 when one is decided else."""
    from skiptrace.cli.policy_view import print_cases
    from skiptrace.compliance.policy.law_cases import try_cases

    with opened(config_file) as session:
        tried = try_cases(session.policy, session.policy.law.cases.cases)
    print_cases(tried, tables())
    return Exit.DONE if all(one.is_as_expected for one in tried) else Exit.FAILED


@command.command()
@click.option("--from", "first", type=_DAY, default=None, help="The day before; today if left out.")
@click.option("--to", "last", type=_DAY, required=True, help="The last day that is looked at.")
@_json_option
@click.pass_obj
def changes(
    config_file: str,
    first: datetime | None,
    last: datetime,
    as_json: bool,
) -> int:
    """Show what changes in law up to a day, and what that does to the open accounts.

    Holds are taken to stay as they are; those of a person's other accounts are not followed.
    """
    from skiptrace.acts.policy import show_changes
    from skiptrace.cli.policy_view import print_changes
    from skiptrace.reports.canonical import canonical_json

    days = (day(first), last.date())
    if days[0] >= days[1]:
        raise click.BadParameter("expected a later day than --from", param_hint="--to")
    with opened(config_file) as session:
        found = show_changes(session.office, session.actor, session.policy, *days)
    if as_json:
        print_json(canonical_json(found))
    else:
        print_changes(found, tables())
    return Exit.DONE
