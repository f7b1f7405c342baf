"""What most commands begin with: the installation, its case file, the day, where output goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skiptrace.app.installation import Installation, utc_now
from skiptrace.reports.terminal import console_for, print_line

if TYPE_CHECKING:
    from rich.console import Console

    from skiptrace.acts.accounts import AccountsReader
    from skiptrace.acts.office import Office
    from skiptrace.casefile.case import CaseFile
    from skiptrace.casefile.crypto import Keyring
    from skiptrace.compliance.policy.policy import Policy
    from skiptrace.model.actor import Actor


@dataclass(frozen=True, slots=True)
class Session:
    """One opened installation, and the user who opened it."""

    installation: Installation
    case: CaseFile
    keyring: Keyring
    policy: Policy
    actor: Actor
    office: Office

    def accounts(self, on: date) -> AccountsReader:
        """What reads the accounts as they stand on a day."""
        from skiptrace.acts.account_state import StateReader
        from skiptrace.acts.accounts import AccountsReader
        from skiptrace.app.sources import cards

        return AccountsReader(self.case, StateReader(self.policy, cards(self.installation), on))


def installed(config_file: str) -> Installation | None:
    """The installation of a settings file, None where there is no such file."""
    return Installation.load(config_file) if Path(config_file).is_file() else None


@contextmanager
def opened(config_file: str) -> Iterator[Session]:
    """Open the installation of a settings file and its case file, as the user who runs this.

    Raises NotAllowed for whoever is no user of it.
    """
    from config.acts import acts_of
    from skiptrace.acts.office import Office
    from skiptrace.app.acting import acting_user
    from skiptrace.app.policy import policy_of

    policy = policy_of(Installation.load(config_file))
    with opened_by_nobody(config_file) as (installation, case, keyring):
        actor = acting_user(installation, case)
        path = installation.settings.acts
        table = acts_of(installation.root / path if path is not None else None)
        office = Office(installation, case, keyring, policy, table, utc_now)
        yield Session(installation, case, keyring, policy, actor, office)


@contextmanager
def opened_by_nobody(config_file: str) -> Iterator[tuple[Installation, CaseFile, Keyring]]:
    """Open an installation, its case file and keys, and keep its anchor; nobody acts yet."""
    from skiptrace.app.anchoring import anchored
    from skiptrace.app.build import case_file
    from skiptrace.app.logs import logged
    from skiptrace.app.telemetry import traced

    installation = Installation.load(config_file)
    with logged(installation), traced(installation):
        case, keyring = case_file(installation)
        try:
            with anchored(installation, case, keyring) as anchor:
                yield installation, case, keyring
        finally:
            if not anchor.exists():
                absent = f"the anchor {anchor.path.name} is absent: see `skiptrace doctor`"
                print_line(people(), absent)
            case.close()


def as_of_option(command: Any) -> Any:
    """The option --as-of DATE: the day that counts as today, by default the present one (UTC)."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        help="The day that counts as today.",
    )(command)


def obligor_option(command: Any) -> Any:
    """The option --obligor N: one obligor of the account, by number; by default all who owe."""
    return click.option(
        "--obligor",
        type=click.IntRange(min=1),
        default=None,
        help="Only the obligor of that number; the primary one is 1. By default all who owe.",
    )(command)


def words(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A callback of options that must say something: blanks and marks alone say nothing."""
    if value is not None and not any(letter.isalnum() for letter in value):
        raise click.BadParameter("expected words")
    return value


def not_to_come(as_of: datetime | None) -> date:
    """The day of --as-of or today; a day to come is wrong usage, for it would restrain nobody."""
    on = day(as_of)
    if on > utc_now().date():
        raise click.BadParameter("expected a day up to today", param_hint="--as-of")
    return on


def day(as_of: datetime | None) -> date:
    """The day of --as-of, or today in UTC."""
    return as_of.date() if as_of is not None else utc_now().date()


def people() -> Console:
    """Where a command speaks of its work: progress, warnings, files written; standard error."""
    return console_for(sys.stderr)


def tables() -> Console:
    """Where what a command was asked for goes, a table or a report: standard output."""
    return console_for(sys.stdout)
