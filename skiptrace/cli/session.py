"""What most commands begin with: the installation, its case file, the day, where output goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from skiptrace.app.installation import Installation, utc_now

if TYPE_CHECKING:
    from rich.console import Console

    from skiptrace.casefile.case import CaseFile
    from skiptrace.casefile.crypto import Keyring


_WIDE = 160
"""Columns of a log file or a pipe, so that tables keep their lines whole."""


@dataclass(frozen=True, slots=True)
class Session:
    """One opened installation."""

    installation: Installation
    case: CaseFile
    keyring: Keyring


@contextmanager
def opened(config_file: str) -> Iterator[Session]:
    """Open the installation of a settings file and its case file."""
    from skiptrace.app.build import case_file

    installation = Installation.load(config_file)
    case, keyring = case_file(installation)
    try:
        yield Session(installation, case, keyring)
    finally:
        case.close()


def as_of_option(command: Any) -> Any:
    """The option --as-of DATE: the day that counts as today, by default the present one (UTC)."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        help="The day that counts as today.",
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
    """Where words and tables for people go: standard error, wide when it is no terminal."""
    from rich.console import Console

    width = None if sys.stderr.isatty() else _WIDE
    return Console(stderr=True, highlight=False, markup=False, width=width)
