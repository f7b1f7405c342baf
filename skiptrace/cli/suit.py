"""`skiptrace suit`: what the law says of a suit on an account, before one is brought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, not_to_come, opened, people, tables, words
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.acts.suits import SuitView
    from skiptrace.compliance.policy.facts.debt import Period

_DAY = click.DateTime(["%Y-%m-%d"])
_CLAIMS = click.Choice(["written", "open", "oral", "judgment"])
_SERVICE = click.Choice(["on_duty", "not_on_duty", "inconclusive"])
_FACTS = (
    click.option("--state", default="", help="Where suit would be brought; by default at home."),
    click.option("--claim", type=_CLAIMS, help="What kind of claim it is."),
    click.option("--accrued", type=_DAY, help="The day on which the claim accrued."),
    click.option("--last-payment", type=_DAY, help="The day of the last payment."),
    click.option(
        "--tolled",
        multiple=True,
        metavar="FROM:TO",
        help="Days that do not count; TO may be left out. `none` for no such days.",
    ),
    click.option("--contract-place", default="", help="Where the contract was signed."),
    click.option("--certificate", type=_DAY, help="The day of the military certificate."),
    click.option("--service", type=_SERVICE, help="What that certificate says."),
    click.option("--affidavit", is_flag=True, help="Ask about a default affidavit of today."),
    click.option("--lien-only", is_flag=True, help="Ask about a lien and nothing else."),
    click.option("--lien", is_flag=True, help="An enforceable lien secures the debt."),
    click.option("--told-discharged", is_flag=True, help="Its holder was told of the discharge."),
)


def _facts(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FACTS):
        command = option(command)
    return command


def _of_matter(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.argument("account"),
        click.option("--matter", required=True, callback=words, help="The legal matter."),
        click.option("--evidence", required=True, callback=words, help="On what ground, in words."),
        as_of_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("suit")
def command() -> None:
    """Ask what the law says before a suit is brought, and approve its matter."""


@command.command()
@_of_matter
@click.pass_obj
def approve(
    config_file: str, account: str, matter: str, evidence: str, as_of: datetime | None
) -> int:
    """Approve a legal matter on ACCOUNT, as an attorney, for the orders of others.

    Vehicle records in litigation and consumer reports on a judgment are asked for only under an
    approved matter. An approval never serves an order of the user who gave it.
    """
    from skiptrace.acts.matters import MatterAsked, approve_matter

    asked = MatterAsked(account, matter, not_to_come(as_of), evidence)
    with opened(config_file) as session:
        approve_matter(session.office, session.actor, asked)
    print_line(people(), "the matter is approved for orders of others")
    return Exit.DONE


@command.command()
@_of_matter
@click.pass_obj
def withdraw(
    config_file: str, account: str, matter: str, evidence: str, as_of: datetime | None
) -> int:
    """Take every approval of a legal matter on ACCOUNT back; nothing more is asked under it."""
    from skiptrace.acts.matters import MatterAsked, withdraw_matter

    asked = MatterAsked(account, matter, not_to_come(as_of), evidence)
    with opened(config_file) as session:
        withdraw_matter(session.office, session.actor, asked)
    print_line(people(), "the matter is approved no more")
    return Exit.DONE


@command.command()
@click.argument("account")
@click.option("--matter", required=True, callback=words, help="The legal matter.")
@_facts
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj  # type: ignore[arg-type]  # the facts are as many as the options
def check(config_file: str, account: str, matter: str, as_json: bool, **facts: Any) -> int:
    """Say what holds a suit on ACCOUNT back: time, venue, service, bankruptcy, liens, holds.

    Residences, holds, status and the last docket screen are the case file's; what is stated here is
    believed and named in the audit trail. What nobody knows holds. Exit code 3 when anything does.
    """
    from skiptrace.acts.suits import SuitAsked, check_suit
    from skiptrace.reports.canonical import canonical_json

    asked = SuitAsked(account, matter.strip(), _stated(facts))
    with opened(config_file) as session:
        views = check_suit(session.office, session.actor, asked)
    if as_json:
        print_json(canonical_json(views))
    else:
        _print(views)
    return Exit.DONE if all(one.allows for one in views) else Exit.REFUSED


def _stated(facts: dict[str, Any]) -> Any:
    from jobs.pre_suit import Stated
    from skiptrace.compliance.policy.facts.debt import ClaimKind
    from skiptrace.compliance.policy.facts.suit import Service
    from skiptrace.compliance.policy.facts.truth import Truth

    return Stated(
        state=facts["state"].strip().upper(),
        claim=ClaimKind(facts["claim"]) if facts["claim"] else None,
        accrued=_day(facts["accrued"]),
        last_payment=_day(facts["last_payment"]),
        tolled=_periods(facts["tolled"]),
        contract_place=facts["contract_place"],
        certificate=_day(facts["certificate"]),
        service=Service(facts["service"]) if facts["service"] else None,
        affidavit=facts["affidavit"],
        lien_only=facts["lien_only"],
        lien=Truth.YES if facts["lien"] else Truth.UNKNOWN,
        told_discharged=Truth.YES if facts["told_discharged"] else Truth.UNKNOWN,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _periods(texts: Sequence[str]) -> tuple[Period, ...] | None:
    from skiptrace.compliance.policy.facts.debt import Period

    if not texts:
        return None
    if list(texts) == ["none"]:
        return ()
    found = []
    for text in texts:
        first, _, last = text.partition(":")
        try:
            one = Period(date.fromisoformat(first), date.fromisoformat(last) if last else None)
        except ValueError:
            wrong = "expected FROM:TO, two days as 2024-01-31, or none"
            raise click.BadParameter(wrong, param_hint="--tolled") from None
        if one.last is not None and one.last < one.first:
            raise click.BadParameter("expected a TO that is not before FROM", param_hint="--tolled")
        found.append(one)
    return tuple(found)


def _print(views: Sequence[SuitView]) -> None:
    from skiptrace.reports.asset_suit import suit_words

    console = tables()
    for view in views:
        verdict = "nothing known keeps a suit back" if view.allows else "no suit"
        print_line(console, f"Obligor {view.number}, {view.obligor}: {verdict}", "bold")
        for word in view.words:
            print_line(console, f"  {suit_words(word)}")
