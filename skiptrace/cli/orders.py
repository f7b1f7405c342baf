"""`skiptrace orders`: what only a person can end, and the commands that end it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.cli.dollars import Dollars
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session, opened, people, words
from skiptrace.reports.terminal import print_line

if TYPE_CHECKING:
    from jobs.by_hand import ByHand


@click.group("orders")
def command() -> None:
    """Orders that need a person: a paid call in doubt, or a fault of ours that parked them.

    Nothing sets them back by itself, unless the call's provider can be asked what became of it.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def list_(config_file: str, as_json: bool) -> int:
    """List the orders in doubt and the parked ones, and the calls that are in doubt."""
    from skiptrace.cli.orders_view import print_waiting, waiting_json
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        hand = _by_hand(session)
        orders, calls = hand.waiting(), hand.open_calls()
    if as_json:
        print_json(waiting_json(orders, calls))
    else:
        print_waiting(orders, calls)
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
    from jobs.by_hand import Said

    body = answer.read_bytes() if answer else None
    with opened(config_file) as session:
        said, actor = Said(billed or Decimal(0), body), session.actor.signature
        back = _by_hand(session).settle(call, said, actor, evidence)
    print_line(people(), f"settled; {back:,} orders wait for the next run")
    return Exit.DONE


@command.command()
@click.argument("order")
@click.option("--evidence", required=True, callback=words, help="On what ground, in words.")
@click.pass_obj
def retry(config_file: str, order: str, evidence: str) -> int:
    """Put a parked ORDER back into the queue, once what parked it is mended."""
    with opened(config_file) as session:
        _by_hand(session).retry(order, session.actor.signature, evidence)
    print_line(people(), "the order waits for the next run")
    return Exit.DONE


def _by_hand(session: Session) -> ByHand:
    from jobs.by_hand import ByHand
    from skiptrace.app.installation import utc_now

    return ByHand(session.case, utc_now, session.installation.settings.workers.late)
