"""`skiptrace orders`: what only a person can end, and the commands that end it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from skiptrace.cli.dollars import Dollars
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, tables, words
from skiptrace.reports.terminal import print_line


@click.group("orders")
def command() -> None:
    """Orders that need a person: a call in doubt, a fault of ours that parked them, a task.

    Nothing sets them back by itself, unless the call's provider can be asked what became of it.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def list_(config_file: str, as_json: bool) -> int:
    """List the orders in doubt and the parked ones, calls in doubt, and answers to come."""
    from skiptrace.acts.orders import waiting_orders
    from skiptrace.cli.orders_view import print_waiting, waiting_json
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        found = waiting_orders(session.office, session.actor)
    if as_json:
        print_json(waiting_json(found))
    else:
        print_waiting(found)
    return Exit.DONE


@command.command()
@click.argument("call")
@click.option("--billed", type=Dollars(), help="What the provider billed for it, in US dollars.")
@click.option("--not-billed", is_flag=True, help="The provider says that it billed nothing.")
@click.option(
    "--answer",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --billed: a file with the answer as the provider gave it; the next run reads it.",
)
@click.option("--evidence", required=True, callback=words, help="On what ground, in words.")
@click.pass_obj
def settle(
    config_file: str,
    call: str,
    billed: Decimal | None,
    not_billed: bool,
    answer: Path | None,
    evidence: str,
) -> int:
    """Say what became of CALL, as `orders list` names it, at a provider that cannot be asked.

    Not billed, it may be made anew by the next run. Billed, it is never made again.
    """
    if (billed is None) is not not_billed or (answer and not billed):
        raise click.UsageError(
            "give either --billed, with --answer if there is one, or --not-billed"
        )
    from jobs.by_hand import HandAnswer
    from skiptrace.acts.orders import settle_call

    body = answer.read_bytes() if answer else None
    with opened(config_file) as session:
        said = HandAnswer(billed or Decimal(0), body)
        back = settle_call(session.office, session.actor, call, said, evidence)
    print_line(people(), f"settled; {back:,} orders wait for the next run")
    return Exit.DONE


@command.command()
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def tasks(config_file: str, as_json: bool) -> int:
    """List what a person is to get for a source that no program can ask, with its deadline."""
    from skiptrace.acts.orders import waiting_orders
    from skiptrace.cli.orders_view import awaited_json, print_awaited
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        found = waiting_orders(session.office, session.actor).tasks
    if as_json:
        print_json(awaited_json(found))
    elif found:
        print_awaited(found, tables())
    else:
        print_line(people(), "no task waits for a person")
    return Exit.DONE


@command.command()
@click.argument("call")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--evidence", required=True, callback=words, help="Where it comes from, in words.")
@click.pass_obj
def answer(config_file: str, call: str, file: Path, evidence: str) -> int:
    """Bring FILE as the answer of CALL, which `orders list` names; the next run reads it."""
    from skiptrace.acts.orders import answer_call

    body = file.read_bytes()
    with opened(config_file) as session:
        back = answer_call(session.office, session.actor, call, body, evidence)
    print_line(people(), f"stored; {back:,} orders wait for the next run")
    return Exit.DONE


@command.command()
@click.argument("order")
@click.option("--evidence", required=True, callback=words, help="On what ground, in words.")
@click.pass_obj
def retry(config_file: str, order: str, evidence: str) -> int:
    """Put a parked ORDER back into the queue, once what parked it is mended."""
    from skiptrace.acts.orders import retry_order

    with opened(config_file) as session:
        retry_order(session.office, session.actor, order, evidence)
    print_line(people(), "the order waits for the next run")
    return Exit.DONE
