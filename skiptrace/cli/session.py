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
    """Open the installation of a settings file and its case file.

    The anchor is brought up to date before and after, so that a case file which was put back in
    between is seen. One that is absent is not begun anew: `skiptrace audit anchor` does that.
    """
    from skiptrace.app.anchoring import anchor_of, append_mark
    from skiptrace.app.build import case_file

    installation = Installation.load(config_file)
    case, keyring = case_file(installation)
    anchor = anchor_of(installation, keyring)
    try:
        if anchor.exists():
            append_mark(anchor, case, keyring)
        yield Session(installation, case, keyring)
    finally:
        if anchor.exists():
            append_mark(anchor, case, keyring)
        else:
            people().print(f"the anchor {anchor.path.name} is absent: see `skiptrace doctor`")
        case.close()


def as_of_option(command: Any) -> Any:
    """The option --as-of DATE: the day that counts as today, by default the present one (UTC)."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        help="The day that counts as today.",
    )(command)


def day(as_of: datetime | None) -> date:
    """The day of --as-of, or today in UTC."""
    return as_of.date() if as_of is not None else utc_now().date()


def people() -> Console:
    """Where words and tables for people go: standard error, wide when it is no terminal."""
    from rich.console import Console

    width = None if sys.stderr.isatty() else _WIDE
    return Console(stderr=True, highlight=False, markup=False, width=width)
