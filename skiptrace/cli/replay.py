"""`skiptrace replay`: the findings of an account derived anew from what is stored."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, tables
from skiptrace.reports.terminal import print_json, print_line


@click.command("replay")
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def command(config_file: str, account: str, as_json: bool) -> int:
    """Derive every finding of ACCOUNT anew from the stored answers, and show what differs.

    Nothing is asked and nothing stored is changed. The answers are read again, under the law of the
    day on which they came, and weighed by the model that weighed them. Exit 1 where anything comes
    out otherwise, or cannot be derived: bytes that are gone, a source that is not in use, a model's
    file that is another, a reading that changed.
    """
    from skiptrace.acts.replaying import replay_account
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        found = replay_account(session.office, session.actor, account)
    if as_json:
        print_json(canonical_json(found))
        return Exit.DONE if found.is_same else Exit.FAILED
    out = tables()
    for one in found.orders:
        told = f"{one.answers} answers, {one.records} records, {one.findings} findings"
        same = "as they were stored" if not one.differences else "not as they were stored"
        print_line(out, f"{one.order_id}: {told}: {same}")
        for each in one.differences:
            print_line(out, f"  {each.kind.value}: {each.about}: {each.words}")
    if not found.orders:
        print_line(out, "the account was not traced")
    return Exit.DONE if found.is_same else Exit.FAILED
