"""`skiptrace policy contact` and `policy notice`: the law of one contact, of one notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, tables
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.acts.contacts import LawWord
    from skiptrace.compliance.policy.facts.contact import AskOthers, Attempt, ContactFacts, Hours

_DAY = click.DateTime(["%Y-%m-%d"])
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%MZ"])
_MEDIA = click.Choice(["voice", "sms", "email", "mail", "postcard", "social"])
_PARTIES = click.Choice(["consumer", "third_party", "attorney", "estate", "guardian"])
_TRUTH = click.Choice(["yes", "no"])
_WORDS = ("talked", "unconnected", "wrong", "work")
_TASK = (
    "names_consumer",
    "says_location",
    "mentions_debt",
    "names_employer",
    "employer_asked",
    "asked_before",
    "they_asked",
    "location_known",
    "in_household",
    "tried_consumer",
)
_FACTS = (
    click.option("--by", "medium", type=_MEDIA, required=True, help="The medium."),
    click.option("--with", "party", type=_PARTIES, default="consumer", help="Who is reached."),
    click.option("--at", type=_MOMENT, help="The moment: 2026-11-23T17:00Z, or with an offset."),
    click.option("--obligor", type=click.IntRange(1), default=1, help="Which obligor it is."),
    click.option("--setting", type=click.Choice(["home", "work"]), help="Where it reaches them."),
    click.option("--line", type=click.Choice(["landline", "wireless", "voip"]), help="The line."),
    click.option(
        "--from",
        "origin",
        type=click.Choice(["consumer", "creditor", "third_party"]),
        help="Who gave the number or address; a traced one is a third party's.",
    ),
    click.option("--automated", type=_TRUTH, help="A dialler, a recording, an artificial voice."),
    click.option("--consent", type=_DAY, help="The day of consent to automated calls and texts."),
    click.option("--revoked", type=_DAY, help="The day on which consent was taken back."),
    click.option("--of-matter", type=_TRUTH, help="Whether it was taken back in this matter."),
    click.option(
        "--reassigned",
        type=click.Choice(["yes", "no", "no_data"]),
        help="What the database of reassigned numbers said.",
    ),
    click.option("--database", type=_DAY, help="The day on which it was asked."),
    click.option(
        "--attempt",
        "attempts",
        multiple=True,
        metavar="DAY[:WORD...]",
        help="An earlier attempt: its day, its medium (voice if left out), and of "
        "talked, unconnected, wrong, work and account=NUMBER what is true of it.",
    ),
    click.option(
        "--bad-time",
        "bad_times",
        multiple=True,
        metavar="FROM-TO",
        help="Local hours that the consumer called inconvenient, such as 08:00-12:30.",
    ),
    click.option("--employer-forbids", type=_TRUTH, help="Whether the employer forbids contact."),
    click.option("--employer-domain", type=_TRUTH, help="Whether the address is an employer's."),
    click.option("--consumer-used", is_flag=True, help="The consumer wrote from that address."),
    click.option("--bad-address", is_flag=True, help="Mail came back from that address."),
    click.option("--required-notice", is_flag=True, help="The piece is a required disclosure."),
    click.option("--attorney-written", type=_DAY, help="The day of a letter to the attorney."),
    click.option("--authority", type=_TRUTH, help="Whether they have authority for the estate."),
    click.option("--asks", multiple=True, help="What a third party is asked for: abode, employer."),
    click.option(
        "--task",
        "task",
        multiple=True,
        metavar="FACT=yes|no",
        help=f"What is true of asking a third party: {', '.join(_TASK)}.",
    ),
    click.option("--basis", default="", help="Why one who was asked before is asked again."),
    click.option("--first-party", is_flag=True, help="The creditor itself collects."),
)


def _facts(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FACTS):
        command = option(command)
    return command


@click.command()
@click.argument("account")
@_facts
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj  # type: ignore[arg-type]  # the facts are as many as the options
def contact(config_file: str, account: str, as_json: bool, **facts: Any) -> int:
    """Say whether somebody on ACCOUNT may be reached so today: hours, caps, consent, holds.

    Holds, places and roles are the case file's; what is stated here is believed and named in the
    audit trail. What nobody knows holds. Exit code 3 when anything keeps the contact back.
    """
    from skiptrace.acts.contacts import ContactAsked, ask_contact
    from skiptrace.compliance.policy.facts.debt import Collector
    from skiptrace.reports.canonical import canonical_json

    collector = Collector.FIRST_PARTY if facts["first_party"] else None
    asked = ContactAsked(
        account, _contact(facts), facts["obligor"], _others(facts), collector=collector
    )
    with opened(config_file) as session:
        said = ask_contact(session.office, session.actor, asked)
    if as_json:
        print_json(canonical_json(said))
    else:
        words = "nothing known keeps it back" if said.allows else "no contact"
        _print(words, said.words)
    return Exit.DONE if said.allows else Exit.REFUSED


@click.command()
@click.argument("account")
@click.option("--mailed", type=_DAY, help="The day on which the validation notice was mailed.")
@click.option("--returned", type=_DAY, multiple=True, help="A day on which it came back.")
@click.option("--resent", type=_DAY, help="The day on which it was mailed to a confirmed address.")
@click.option("--spoken", type=_DAY, help="The day of a talk with the consumer about the debt.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def notice(
    config_file: str,
    account: str,
    mailed: datetime | None,
    returned: Sequence[datetime],
    resent: datetime | None,
    spoken: datetime | None,
    as_json: bool,
) -> int:
    """Say whether the validation notice of ACCOUNT counts as sent, and from when it is furnished.

    A piece that the case file says came back counts too. Exit code 3 while the debt may not be
    furnished.
    """
    from skiptrace.acts.contacts import ask_notice
    from skiptrace.compliance.policy.facts.debt import NoticeFacts
    from skiptrace.reports.canonical import canonical_json

    stated = NoticeFacts(
        _day(mailed), tuple(one.date() for one in returned), _day(resent), _day(spoken)
    )
    with opened(config_file) as session:
        said = ask_notice(session.office, session.actor, account, stated)
    if as_json:
        print_json(canonical_json(said))
    else:
        sent = f"counts as sent on {said.sent}" if said.sent else "counts as not sent"
        resend = ": send it anew" if said.resend else ""
        ends = f"; its validation period ends on {said.validation_ends}" if said.sent else ""
        _print(f"the notice {sent}{resend}{ends}", said.words)
    return Exit.DONE if said.may_furnish else Exit.REFUSED


def _contact(facts: Mapping[str, Any]) -> ContactFacts:
    from skiptrace.compliance.policy.facts.contact import (
        Consent,
        ContactFacts,
        Medium,
        Origin,
        Party,
        Setting,
    )
    from skiptrace.compliance.policy.facts.truth import Truth
    from skiptrace.model.contact_check import Line, Reassigned

    consent = Consent(
        _day(facts["consent"]),
        _day(facts["revoked"]),
        _truth(facts["of_matter"]),
        Reassigned(facts["reassigned"]) if facts["reassigned"] else None,
        _day(facts["database"]),
    )
    return ContactFacts(
        medium=Medium(facts["medium"]),
        party=Party(facts["party"]),
        line=Line(facts["line"]) if facts["line"] else None,
        setting=Setting(facts["setting"]) if facts["setting"] else None,
        origin=Origin(facts["origin"]) if facts["origin"] else None,
        at=_moment(facts["at"]),
        bad_times=tuple(map(_hours, facts["bad_times"])),
        attempts=tuple(map(_attempt, facts["attempts"])),
        automated=_truth(facts["automated"]),
        consent=consent,
        employer_prohibits=_truth(facts["employer_forbids"]),
        employer_domain=_truth(facts["employer_domain"]),
        consumer_used=Truth.YES if facts["consumer_used"] else Truth.NO,
        address_bad=Truth.YES if facts["bad_address"] else Truth.NO,
        is_required_notice=facts["required_notice"],
        attorney_written=_day(facts["attorney_written"]),
        estate_authority=_truth(facts["authority"]),
    )


def _others(facts: Mapping[str, Any]) -> AskOthers | None:
    from skiptrace.compliance.policy.facts.contact import AskOthers

    if facts["party"] != "third_party":
        return None
    told = dict(text.partition("=")[::2] for text in facts["task"])
    wrong = [name for name, said in told.items() if name not in _TASK or said not in ("yes", "no")]
    if wrong:
        raise _wrong("--task", f"one of {', '.join(_TASK)}, then =yes or =no")
    known = {name: _truth(said) for name, said in told.items()}
    return AskOthers(frozenset(facts["asks"]), basis=facts["basis"], **known)


def _attempt(text: str) -> Attempt:
    from skiptrace.compliance.policy.facts.contact import Attempt, Medium, Setting

    first, *words = text.split(":")
    accounts = [word.removeprefix("account=") for word in words if word.startswith("account=")]
    media = [word for word in words if word in tuple(Medium)]
    rest = {word for word in words if word not in media and not word.startswith("account=")}
    try:
        day = date.fromisoformat(first)
    except ValueError:
        raise _wrong("--attempt", "a day as 2026-11-18 in front") from None
    if rest - set(_WORDS) or len(media) > 1 or len(accounts) > 1:
        known = ", ".join((*Medium, *_WORDS))
        raise _wrong("--attempt", f"one medium and words of {known}, account=NUMBER")
    return Attempt(
        day,
        Medium(media[0]) if media else Medium.VOICE,
        Setting.WORK if "work" in rest else Setting.HOME,
        accounts[0] if accounts else "",
        talked="talked" in rest,
        connected="unconnected" not in rest,
        wrong="wrong" in rest,
    )


def _hours(text: str) -> Hours:
    from datetime import time

    from skiptrace.compliance.policy.facts.contact import Hours

    first, _, last = text.partition("-")
    try:
        hours = Hours(time.fromisoformat(first), time.fromisoformat(last))
    except ValueError:
        raise _wrong("--bad-time", "two local hours as 08:00-12:30") from None
    if hours.last <= hours.first:
        raise _wrong("--bad-time", "a TO that is later than FROM")
    return hours


def _wrong(option: str, expected: str) -> click.BadParameter:
    return click.BadParameter(f"expected {expected}", param_hint=option)


def _truth(text: str | None) -> Any:
    from skiptrace.compliance.policy.facts.truth import Truth

    return Truth(text) if text else Truth.UNKNOWN


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _moment(at: datetime | None) -> datetime | None:
    """The moment in UTC; one that ends in Z is in UTC already."""
    if at is None:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _print(verdict: str, words: Sequence[LawWord]) -> None:
    console = tables()
    print_line(console, verdict[:1].upper() + verdict[1:], "bold")
    for word in words:
        until = f" (by {word.due})" if word.due else ""
        print_line(console, f"  {word.severity.upper()} ({word.rule}): {word.words}{until}")
