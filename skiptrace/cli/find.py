"""`skiptrace find`: the accounts of somebody of whom a name, a phone or a number is known."""

from __future__ import annotations

from datetime import datetime

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, people, tables
from skiptrace.model.errors import CaseFileError
from skiptrace.reports.terminal import print_json, print_line

_MOST = 100


@click.command("find")
@click.option(
    "--name",
    default="",
    help="Given name and surname, a surname, an organisation, a DBA, or who takes the mail.",
)
@click.option("--phone", default="", help="A phone in any writing, the creditor's or a found one.")
@click.option("--ssn4", default="", metavar="DIGITS", help="The last four digits of the SSN.")
@click.option("--email", default="", help="An e-mail address, the creditor's or a found one.")
@click.option("--account", default="", help="A whole account number.")
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=1000),
    default=_MOST,
    show_default=True,
    help="How many accounts are shown at most.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@as_of_option
@click.pass_obj
def command(
    config_file: str,
    /,
    limit: int,
    as_json: bool,
    as_of: datetime | None,
    **known: str,
) -> int:
    """Find who is on which account by what is known of them; all that is given has to fit.

    The search goes over blind indexes: nobody else is decrypted, and parts of words find nobody.
    Names count in any capitals and either order. Who looked, and by what kind of knowledge, is an
    event of the audit trail. Exit 1 when nobody fits.
    """
    from skiptrace.acts.find import FindAsked, find_accounts
    from skiptrace.cli.accounts_view import print_found
    from skiptrace.reports.canonical import canonical_json

    if not any(text.strip() for text in known.values()):
        raise click.UsageError("give --name, --phone, --ssn4, --email or --account")
    with opened(config_file) as session:
        reader = session.accounts(day(as_of))
        asked = FindAsked(**known)
        found = find_accounts(session.office, session.actor, reader, asked, limit)
    if as_json:
        print_json(canonical_json(found))
    elif not found.lines:
        raise CaseFileError("nobody in the case file fits")
    else:
        print_found(found, tables())
    if found.is_cut:
        print_line(people(), f"more than {limit:,} fit: say more, or raise --limit")
    return Exit.DONE if found.lines else Exit.FAILED
