"""`skiptrace hold`: put a hold on an account, or release one with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from skiptrace.app.installation import utc_now
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, people
from skiptrace.model.account import Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError
from skiptrace.reports.terminal import print_line


def _who_and_why(command: Callable[..., Any]) -> Callable[..., Any]:
    actor = click.option("--actor", required=True, help="Who does it.")
    evidence = click.option("--evidence", required=True, help="On what ground, in words.")
    decorated: Callable[..., Any] = actor(evidence(as_of_option(command)))
    return decorated


@click.group("hold")
def command() -> None:
    """Put a hold on an account, or release one with its evidence."""


@command.command()
@click.argument("account")
@click.argument("code")
@_who_and_why
@click.pass_obj
def add(
    config_file: str, account: str, code: str, actor: str, evidence: str, as_of: datetime | None
) -> int:
    """Hold ACCOUNT by CODE, such as ATTY or BK13-OPEN, from that day on."""
    with opened(config_file) as session, session.case.write() as tx:
        entry = session.case.accounts.find(tx, account)
        if entry is None:
            raise CaseFileError("no account of that number is in the case file")
        hold = Hold(entry.account.id, code, day(as_of), f"{actor}: {evidence}")
        session.case.accounts.add_holds(tx, [hold])
        session.case.audit.append(tx, [_event("hold.add", actor, hold)])
    print_line(people(), f"held by {code}")
    return Exit.DONE


@command.command()
@click.argument("account")
@click.argument("code")
@_who_and_why
@click.pass_obj
def release(
    config_file: str, account: str, code: str, actor: str, evidence: str, as_of: datetime | None
) -> int:
    """Release every open hold CODE of ACCOUNT; a held account is due again the next night."""
    on = day(as_of)
    with opened(config_file) as session, session.case.write() as tx:
        entry = session.case.accounts.find(tx, account)
        standing = [h for h in entry.holds if h.code == code and h.is_open(on)] if entry else []
        if not standing:
            raise CaseFileError(f"the account has no open hold {code}")
        released = [replace(h, released=on, release_evidence=evidence) for h in standing]
        session.case.accounts.add_holds(tx, released)
        session.case.audit.append(tx, [_event("hold.release", actor, h) for h in released])
    print_line(people(), f"{code} released")
    return Exit.DONE


def _event(kind: str, actor: str, hold: Hold) -> AuditEvent:
    return AuditEvent(kind, actor, utc_now(), account_id=hold.account_id, rule=hold.code)
